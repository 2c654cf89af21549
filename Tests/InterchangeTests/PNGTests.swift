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

  @Test(arguments: [1, 2, 4, 8, 16], [0, 1])
  func `a grey picture of any depth is its samples over the largest`(
    depth: Int, interlacing: Int
  ) throws {
    let picture = try readPNG(path: file("png/0-\(depth)-\(interlacing).png"))
    #expect(picture == Self.expected(depth: depth).part(0))
  }

  @Test(arguments: [8, 16], [0, 1])
  func `a colour picture of any depth is its samples over the largest`(
    depth: Int, interlacing: Int
  ) throws {
    let picture = try readPNG(path: file("png/2-\(depth)-\(interlacing).png"))
    #expect(picture == Self.expected(channels: 3, depth: depth))
  }

  @Test(arguments: [1, 2, 4, 8], [0, 1])
  func `a palette of any depth is resolved`(depth: Int, interlacing: Int) throws {
    let picture = try readPNG(path: file("png/3-\(depth)-\(interlacing).png"))
    let index = (Self.expected(depth: depth) * Float((1 << depth) - 1)).scalars
    let colors = index + index.map { 255 - $0 } + index.map { ($0 / 2).rounded(.down) }
    #expect(picture == Tensor(shape: [3, 5, 9], scalars: colors.map { $0 / 255 }))
  }

  @Test(arguments: [(4, 1), (6, 3)], [8, 16])
  func `where a picture is transparent, black shows through`(
    kind: (type: Int, channels: Int), depth: Int
  ) throws {
    let expected = Self.expected(channels: kind.channels, depth: depth)
    let visible = Tensor(
      shape: [5, 9], scalars: (0..<45).map { ($0 / 9 + $0 % 9) % 2 == 0 ? 1 : 0 })
    for interlacing in [0, 1] {
      let picture = try readPNG(path: file("png/\(kind.type)-\(depth)-\(interlacing).png"))
      #expect(picture.scalars == (expected * visible).scalars)
    }
  }

  @Test func `half of white over black is half of its light`() throws {
    // 0.5 of the light is 0.735 of the number that screens show it with.
    let picture = try decodePNG(png(width: 1, height: 1, depth: 8, type: 4, row: [255, 128]))
    #expect(isClose(picture, [[0.7371]], tolerance: 1e-3))
  }

  @Test func `samples are changed only where the file names another exponent`() throws {
    func value(gamma: UInt32?, sRGB: Bool = false) throws -> Float {
      var chunks: [(String, [UInt8])] = sRGB ? [("sRGB", [0])] : []
      if let gamma { chunks.append(("gAMA", big(gamma))) }
      return try decodePNG(
        png(width: 1, height: 1, depth: 8, type: 0, row: [51], before: chunks)
      ).scalars[0]
    }
    #expect(try value(gamma: nil) == 0.2)
    #expect(try value(gamma: 45_455) == 0.2)
    #expect(try value(gamma: 100_000, sRGB: true) == 0.2)
    #expect(abs(try value(gamma: 100_000) - 0.4812) < 1e-4)
  }

  @Test func `a colour that counts as transparent is black`() throws {
    let grey = png(
      width: 3, height: 1, depth: 8, type: 0, row: [7, 51, 7], before: [("tRNS", [0, 7])])
    #expect(try decodePNG(grey) == [[0, 0.2, 0]])
    let wide = png(
      width: 2, height: 1, depth: 16, type: 0, row: [1, 2, 1, 3], before: [("tRNS", [1, 3])])
    #expect(try decodePNG(wide).scalars == [258 / 65_535, 0])
  }

  @Test func `a picture cut anywhere, or anything else, is refused`() throws {
    let bytes = try bytes("grey.png")
    // The last 16 bytes are a checksum and the end mark, which no pixel needs.
    for length in 0..<bytes.count - 16 {
      #expect(throws: InterchangeError.self) { try decodePNG(Array(bytes[..<length])) }
    }
    #expect(throws: InterchangeError.wrongFormat(expected: "a PNG picture")) {
      try decodePNG(Array("GIF89a".utf8))
    }
  }

  @Test func `a picture's size is judged before memory is asked for`() {
    let bomb = png(width: 100_000, height: 100_000, depth: 8, type: 6, row: [])
    let error = #expect(throws: InterchangeError.self) { try decodePNG(bomb) }
    #expect(
      error?.description
        == "a picture of 100000 × 100000 is too large: at most 64 million pixels are read")
    // Small enough, but more than these few bytes can hold.
    #expect(throws: InterchangeError.self) {
      try decodePNG(png(width: 8_000, height: 8_000, depth: 16, type: 6, row: []))
    }
    for (width, height) in [(0, 1), (1, 0), (0xFFFF_FFFF, 0xFFFF_FFFF)] as [(UInt32, UInt32)] {
      #expect(throws: InterchangeError.self) {
        try decodePNG(png(width: width, height: height, depth: 8, type: 0, row: [0]))
      }
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

  /// What the files in `png` hold: row after row counted up, each channel 3 further, until the depth's largest sample.
  static func expected(channels: Int = 1, depth: Int) -> Tensor {
    let most = (1 << depth) - 1
    let scalars = (0..<channels).flatMap { c in
      (0..<45).map { i in
        Float((i + 3 * c) * (depth == 16 ? 257 : 1) % (most + 1)) / Float(most)
      }
    }
    return Tensor(shape: [channels, 5, 9], scalars: scalars)
  }
}

func big(_ number: UInt32) -> [UInt8] { withUnsafeBytes(of: number.bigEndian) { Array($0) } }

/// A PNG file of one row, whatever its header says.
func png(
  width: UInt32, height: UInt32, depth: UInt8, type: UInt8, row: [UInt8],
  before: [(name: String, body: [UInt8])] = []
) -> [UInt8] {
  let raw = [0] + row
  let length = UInt16(raw.count)
  let lengths = [
    UInt8(length & 0xFF), UInt8(length >> 8), UInt8(~length & 0xFF), UInt8(~length >> 8),
  ]
  let packed = [0x78, 0x01, 1] + lengths + raw + big(adler(raw))
  let chunks =
    [("IHDR", big(width) + big(height) + [depth, type, 0, 0, 0])] + before
    + [("IDAT", packed), ("IEND", [])]
  return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    + chunks.flatMap { name, body in
      big(UInt32(body.count)) + Array(name.utf8) + body + big(crc(Array(name.utf8) + body))
    }
}

/// The checksum of PNG's chunks and of zip.
func crc(_ bytes: [UInt8]) -> UInt32 {
  ~bytes.reduce(0xFFFF_FFFF) { sum, byte in
    (0..<8).reduce(sum ^ UInt32(byte)) { sum, _ in sum >> 1 ^ (sum & 1 == 0 ? 0 : 0xEDB8_8320) }
  }
}

private func adler(_ bytes: [UInt8]) -> UInt32 {
  let (a, b) = bytes.reduce((1, 0) as (UInt32, UInt32)) { sums, byte in
    let a = (sums.0 + UInt32(byte)) % 65_521
    return (a, (sums.1 + a) % 65_521)
  }
  return b << 16 | a
}
