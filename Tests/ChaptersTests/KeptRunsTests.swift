import CNNEngine
import CellLanguage
import Foundation
import Interchange
import Testing
import Tutor

/// What readers kept with earlier versions is found again.
@Suite struct KeptRunsTests {
  /// The cell `without` of the page on the two modes of one layer, as it was when the file was written.
  static let cell = """
    let plain = Sequential(
      Conv2D(inputChannels: 1, outputChannels: 16, kernelSize: 3, padding: 1),
      ReLU(),
      Conv2D(inputChannels: 16, outputChannels: 32, kernelSize: 3,
        padding: 1), ReLU(),
      MaxPool2D(size: 2), Flatten(), Dense(inputs: 512, outputs: 10))
    let a1 = train(plain, on: normalized(digits), epochs: 8, rate: 0.3)
    """
  static let name = "23b50022a8016f9e.run"

  static func request(_ source: String) throws -> TrainingRequest {
    var interpreter = Interpreter(surroundings: Course.surroundings)
    let outcome = interpreter.run(source)
    return try #require(outcome.trainingRequests.first, "\(String(describing: outcome.error))")
  }

  /// A folder of its own with the run that the first released version kept.
  static func folder() throws -> KeptRunFolder {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "runs-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let file = try #require(Bundle.module.url(forResource: "KeptRuns/\(name)", withExtension: nil))
    try FileManager.default.copyItem(at: file, to: folder.appendingPathComponent(name))
    return KeptRunFolder(path: folder.path)
  }

  @Test func `a run that the first released version kept is there, and kept under its new key`()
    throws
  {
    let (request, folder) = (try Self.request(Self.cell), try Self.folder())
    defer { try? FileManager.default.removeItem(atPath: folder.path) }
    for legacyKey in [request.legacyKey, nil] {
      let found = folder.find(request.key, before: legacyKey) {
        TrainingUpdate($0, of: request) != nil
      }
      let run = try #require(found.run)
      let update = try #require(TrainingUpdate(run, of: request))
      #expect(found.notice == nil && update.status == .finished)
      #expect(update.snapshots.last?.step == 352 && update.checkpoints.first?.step == 352)
      #expect(
        try FileManager.default.contentsOfDirectory(atPath: folder.path)
          == [keptRunFileName(for: request.key)])
    }
  }

  @Test func `an old run that does not fit is set aside, and the reader is told`() throws {
    let (request, folder) = (try Self.request(Self.cell), try Self.folder())
    defer { try? FileManager.default.removeItem(atPath: folder.path) }
    let found = folder.find(request.key, before: request.legacyKey) { _ in false }
    let other = "\(Self.name).aside-1"
    #expect(found.run == nil)
    #expect(
      found.notice
        == "A run that was kept does not fit this cell; it is set aside as \(folder.path)/\(other)."
    )
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [other])
  }

  /// What the first released version called the files of these runs: a checksum of the key that it gave them.
  @Test(arguments: legacyNames)
  func `the earlier key of a run is letter by letter what it was`(cell: String, name: String) throws
  {
    let key = try #require(try Self.request(cell).legacyKey)
    #expect(keptRunFileName(for: key) == name + ".run", "\(key)")
  }

  private static let small = """
    let plan = Sequential(Conv2D(inputChannels: 1, outputChannels: 2, kernelSize: 3), ReLU(),
      Flatten(), Dense(inputs: 72, outputs: 10))

    """

  private static let legacyNames: [(String, String)] = [
    (cell, "23b50022a8016f9e"),
    (
      small + """
        train(plan, on: digits, epochs: 1, rate: 0.01)
        """, "136142940eadc75e"
    ),
    (
      small + """
        train(plan, on: normalized(digits), epochs: 1, rate: 0.1, batch: 64, momentum: 0.5,
          decay: 0, optimizer: .nesterov, schedule: .constant,
          initialization: .glorot, seed: 7)
        """, "d58e7c42667d00b9"
    ),
    (
      small + """
        train(plan, on: normalized(digits), epochs: 6, rate: 0.001, optimizer: .rmsProp, schedule: .step,
          initialization: .small, limit: 100, shift: 1, flips: true)
        """, "2220de094751e4dd"
    ),
    (
      small + """
        train(plan, on: normalized(digits), epochs: 1, rate: 0.001,
          decay: 0.01, optimizer: .adam, schedule: .cosine,
          labels: .shuffled, limit: 20)
        """, "2a42903d7e2edfaa"
    ),
    (
      small + """
        train(plan, on: normalized(digits), epochs: 1, rate: 0.001, optimizer: .adamW,
          initialization: .zero, leaked: true)
        """, "88e367940fdea611"
    ),
    (
      """
      let plan = Sequential(
        Conv2D(inputChannels: 1, outputChannels: 4, kernelSize: (3, 1), padding: (1, 0), bias: false),
        BatchNorm2D(channels: 4), LeakyReLU(slope: 0.2),
        Residual(Sequential(Conv2D(inputChannels: 4, outputChannels: 4, kernelSize: 3, padding: 1,
          groups: 2), GroupNorm(groups: 2, channels: 4), GELU())),
        Branches(Sequential(Conv2D(inputChannels: 4, outputChannels: 2, kernelSize: 1), Tanh()),
          Sequential(AveragePool2D(size: 3, stride: 1, padding: 1))),
        DenseConnection(Conv2D(inputChannels: 6, outputChannels: 2, kernelSize: 3, padding: 2, dilation: 2)),
        ConvTranspose2D(inputChannels: 8, outputChannels: 4, kernelSize: 2, stride: 2), SiLU(),
        Residual(Conv2D(inputChannels: 4, outputChannels: 8, kernelSize: 1),
          shortcut: Conv2D(inputChannels: 4, outputChannels: 8, kernelSize: 1)),
        Dropout(rate: 0.1), MaxPool2D(size: 2), AdaptiveAveragePool2D(2),
        Flatten(), LayerNorm(32), Sigmoid(), Dense(inputs: 32, outputs: 10, bias: false))
      let a = train(plan, on: normalized(digits), epochs: 1, limit: 32)
      """, "eafe59a8d3542d27"
    ),
    (
      """
      let plan = Sequential(Conv2D(inputChannels: 1, outputChannels: 10, kernelSize: 3), GlobalAveragePool(), Flatten())
      let a = train(plan, on: normalized(digits), epochs: 1, limit: 32)
      """, "18a351e8b857701d"
    ),
  ]
}
