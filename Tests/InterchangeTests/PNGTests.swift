import CNNEngine
import Foundation
import Interchange
import Testing

@Suite struct PNGTests {
  @Test func `a grey picture has rows and columns from 0 to 1`() throws {
    #expect(
      try isClose(
        readPNG(path: file("grey.png")), [[0, 0.2, 0.4], [0.6, 0.8, 1]], tolerance: 1e-6))
  }

  @Test func `a colour picture has its channels first`() throws {
    #expect(
      try isClose(
        readPNG(path: file("color.png")), [[[1, 0]], [[0, 0.4]], [[0.2, 1]]], tolerance: 1e-6))
  }

  @Test func `a palette is resolved, and what is transparent is black`() throws {
    #expect(
      try isClose(
        readPNG(path: file("palette.png")), [[[0, 1]], [[0.2, 0]], [[1, 0]]], tolerance: 1e-6))
    #expect(
      try isClose(
        readPNG(path: file("alpha.png")), [[[1, 0]], [[0, 0]], [[0.2, 0]]], tolerance: 1e-6))
  }

  @Test func `a picture cut anywhere, or anything else, is refused`() throws {
    let bytes = try Array(Data(contentsOf: URL(fileURLWithPath: file("grey.png"))))
    // The last 16 bytes are a checksum and the end mark, which no pixel needs.
    for length in 0..<bytes.count - 16 {
      #expect(throws: InterchangeError.self) { try decodePNG(Array(bytes[..<length])) }
    }
    #expect(throws: InterchangeError.wrongFormat(expected: "a PNG picture")) {
      try decodePNG(Array("GIF89a".utf8))
    }
  }

  @Test(arguments: [
    ("astronaut", 3), ("cat", 3), ("coffee", 3), ("coins", 1), ("microaneurysms", 1),
    ("photographer", 1), ("retina", 3), ("rocket", 3),
  ]) func `the pictures that ship are 96 by 96`(name: String, channels: Int) throws {
    let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../Chapters/Data/pictures/\(name).png").path
    let picture = try readPNG(path: path)
    #expect(picture.shape == (channels == 1 ? [96, 96] : [3, 96, 96]))
    #expect(picture.min() >= 0 && picture.max() <= 1 && picture.variance() > 0.001)
  }
}
