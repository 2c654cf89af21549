import CNNEngine

/// Reads an IDX file, the form of MNIST and of the digits that ship with the course, in the file's own shape; also one
/// that gzip made smaller.
///
/// Two zeros, a byte for the type, a byte for the number of axes, then the axes and the entries, all big-endian.
/// Bytes and whole numbers keep their values: a pixel of 255 is 255.
///
/// Source: LeCun, Cortes and Burges, *The MNIST database of handwritten digits*, file formats.
public func readIDX(path: String) throws(InterchangeError) -> Tensor {
  try naming(path) { () throws(InterchangeError) in try decodeIDX(readBytes(path: path)) }
}

/// Reads an IDX file's bytes.
public func decodeIDX(_ bytes: [UInt8]) throws(InterchangeError) -> Tensor {
  try readArrayOfIDX(bytes).tensor
}

/// Reads pictures of one byte a pixel and their labels, as MNIST and its like have them.
///
/// - Parameters:
///   - images: an IDX file of bytes, `[N, H, W]`.
///   - labels: an IDX file of bytes, `[N]`.
///   - classNames: one a class; by default the numbers up to the largest label.
/// - Returns: the pictures as they are, one channel each.
/// - Throws: `InterchangeError` where a file cannot be read, or both do not fit together.
public func readIDXPictures(
  images: String, labels: String, classNames: [String]? = nil
) throws(InterchangeError) -> BytePictures {
  let pictures = try naming(images) { () throws(InterchangeError) in
    try IDXBytes(readBytes(path: images), axes: 3)
  }
  return try naming(labels) { () throws(InterchangeError) in
    let labels = try IDXBytes(readBytes(path: labels), axes: 1).entries.map(Int.init)
    return try BytePictures(
      shape: [1, pictures.shape[1], pictures.shape[2]], bytes: pictures.entries, labels: labels,
      classNames: classNames ?? (0...(labels.max() ?? 0)).map(String.init))
  }
}

/// An IDX file's array.
func readArrayOfIDX(_ bytes: [UInt8]) throws(InterchangeError) -> ReadArray {
  let bytes = try gunzipped(bytes)
  let header = try IDXHeader(bytes)
  var source = try ByteRange(bytes).stretch(
    from: header.length, count: bytes.count - header.length)
  let entries = try header.type.entries(header.count, from: &source)
  return ReadArray(shape: header.shape, entries: entries)
}

/// Whether bytes begin as an IDX file does.
func isIDX(_ bytes: some Collection<UInt8>) -> Bool {
  bytes.starts(with: [0, 0]) && bytes.count >= 4
    && idxTypes[bytes[bytes.index(bytes.startIndex, offsetBy: 2)]] != nil
}

private let idxTypes: [UInt8: EntryType] = [
  0x08: EntryType(kind: .unsigned, width: 1, isBigEndian: true),
  0x09: EntryType(kind: .signed, width: 1, isBigEndian: true),
  0x0B: EntryType(kind: .signed, width: 2, isBigEndian: true),
  0x0C: EntryType(kind: .signed, width: 4, isBigEndian: true),
  0x0D: EntryType(kind: .float, width: 4, isBigEndian: true),
  0x0E: EntryType(kind: .float, width: 8, isBigEndian: true),
]

/// What stands before the entries; the file's length fits it.
private struct IDXHeader {
  let type: EntryType
  let shape: [Int]
  let count: Int
  /// In bytes.
  let length: Int

  init(_ bytes: [UInt8]) throws(InterchangeError) {
    guard bytes.count >= 4, bytes[0] == 0, bytes[1] == 0, bytes[3] > 0 else {
      throw .wrongFormat(expected: "an IDX file")
    }
    let rank = Int(bytes[3])
    length = 4 + 4 * rank
    guard bytes.count >= length else { throw .truncated(expected: length, found: bytes.count) }
    var reader = ByteReader(bytes: bytes[4...])
    var shape: [Int] = []
    for _ in 0..<rank { shape.append(Int(try reader.bigEndian(4))) }
    self.shape = shape
    count = try entryCount(shape)
    guard let type = idxTypes[bytes[2]] else {
      throw .type("\(bytes[2])", cure: "IDX knows 8, 9, 11, 12, 13 and 14")
    }
    self.type = type
    try checkLength(expected: length + count * type.width, found: bytes.count)
  }
}

/// An IDX file of bytes, as they are.
private struct IDXBytes {
  let shape: [Int]
  let entries: [UInt8]

  init(_ bytes: [UInt8], axes: Int) throws(InterchangeError) {
    let bytes = try gunzipped(bytes)
    let header = try IDXHeader(bytes)
    guard header.type == idxTypes[0x08] else {
      throw .type("\(bytes[2])", cure: "pictures and labels have type 8, bytes")
    }
    guard header.shape.count == axes else {
      let rule = axes == 1 ? "labels have one axis" : "pictures have three axes"
      throw .pictures("\(rule), but the shape is \(echoed("\(header.shape)"))")
    }
    shape = header.shape
    entries = Array(bytes[header.length...])
  }
}
