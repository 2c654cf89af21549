import CNNEngine
import Foundation
import Interchange
import Testing

@Suite struct KeptRunFileTests {
  static let run: KeptRun = {
    let evaluation = Evaluation(
      loss: 0.25, accuracy: 0.9, perClass: [1, .nan], confusion: [[3, 0], [1, 2]])
    return KeptRun(
      key: "Dense 4→2, Rate 0,1 — «ζ»",
      checkpoint: Checkpoint(
        parameters: [normal(2, 4, seed: 1), Tensor(shape: [2], scalars: [-0.0, .infinity])],
        statistics: [], momenta: [normal(2, 4, seed: 2), zeros(2)], squares: [], step: 12),
      snapshots: [
        Snapshot(
          step: 11, steps: 24, epoch: 0, epochs: 2, loss: 2.3, accuracy: 0.1, rate: 0.05,
          layers: [
            LayerHealth(name: "Dense", gradientNorm: 1, updateNorm: 0.1, parameterNorm: 3)
          ], picturesPerSecond: 1e5),
        Snapshot(
          step: 12, steps: 24, epoch: 0, epochs: 2, loss: 2.2, accuracy: 0.2, rate: 0.05,
          layers: [
            LayerHealth(
              name: "Dense", gradientNorm: 1, updateNorm: 0.1, parameterNorm: 3, deadShare: 0.5)
          ], picturesPerSecond: 1e5, heldOut: evaluation),
      ])
  }()

  @Test func `a run that was kept is read to the same bits`() throws {
    let bytes = encodeKeptRun(Self.run)
    let again = try decodeKeptRun(bytes)
    #expect(again.key == Self.run.key)
    #expect(again.checkpoint == Self.run.checkpoint)
    #expect(again.snapshots.map(\.step) == [11, 12])
    #expect(again.snapshots.last?.heldOut?.confusion == [[3, 0], [1, 2]])
    #expect(encodeKeptRun(again) == bytes)
  }

  @Test func `one byte changed, or the end missing, is told`() {
    let bytes = encodeKeptRun(Self.run)
    for i in stride(from: 0, to: bytes.count, by: 7) {
      var damaged = bytes
      damaged[i] ^= 0x20
      #expect(throws: InterchangeError.self) { try decodeKeptRun(damaged) }
      #expect(throws: InterchangeError.self) { try decodeKeptRun(Array(bytes[..<i])) }
    }
  }

  @Test func `a file is replaced whole, and a folder that is not there is told`() throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("cnn-tutor-\(UUID().uuidString)").path
    let path = folder + "/a.run"
    #expect(throws: InterchangeError.self) { try writeKeptRun(Self.run, path: path) }
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try writeKeptRun(Self.run, path: path)
    var other = Self.run
    other.key = "another"
    try writeKeptRun(other, path: path)
    #expect(try readKeptRun(path: path).key == "another")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["a.run"])
  }

  @Test func `of a long run every epoch's end is kept, and fewer of the steps between`() {
    let steps = (1...5000).map { step in
      Snapshot(
        step: step, steps: 5000, epoch: (step - 1) / 100, epochs: 50, loss: 1, accuracy: 0,
        rate: 0.1,
        heldOut: step % 100 == 0
          ? Evaluation(loss: 1, accuracy: 0, perClass: [], confusion: []) : nil)
    }
    let few = steps.thinned(to: 600)
    #expect(few.count <= 600)
    #expect(
      few.filter { $0.heldOut != nil }.map(\.step)
        == Array(stride(from: 100, through: 5000, by: 100)))
    #expect(few.map(\.step) == few.map(\.step).sorted())
  }
}
