import CNNEngine
import Foundation
import Interchange
import Testing

@Suite struct JPEGTests {
  @Test(arguments: ["grey", "color", "progressive"])
  func `a JPEG picture is what Pillow sees`(name: String) throws {
    let picture = try readArray(file("\(name).jpg")).tensor
    let pillow = try readArray(file("jpeg.npz:\(name)")).tensor
    let (H, W) = (20, 24)
    #expect(picture.shape == (name == "grey" ? [H, W] : [3, H, W]))
    for i in 0..<picture.count {
      let (c, pixel) = (i / (H * W), i % (H * W))
      let expected = pillow.scalars[pixel * (picture.count / (H * W)) + c] / 255
      // Decoders may round an odd level differently.
      #expect(abs(picture.scalars[i] - expected) < 1.5 / 255)
    }
  }

  @Test func `a picture in the colours of printing is refused with the cure`() {
    let error = #expect(throws: InterchangeError.self) { try decodeJPEG(bytes("cmyk.jpg")) }
    #expect(
      error?.description
        == "a JPEG picture in the four colours of printing is not read; save it as RGB")
  }

  @Test func `a picture that was cut is refused`() throws {
    for name in ["grey.jpg", "color.jpg", "progressive.jpg"] {
      let whole = try bytes(name)
      // The last two bytes say that it is at its end.
      for length in 0..<whole.count - 2 {
        #expect(throws: InterchangeError.self) { try decodeJPEG(Array(whole[..<length])) }
      }
    }
  }

  @Test func `a picture's size is judged before memory is asked for`() throws {
    var bomb = try bytes("color.jpg")
    let frame = try #require(
      bomb.indices.first { bomb[$0] == 0xFF && bomb[$0 + 1] == 0xC0 })
    for (side, part) in [(65_000, "at most 64 million pixels"), (7_900, "ends too early")] {
      bomb.replaceSubrange(
        frame + 5..<frame + 9,
        with: [UInt8(side >> 8), UInt8(side & 255), UInt8(side >> 8), UInt8(side & 255)])
      let error = #expect(throws: InterchangeError.self) { try decodeJPEG(bomb) }
      #expect(error?.description.contains(part) == true)
    }
  }
}

@Suite struct NetpbmTests {
  @Test(
    arguments: [
      ("P1 # one\n3 2\n101\n0 1 0\n", [2, 3], [0, 1, 0, 1, 0, 1]),
      ("P2\n#two\n3 1\n# largest\n5\n0 1\n5", [1, 3], [0, 0.2, 1]),
      ("P3 1 2 255 255 0 51 0 51 255", [3, 2, 1], [1, 0, 0, 0.2, 0.2, 1]),
      (
        "P4 10 2\n\u{1}\u{40}\u{40}\u{0}", [2, 10],
        [1, 1, 1, 1, 1, 1, 1, 0, 1, 0, 1, 0, 1, 1, 1, 1, 1, 1, 1, 1]
      ),
      ("P5 2 1 5\n\u{1}\u{5}", [1, 2], [0.2, 1]),
      ("P5\t1 1 260 \u{1}\u{4}", [1, 1], [1]),
      ("P6 1 2 5\n\u{0}\u{1}\u{5}\u{5}\u{1}\u{0}", [3, 2, 1], [0, 1, 0.2, 0.2, 1, 0]),
    ] as [(String, [Int], [Float])])
  func `each kind is its samples over the largest; in bitmaps 1 is black`(
    text: String, shape: [Int], scalars: [Float]
  ) throws {
    #expect(
      try decodeArray(Array(text.utf8)).tensor == Tensor(shape: shape, scalars: scalars))
  }

  @Test(arguments: [
    ("P5 2 1 5\n\u{1}", "the file ends too early: its header promises 2 bytes, but there are 1"),
    (
      "P5 2 1 5\n\u{1}\u{2}\u{3}",
      "the file is too long: its header promises 2 bytes, but there are 3"
    ),
    ("P5 2 1 5\n\u{1}\u{6}", "the file is damaged: a sample is 6, the largest 5"),
    ("P2 2 1 5 1 6", "the file is damaged: a sample is 6, the largest 5"),
    ("P2 2 1 5 1 5 4", "the file is damaged: something follows the last sample"),
    ("P1 2 1 12", "the file is damaged: a sample is neither 0 nor 1"),
    ("P5 0 1 5\n", "the header cannot be read: a picture of 0 × 1"),
    ("P5 1 1 0\n\u{0}", "the header cannot be read: the largest sample is 0"),
    ("P5 1 1 65536\n\u{0}", "the header cannot be read: the largest sample is 65536"),
    ("P5 -1 1 5\n", "the header cannot be read: a number is missing"),
    ("P5 9999999999 1 5\n", "the header cannot be read: a number is missing"),
    (
      "P6 99999 99999 255\n",
      "a picture of 99999 × 99999 is too large: at most 64 million pixels are read"
    ),
    (
      "P3 8000 8000 255\n",
      "the file ends too early: its header promises 383999999 bytes, but there are 1"
    ),
    ("P5", "this is not a PBM, PGM or PPM picture"),
    ("P7\n", "this is not a PBM, PGM or PPM picture"),
  ]) func `what contradicts itself is refused`(text: String, sentence: String) {
    let error = #expect(throws: InterchangeError.self) { try decodeNetpbm(Array(text.utf8)) }
    #expect(error?.description == sentence)
  }
}
