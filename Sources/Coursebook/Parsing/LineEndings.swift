#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

extension String {
  /// The text with every line ending in "\n" alone, wherever it was written.
  ///
  /// Swift takes "\r\n" for one character, so that a search for "\n" misses it.
  var withPlainLineEndings: String {
    // A whole course is looked through when it is opened, so at the pace of memory.
    let hasReturn = utf8.withContiguousStorageIfAvailable {
      $0.baseAddress.map { memchr($0, 13, utf8.count) != nil } ?? false
    }
    guard hasReturn ?? utf8.contains(UInt8(ascii: "\r")) else { return self }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(utf8.count)
    for byte in utf8 {
      if byte == UInt8(ascii: "\n"), bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
      bytes.append(byte)
    }
    return String(
      decoding: bytes.map { $0 == UInt8(ascii: "\r") ? UInt8(ascii: "\n") : $0 }, as: UTF8.self)
  }
}
