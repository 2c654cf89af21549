import CNNEngine

/// The types of entries that NumPy files are written with.
public enum NPYType: String, CaseIterable, Sendable {
  case float32 = "<f4"
  case float64 = "<f8"

  fileprivate var width: Int { self == .float32 ? 4 : 8 }
}

/// Reads an array that `numpy.save` wrote: of truth values, whole numbers or floats of any width, in either byte order,
/// row by row or column by column.
///
/// Entries become the nearest `Float`; `readArray` says how many whole numbers had none of their own.
///
/// Source: NumPy, *NEP 1: a simple file format for NumPy arrays*, versions 1.0, 2.0 and 3.0.
public func readNPY(path: String) throws(InterchangeError) -> Tensor {
  try naming(path) { () throws(InterchangeError) in
    var source = ByteRange(try OpenFile(path: path))
    return try decodeNPY(&source).tensor
  }
}

/// Writes an array that `numpy.load` reads; a file that was there stays until the new one is whole.
public func writeNPY(
  _ tensor: Tensor, path: String, type: NPYType = .float32
) throws(InterchangeError) {
  try naming(path) { () throws(InterchangeError) in
    try replaceFile(path, with: encodeNPY(tensor, type: type))
  }
}

/// Reads a NumPy file's bytes.
public func decodeNPY(_ bytes: [UInt8]) throws(InterchangeError) -> Tensor {
  var source = ByteRange(bytes)
  return try decodeNPY(&source).tensor
}

/// Reads a NumPy file that ends where its source does.
func decodeNPY<Source: ByteSource>(_ source: inout Source) throws(InterchangeError) -> ReadArray {
  let length = source.left
  let first = try source.next(min(magic.count, length))
  guard isNPY(first) else { throw .wrongFormat(expected: "a NumPy file") }
  let version = try source.next(2)[0]
  guard (1...3).contains(version) else { throw .header("version \(version) is unknown") }
  let lengthBytes = try source.next(version == 1 ? 2 : 4)
  var reader = ByteReader(bytes: lengthBytes[...])
  let headerLength = Int(try reader.littleEndian(lengthBytes.count))
  guard headerLength <= mostHeaderBytes else {
    throw .header("it has \(headerLength) bytes, where at most \(mostHeaderBytes) are read")
  }
  var parser = NPYHeaderParser(try source.next(headerLength)[...])
  let header = try parser.parse()
  let type = try EntryType(header.type)
  let count = try entryCount(header.shape)
  let start = length - source.left
  try checkLength(expected: start + count * type.width, found: length)
  var entries = try type.entries(count, from: &source)
  if header.isFortranOrder {
    entries.scalars = rowByRow(entries.scalars, shape: header.shape)
  }
  return ReadArray(shape: header.shape, entries: entries)
}

/// Whether bytes begin as a NumPy file does.
func isNPY(_ bytes: [UInt8]) -> Bool { bytes.starts(with: magic) }

/// A NumPy file's bytes, version 1.0; the entries start at a multiple of 64.
public func encodeNPY(_ tensor: Tensor, type: NPYType = .float32) -> [UInt8] {
  let axes = tensor.shape.map { "\($0)," }.joined(separator: " ")
  let shape = tensor.rank == 1 ? axes : String(axes.dropLast())
  let text = "{'descr': '\(type.rawValue)', 'fortran_order': False, 'shape': (\(shape)), }"
  let padding = 63 - (10 + text.utf8.count) % 64
  let header = Array(text.utf8) + Array(repeating: UInt8(ascii: " "), count: padding) + [0x0A]
  var bytes = magic + [1, 0, UInt8(header.count & 0xFF), UInt8(header.count >> 8)] + header
  bytes.reserveCapacity(bytes.count + tensor.count * type.width)
  for entry in tensor.scalars {
    switch type {
    case .float32:
      withUnsafeBytes(of: entry.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
    case .float64:
      withUnsafeBytes(of: Double(entry).bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
    }
  }
  return bytes
}

private let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)

/// Far more than a shape and a type need.
private let mostHeaderBytes = 1 << 16

extension EntryType {
  /// A type by NumPy's name for it, such as `<f4`: byte order, kind, bytes.
  fileprivate init(_ name: String) throws(InterchangeError) {
    let kinds: [Character: (kind: Kind, widths: [Int])] = [
      "b": (.boolean, [1]), "i": (.signed, [1, 2, 4, 8]), "u": (.unsigned, [1, 2, 4, 8]),
      "f": (.float, [2, 4, 8]),
    ]
    let signs = Array(name)
    guard signs.count == 3, let (kind, widths) = kinds[signs[1]],
      let width = signs[2].wholeNumberValue, widths.contains(width),
      "<>".contains(signs[0]) || signs[0] == "|" && width == 1
    else { throw .type("'\(name)'", cure: Self.cure(kind: signs.first { $0.isLetter })) }
    self.init(kind: kind, width: width, isBigEndian: signs[0] == ">")
  }
}

extension EntryType {
  /// What to save in place of entries that are no numbers, or none that are read, by NumPy's letter for their kind.
  fileprivate static func cure(kind: Character?) -> String {
    switch kind {
    case "O":
      "save numbers: numpy.array([list(row) for row in array], dtype='float32'), all rows of one length"
    case "c": "save array.real and array.imag"
    case "S", "U", "a", "V": "save numbers, such as the index of each text in a list"
    case "M", "m": "save array.astype('int64')"
    default: "save array.astype('float32')"
    }
  }
}

/// Entries that lie column by column, the first axis varying fastest, as they lie row by row.
private func rowByRow(_ entries: [Float], shape: [Int]) -> [Float] {
  guard !entries.isEmpty, shape.count > 1 else { return entries }
  var strides = [Int](repeating: 1, count: shape.count)
  for axis in (1..<shape.count).reversed() { strides[axis - 1] = strides[axis] * shape[axis] }
  var result = entries
  var (index, place) = ([Int](repeating: 0, count: shape.count), 0)
  for entry in entries {
    result[place] = entry
    var axis = 0
    // As on an odometer, the first axis turns with every entry.
    while axis < shape.count {
      index[axis] += 1
      place += strides[axis]
      if index[axis] < shape[axis] { break }
      place -= shape[axis] * strides[axis]
      index[axis] = 0
      axis += 1
    }
  }
  return result
}
