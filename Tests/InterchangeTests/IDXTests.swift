import CNNEngine
import Foundation
import Interchange
import Testing

@Suite struct IDXTests {
  @Test func `each type is read big-endian`() throws {
    let cases: [(type: UInt8, body: [UInt8], expected: [Float])] = [
      (0x08, [0, 200], [0, 200]),
      (0x09, [0xFF, 5], [-1, 5]),
      (0x0B, [0xFF, 0xFE, 1, 0], [-2, 256]),
      (0x0C, [0, 0, 1, 0, 0xFF, 0xFF, 0xFF, 0xFF], [256, -1]),
      (0x0D, [0x3F, 0x80, 0, 0, 0xC0, 0, 0, 0], [1, -2]),
      (0x0E, [0x3F, 0xF0, 0, 0, 0, 0, 0, 0, 0xC0, 0, 0, 0, 0, 0, 0, 0], [1, -2]),
    ]
    for (type, body, expected) in cases {
      let tensor = try decodeIDX([0, 0, type, 1, 0, 0, 0, 2] + body)
      #expect(tensor == Tensor(shape: [2], scalars: expected))
    }
  }

  @Test func `axes are read in order`() throws {
    let header: [UInt8] = [0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3]
    #expect(try decodeIDX(header + [0, 1, 2, 3, 4, 5]) == ramp(1, 2, 3))
  }

  @Test func `files that are cut, too long, of another kind or too large are refused`() {
    let header: [UInt8] = [0, 0, 8, 1, 0, 0, 0, 3]
    #expect(throws: InterchangeError.truncated(expected: 11, found: 10)) {
      try decodeIDX(header + [1, 2])
    }
    #expect(throws: InterchangeError.surplus(expected: 11, found: 12)) {
      try decodeIDX(header + [1, 2, 3, 4])
    }
    #expect(throws: InterchangeError.truncated(expected: 8, found: 6)) {
      try decodeIDX([0, 0, 8, 1, 0, 0])
    }
    #expect(throws: InterchangeError.wrongFormat(expected: "an IDX file")) { try decodeIDX([]) }
    #expect(throws: InterchangeError.wrongFormat(expected: "an IDX file")) {
      try decodeIDX([1, 2, 3, 4, 5])
    }
    #expect(throws: InterchangeError.type("7", cure: "IDX knows 8, 9, 11, 12, 13 and 14")) {
      try decodeIDX([0, 0, 7, 1, 0, 0, 0, 0])
    }
    let huge = [UInt8](repeating: 0xFF, count: 12)
    #expect(throws: InterchangeError.shape([4_294_967_295, 4_294_967_295, 4_294_967_295])) {
      try decodeIDX([0, 0, 8, 3] + huge)
    }
  }

  @Test func `no shape overflows, also where one axis is empty`() {
    let most: [UInt8] = [0xFF, 0xFF, 0xFF, 0xFF]
    #expect(throws: InterchangeError.shape([4_294_967_295, 4_294_967_295, 4_294_967_295, 0])) {
      try decodeIDX([0, 0, 8, 4] + most + most + most + [0, 0, 0, 0])
    }
    #expect(throws: InterchangeError.header("255 axes, where at most 64 are read")) {
      try decodeIDX([0, 0, 8, 255] + [UInt8](repeating: 1, count: 4 * 255))
    }
  }

  @Test func `what gzip made smaller is read as it was`() throws {
    // Python: gzip.compress(bytes([0, 0, 8, 1, 0, 0, 0, 3, 7, 8, 9]), mtime=0)
    let packed: [UInt8] = [
      0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 2, 3, 0x63, 0x60, 0xE0, 0x60, 0x64, 0x60, 0x60, 0x60, 0x66,
      0xE7, 0xE0, 4, 0, 0xAD, 0x98, 0x0A, 0xBA, 0x0B, 0, 0, 0,
    ]
    #expect(try decodeArray(packed).tensor == [7, 8, 9])
    for length in 4..<packed.count {
      #expect(throws: InterchangeError.self) { try decodeIDX(Array(packed[..<length])) }
    }
  }

  @Test func `the digits that ship are 1,797 pictures of 8 by 8 with a label each`() throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../Chapters/Data/digits")
    let images = try readIDX(path: folder.appendingPathComponent("digits-images.idx3-ubyte").path)
    let labels = try readIDX(path: folder.appendingPathComponent("digits-labels.idx1-ubyte").path)
    #expect(images.shape == [1797, 8, 8] && labels.shape == [1797])
    #expect(images.min() == 0 && images.max() == 16)
    #expect(labels.scalars.prefix(10) == [0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    #expect(labels.scalars.count { $0 == 7 } == 179)
  }
}
