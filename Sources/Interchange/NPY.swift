import CNNEngine

/// The types of entries that NumPy files are read and written with.
public enum NPYType: String, CaseIterable, Sendable {
  case float32 = "<f4"
  case float64 = "<f8"

  fileprivate var width: Int { self == .float32 ? 4 : 8 }
}

/// Reads an array that `numpy.save` wrote: float32 or float64, little-endian, in C order.
///
/// Entries of float64 are rounded to the nearest `Float`.
///
/// Source: NumPy, *NEP 1: a simple file format for NumPy arrays*, versions 1.0, 2.0 and 3.0.
public func readNPY(path: String) throws(InterchangeError) -> Tensor {
  try naming(path) { () throws(InterchangeError) in try decodeNPY(readBytes(path: path)) }
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
  guard bytes.starts(with: magic) else { throw .wrongFormat(expected: "a NumPy file") }
  guard bytes.count >= 10 else { throw .truncated(expected: 10, found: bytes.count) }
  guard (1...3).contains(bytes[6]) else { throw .header("version \(bytes[6]) is unknown") }
  let lengthBytes = bytes[6] == 1 ? 2 : 4
  let textStart = 8 + lengthBytes
  guard bytes.count >= textStart else { throw .truncated(expected: textStart, found: bytes.count) }
  let start = textStart + Int(littleEndian(bytes, at: 8, width: lengthBytes))
  guard bytes.count >= start else { throw .truncated(expected: start, found: bytes.count) }
  var parser = NPYHeaderParser(bytes[textStart..<start])
  let header = try parser.parse()
  guard let type = NPYType(rawValue: header.type) else {
    throw .type("'\(header.type)'", cure: "save array.astype('float32')")
  }
  guard !header.isFortranOrder else { throw .fortranOrder }
  let count = try entryCount(header.shape)
  try checkLength(expected: start + count * type.width, found: bytes.count)
  let scalars = (0..<count).map { i in
    let bits = littleEndian(bytes, at: start + i * type.width, width: type.width)
    return type == .float32 ? Float(bitPattern: UInt32(bits)) : Float(Double(bitPattern: bits))
  }
  return Tensor(shape: header.shape, scalars: scalars)
}

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
    let bits = type == .float32 ? UInt64(entry.bitPattern) : Double(entry).bitPattern
    for i in 0..<type.width { bytes.append(UInt8(truncatingIfNeeded: bits >> (8 * UInt64(i)))) }
  }
  return bytes
}

private let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)

private func littleEndian(_ bytes: [UInt8], at start: Int, width: Int) -> UInt64 {
  var value: UInt64 = 0
  for i in (start..<start + width).reversed() { value = value << 8 | UInt64(bytes[i]) }
  return value
}
