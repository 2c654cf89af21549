import CNNEngine

/// Reads an IDX file, the form of MNIST and of the digits that ship with the course, in the file's own shape.
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
  guard bytes.count >= 4, bytes[0] == 0, bytes[1] == 0, bytes[3] > 0 else {
    throw .wrongFormat(expected: "an IDX file")
  }
  let rank = Int(bytes[3])
  let start = 4 + 4 * rank
  guard bytes.count >= start else { throw .truncated(expected: start, found: bytes.count) }
  let shape = (0..<rank).map { Int(bigEndian(bytes, at: 4 + 4 * $0, width: 4)) }
  let count = try entryCount(shape)
  func entries(
    width: Int, _ read: (UInt64) -> Float
  ) throws(InterchangeError) -> [Float] {
    try checkLength(expected: start + count * width, found: bytes.count)
    return (0..<count).map { read(bigEndian(bytes, at: start + $0 * width, width: width)) }
  }
  let scalars: [Float] =
    switch bytes[2] {
    case 0x08: try entries(width: 1) { Float($0) }
    case 0x09: try entries(width: 1) { Float(Int8(truncatingIfNeeded: $0)) }
    case 0x0B: try entries(width: 2) { Float(Int16(truncatingIfNeeded: $0)) }
    case 0x0C: try entries(width: 4) { Float(Int32(truncatingIfNeeded: $0)) }
    case 0x0D: try entries(width: 4) { Float(bitPattern: UInt32($0)) }
    case 0x0E: try entries(width: 8) { Float(Double(bitPattern: $0)) }
    default: throw .type("\(bytes[2])", cure: "IDX knows 8, 9, 11, 12, 13 and 14")
    }
  return Tensor(shape: shape, scalars: scalars)
}

private func bigEndian(_ bytes: [UInt8], at start: Int, width: Int) -> UInt64 {
  var value: UInt64 = 0
  for i in start..<start + width { value = value << 8 | UInt64(bytes[i]) }
  return value
}
