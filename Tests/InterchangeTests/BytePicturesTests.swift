import Foundation
import Interchange
import Testing

@Suite struct BytePicturesTests {
  @Test func `pictures, labels and classes fit together`() throws {
    let pictures = try BytePictures(
      shape: [1, 2, 2], bytes: Array(0..<8), labels: [1, 0], classNames: ["cat", "dog"])
    #expect(pictures.count == 2)
  }

  @Test(arguments: [
    ([2, 2], 4, [0], "a picture's shape is [C, H, W], not [2, 2]"),
    ([1, 0, 2], 4, [0], "pictures of shape [1, 0, 2] have no pixel"),
    ([1, -2, -2], 4, [0], "pictures of shape [1, -2, -2] have no pixel"),
    ([1, 2, 2], 0, [], "there is no picture in it"),
    ([1, 2, 2], 7, [0], "1 labels do not fit 7 bytes of pictures of shape [1, 2, 2]"),
    ([1, 2, 2], 8, [0], "1 labels do not fit 8 bytes of pictures of shape [1, 2, 2]"),
    ([1, 2, 2], 4, [2], "the label of picture 0 is 2, but the classes are 0 to 1"),
    ([1, 2, 2], 4, [-1], "the label of picture 0 is -1, but the classes are 0 to 1"),
    (
      [Int.max, Int.max, 2], 4, [0],
      "the shape [\(Int.max), \(Int.max), 2] is not one that fits in memory: at most 268435456 entries are read"
    ),
  ]) func `what does not fit is refused with the numbers`(
    shape: [Int], bytes: Int, labels: [Int], sentence: String
  ) {
    let error = #expect(throws: InterchangeError.self) {
      try BytePictures(
        shape: shape, bytes: [UInt8](repeating: 0, count: bytes), labels: labels,
        classNames: ["cat", "dog"])
    }
    #expect(error?.description == sentence)
  }
}

@Suite struct IDXPicturesTests {
  @Test func `bytes stay bytes, and classes are the numbers up to the largest label`() throws {
    let pictures = try read(
      images: [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2, 1, 2, 254, 255],
      labels: [0, 0, 8, 1, 0, 0, 0, 2, 3, 0])
    #expect(pictures.shape == [1, 1, 2] && pictures.bytes == [1, 2, 254, 255])
    #expect(pictures.labels == [3, 0] && pictures.classNames == ["0", "1", "2", "3"])
  }

  @Test(
    arguments: [
      ([0, 0, 8, 1, 0, 0, 0, 2, 1, 2], "pictures have three axes, but the shape is [2]"),
      (
        [0, 0, 8, 2, 0, 0, 0, 1, 0, 0, 0, 2, 1, 2],
        "pictures have three axes, but the shape is [1, 2]"
      ),
      (
        [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 0],
        "pictures of shape [1, 1, 0] have no pixel"
      ),
      ([0, 0, 8, 3, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1], "there is no picture in it"),
      (
        [0, 0, 9, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 7],
        "entries of type 9 are not read; pictures and labels have type 8, bytes"
      ),
      (
        [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1],
        "the file ends too early: its header promises 16 bytes, but there are 12"
      ),
      (
        [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 1, 7],
        "the file ends too early: its header promises 18 bytes, but there are 17"
      ),
      (
        [0, 0, 8, 3, 0, 0, 0, 3, 0, 0, 0, 1, 0, 0, 0, 1, 7, 8, 9],
        "2 labels do not fit 3 bytes of pictures of shape [1, 1, 1]"
      ),
    ] as [([UInt8], String)]) func `files of other ranks, types and lengths are refused`(
      images: [UInt8], sentence: String
    )
  {
    let error = #expect(throws: InterchangeError.self) {
      try read(images: images, labels: [0, 0, 8, 1, 0, 0, 0, 2, 0, 1])
    }
    #expect(error?.description.hasSuffix(": " + sentence) == true)
    // The digits of another folder of chapters: missing, and never a trap.
    #expect(throws: Never.self) {
      try inFolder { folder in
        try FileManager.default.createDirectory(
          atPath: folder + "/digits", withIntermediateDirectories: true)
        let path = folder + "/digits/digits-"
        try Data(images).write(to: URL(fileURLWithPath: path + "images.idx3-ubyte"))
        try Data([0, 0, 8, 1, 0, 0, 0, 2, 0, 1]).write(
          to: URL(fileURLWithPath: path + "labels.idx1-ubyte"))
        #expect(ShippedData(folder: folder).digits == nil)
      }
    }
  }

  private func read(images: [UInt8], labels: [UInt8]) throws -> BytePictures {
    var pictures: BytePictures?
    try inFolder { folder in
      try Data(images).write(to: URL(fileURLWithPath: folder + "/images"))
      try Data(labels).write(to: URL(fileURLWithPath: folder + "/labels"))
      pictures = try readIDXPictures(images: folder + "/images", labels: folder + "/labels")
    }
    return try #require(pictures)
  }
}

@Suite struct CIFAR10Tests {
  /// As the files beside these tests have them: a label, and pixels that differ with it.
  static func record(_ label: Int) -> [UInt8] {
    [UInt8(label)] + (0..<3_072).map { UInt8($0 * (label + 1) / 97 % 256) }
  }

  @Test func `a batch is labels and pictures, byte by byte`() throws {
    let batch = try decodeCIFAR10Batch(Self.record(3) + Self.record(9))
    #expect(batch.shape == [3, 32, 32] && batch.count == 2)
    #expect(batch.labels == [3, 9] && batch.classNames[9] == "truck")
    #expect(batch.bytes == Array(Self.record(3).dropFirst() + Self.record(9).dropFirst()))
  }

  @Test func `the archive and the folder that is in it are the same`() throws {
    let archive = try readCIFAR10(path: file("cifar.tar.gz"))
    #expect(archive.training.labels == [3, 9, 0] && archive.test?.labels == [5])
    #expect(archive.training.bytes.suffix(3_072) == Self.record(0).dropFirst())
    try inFolder { folder in
      for (name, labels) in [("data_batch_1", [3, 9]), ("data_batch_2", [0]), ("test_batch", [5])] {
        try Data(labels.flatMap(Self.record)).write(
          to: URL(fileURLWithPath: "\(folder)/\(name).bin"))
      }
      #expect(try readCIFAR10(path: folder) == archive)
      try FileManager.default.removeItem(atPath: folder + "/test_batch.bin")
      #expect(try readCIFAR10(path: folder).test == nil)
    }
  }

  @Test func `records that are cut, of other classes or missing are refused`() throws {
    #expect(
      throws: InterchangeError.pictures(
        "the file has 3072 bytes; records of CIFAR-10 have 3073 each")
    ) { try decodeCIFAR10Batch(Self.record(0).dropLast()) }
    #expect(
      throws: InterchangeError.pictures("the file has 0 bytes; records of CIFAR-10 have 3073 each")
    ) { try decodeCIFAR10Batch([]) }
    #expect(
      throws: InterchangeError.pictures("the label of picture 1 is 10, but the classes are 0 to 9")
    ) { try decodeCIFAR10Batch(Self.record(0) + Self.record(10)) }
    try inFolder { folder in
      #expect(
        throws: InterchangeError.file(
          path: folder,
          .pictures("there is no data_batch_1.bin in it, as in CIFAR-10's binary version"))
      ) { try readCIFAR10(path: folder) }
      mkfifo(folder + "/data_batch_1.bin", 0o600)
      #expect(
        throws: InterchangeError.file(path: folder + "/data_batch_1.bin", .notAFile("a pipe"))
      ) { try readCIFAR10(path: folder) }
    }
  }

  @Test func `an archive cut anywhere is refused or is what came before`() throws {
    let archive = try bytes("cifar.tar.gz")
    try inFolder { folder in
      for length in stride(from: 0, to: archive.count, by: 37) {
        let path = folder + "/cut.tar.gz"
        try Data(archive[..<length]).write(to: URL(fileURLWithPath: path))
        #expect(throws: InterchangeError.self) { try readCIFAR10(path: path) }
      }
    }
  }
}
