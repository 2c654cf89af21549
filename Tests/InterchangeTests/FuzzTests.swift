import CNNEngine
import Foundation
import Testing

@testable import Interchange

/// Valid files with a few bytes changed: whatever comes of them is a value or a sentence, and soon.
@Suite struct FuzzTests {
  @Test(arguments: ["float32.npy", "version2.npy", "cube-fortran.npy", "structured.npy"])
  func `NumPy files`(name: String) throws {
    try mutate(bytes(name)) { _ = try decodeArray($0) }
  }

  @Test(arguments: ["stored.npz", "zip64.npz", "rounded.npz"])
  func `archives of arrays`(name: String) throws {
    try mutate(bytes(name)) { _ = try decodeArray($0, member: "b") }
    try mutate(bytes(name)) { _ = try decodeArray($0) }
  }

  @Test(arguments: ["png/0-1-1", "png/2-16-0", "png/3-4-1", "png/6-8-1", "palette"])
  func `PNG pictures, with checksums that fit again`(name: String) throws {
    try mutate(bytes("\(name).png"), mend: mendChecksums) { _ = try decodeArray($0) }
  }

  @Test(arguments: ["grey", "color", "progressive", "cmyk"])
  func `JPEG pictures`(name: String) throws {
    try mutate(bytes("\(name).jpg")) { _ = try decodeArray($0) }
  }

  @Test(arguments: [
    "P1 3 2 101010", "P2 3 1 9 1 2 3", "P3 1 1 9 1 2 3", "P4 9 2 aaaa", "P5 2 2 255 aaaa",
    "P6 1 1 65535 aaaaaa",
  ]) func `Netpbm pictures`(text: String) {
    mutate(Array(text.utf8)) { _ = try decodeArray($0) }
  }

  @Test(arguments: [
    [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2, 1, 2, 254, 255],
    [0, 0, 13, 1, 0, 0, 0, 1, 1, 2, 254, 255],
  ]) func `IDX files`(file: [UInt8]) {
    mutate(file) { _ = try decodeArray($0) }
  }

  @Test func `CIFAR-10 archives`() throws {
    try mutate(bytes("cifar.tar.gz")) {
      _ = try filesOfTar(
        ByteRange($0), named: ["data_batch_1.bin"], most: (file: 1 << 20, archive: 1 << 24))
    }
  }

  @Test func `runs of training that were kept, with a checksum that fits again`() {
    let run = encodeKeptRun(KeptRunFileTests.run)
    mutate(run, mend: mendChecksum(ofRun:)) { _ = try decodeKeptRun($0) }
  }

  // MARK: - Changing

  /// Changes one to eight bytes 2,000 times, at times the length too, and reads what came of it.
  private func mutate(
    _ file: [UInt8], mend: (inout [UInt8]) -> Void = { _ in }, read: ([UInt8]) throws -> Void
  ) {
    var generator = Draws()
    let telling: [UInt8] = [0, 1, 0x20, 0x30, 0x39, 0x7F, 0x80, 0xFE, 0xFF]
    for _ in 0..<2_000 {
      var changed = file
      for _ in 0..<Int.random(in: 1...8, using: &generator) {
        let i = Int.random(in: 0..<changed.count, using: &generator)
        switch Int.random(in: 0..<8, using: &generator) {
        case 0: changed[i] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
        case 1: changed.insert(.random(in: 0...255, using: &generator), at: i)
        case 2 where changed.count > 8: changed.remove(at: i)
        case 3: changed += file.prefix(i)
        case 4 where i > 8: changed.removeLast(changed.count - i)
        case 5: changed[i] = .random(in: 0...255, using: &generator)
        default: changed[i] = telling.randomElement(using: &generator) ?? 0
        }
      }
      mend(&changed)
      do {
        try read(changed)
      } catch {
        #expect(error is InterchangeError && "\(error)".count < 700)
      }
    }
  }

  /// Lets every chunk of a PNG file whose end can be found fit its checksum.
  private func mendChecksums(_ file: inout [UInt8]) {
    var start = 8
    while start + 12 <= file.count {
      let length = file[start..<start + 4].reduce(0) { $0 << 8 | Int($1) }
      guard length <= file.count - start - 12 else { return }
      let body = start + 4..<start + 8 + length
      file.replaceSubrange(body.upperBound..<body.upperBound + 4, with: big(crc(Array(file[body]))))
      start += 12 + length
    }
  }

  /// FNV-1a of all but the last eight bytes.
  private func mendChecksum(ofRun file: inout [UInt8]) {
    guard file.count > 8 else { return }
    let sum = file.dropLast(8).reduce(0xCBF2_9CE4_8422_2325 as UInt64) {
      ($0 ^ UInt64($1)) &* 0x100_0000_01B3
    }
    file.replaceSubrange(
      file.count - 8..<file.count, with: withUnsafeBytes(of: sum.littleEndian) { Array($0) })
  }
}

/// SplitMix64, the same numbers each time.
private struct Draws: RandomNumberGenerator {
  private var state: UInt64 = 7

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = (state ^ state >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return z ^ z >> 31
  }
}
