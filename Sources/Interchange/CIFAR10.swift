/// CIFAR-10: the pictures to train on and those to test with, `[3, 32, 32]` each.
public struct CIFAR10: Equatable, Sendable {
  public let training: BytePictures
  /// `nil` where there is no `test_batch.bin`.
  public let test: BytePictures?

  /// The classes in the order of their numbers.
  public static let classNames = [
    "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck",
  ]
}

/// Reads CIFAR-10's binary version: the archive `cifar-10-binary.tar.gz` as it is, or the folder that is in it.
///
/// Files are known by their names alone: `data_batch_1.bin` to `data_batch_9.bin`, in this order, and `test_batch.bin`.
///
/// - Throws: `InterchangeError` where a file cannot be read, or there is none to train on.
///
/// Source: A. Krizhevsky, *Learning Multiple Layers of Features from Tiny Images*, 2009; "Binary version" of its page.
public func readCIFAR10(path: String) throws(InterchangeError) -> CIFAR10 {
  let names = batchNames + [testName]
  var files: [String: [UInt8]] = [:]
  if isFolder(path) {
    for name in names {
      let path = path + "/" + name
      guard isThere(path) else { continue }
      files[name] = try naming(path) { () throws(InterchangeError) in try readBytes(path: path) }
    }
  } else {
    files = try naming(path) { () throws(InterchangeError) in
      try filesOfTar(
        ByteRange(OpenFile(path: path)), named: Set(names),
        most: (file: mostRecords * recordSize, archive: largestFile))
    }
  }
  return try naming(path) { () throws(InterchangeError) in
    let batches = batchNames.compactMap { name in files[name].map { (name, $0) } }
    guard !batches.isEmpty else {
      throw .pictures("there is no data_batch_1.bin in it, as in CIFAR-10's binary version")
    }
    return CIFAR10(
      training: try pictures(of: batches),
      test: try files[testName].map { (bytes) throws(InterchangeError) in
        try pictures(of: [(testName, bytes)])
      })
  }
}

/// Reads one file of CIFAR-10's binary version.
public func readCIFAR10Batch(path: String) throws(InterchangeError) -> BytePictures {
  try naming(path) { () throws(InterchangeError) in try decodeCIFAR10Batch(readBytes(path: path)) }
}

/// Reads records of 3,073 bytes: the label, then 32 rows of 32 pixels of red, of green, of blue.
public func decodeCIFAR10Batch(_ bytes: [UInt8]) throws(InterchangeError) -> BytePictures {
  try pictures(of: [("the file", bytes)])
}

/// The pictures of several files, one after the other.
private func pictures(
  of batches: [(name: String, bytes: [UInt8])]
) throws(InterchangeError) -> BytePictures {
  var (pixels, labels) = ([UInt8](), [Int]())
  pixels.reserveCapacity(batches.reduce(0) { $0 + $1.bytes.count })
  for (name, bytes) in batches {
    guard !bytes.isEmpty, bytes.count.isMultiple(of: recordSize) else {
      throw .pictures(
        "\(name) has \(bytes.count) bytes; records of CIFAR-10 have \(recordSize) each")
    }
    for start in stride(from: 0, to: bytes.count, by: recordSize) {
      labels.append(Int(bytes[start]))
      pixels += bytes[(start + 1)..<(start + recordSize)]
    }
  }
  return try BytePictures(
    shape: [3, 32, 32], bytes: pixels, labels: labels, classNames: CIFAR10.classNames)
}

private let recordSize = 1 + 3 * 32 * 32
private let mostRecords = 60_000
private let batchNames = (1...9).map { "data_batch_\($0).bin" }
private let testName = "test_batch.bin"
