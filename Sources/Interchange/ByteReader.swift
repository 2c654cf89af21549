/// Takes numbers and texts from bytes in memory, one after the other; never past their end.
struct ByteReader {
  var bytes: ArraySlice<UInt8>

  init(bytes: ArraySlice<UInt8>) { self.bytes = bytes }

  mutating func take(_ count: Int) throws(InterchangeError) -> ArraySlice<UInt8> {
    guard count <= bytes.count else { throw .truncated(expected: count, found: bytes.count) }
    defer { bytes = bytes.dropFirst(count) }
    return bytes.prefix(count)
  }

  /// A whole number of at most 8 bytes, the least first.
  mutating func littleEndian(_ width: Int) throws(InterchangeError) -> UInt64 {
    try take(width).reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// A whole number of at most 8 bytes, the greatest first.
  mutating func bigEndian(_ width: Int) throws(InterchangeError) -> UInt64 {
    try take(width).reduce(0) { $0 << 8 | UInt64($1) }
  }

  mutating func text(_ count: Int) throws(InterchangeError) -> String {
    String(decoding: try take(count), as: UTF8.self)
  }
}
