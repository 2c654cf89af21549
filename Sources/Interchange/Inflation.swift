import CZlib

/// What deflated bytes were before: zlib, in pieces as large as somebody asks for.
///
/// Source: RFC 1951 (deflate), RFC 1952 (gzip).
final class Inflation {
  /// What stands around the deflated bytes.
  enum Wrapping: Int32 {
    /// Nothing, as in a zip archive.
    case none = -15
    /// A gzip header and a checksum, which is held to.
    case gzip = 31
  }

  /// No stream of deflated bytes grows more than this many times.
  static let mostGrowth = 1_032

  private var input: ByteRange
  private var chunk = [UInt8](repeating: 0, count: 1 << 15)
  private var waiting = 0..<0
  private let wrapping: Wrapping
  /// zlib keeps the address, so that it must not change.
  private let stream: UnsafeMutablePointer<z_stream>
  /// Whether the last byte was given.
  private(set) var isAtEnd = false

  init(_ input: ByteRange, wrapping: Wrapping) throws(InterchangeError) {
    self.input = input
    self.wrapping = wrapping
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    let status = inflateInit2_(
      stream, wrapping.rawValue, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    guard status == Z_OK else { throw .system("there is no memory for zlib") }
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
  }

  /// Fills a buffer; fewer bytes than it has room for only at the end.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(InterchangeError) -> Int {
    var count = 0
    while count < buffer.count, !isAtEnd { count += try step(into: buffer, at: count) }
    return count
  }

  /// All bytes.
  ///
  /// - Parameters:
  ///   - what: their name in the error.
  ///   - most: how many there may be.
  /// - Returns: what was deflated.
  /// - Throws: `InterchangeError` where they make no sense, or are more.
  func all(_ what: String, most: Int) throws(InterchangeError) -> [UInt8] {
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    while !isAtEnd {
      let count = try piece.fill { (buffer) throws(InterchangeError) in
        try read(into: buffer)
      }
      guard bytes.count + count <= most else { throw .tooLarge(what, most: most) }
      bytes += piece[..<count]
    }
    return bytes
  }

  /// One call of zlib.
  private func step(
    into buffer: UnsafeMutableRawBufferPointer, at offset: Int
  ) throws(InterchangeError) -> Int {
    if waiting.isEmpty {
      let count = try chunk.fill { (buffer) throws(InterchangeError) in
        try input.read(into: buffer)
      }
      waiting = 0..<count
    }
    let room = min(buffer.count - offset, Int(UInt32.max))
    let status = chunk.withUnsafeMutableBufferPointer { chunk in
      stream.pointee.next_in = chunk.baseAddress.map { $0 + waiting.lowerBound }
      stream.pointee.avail_in = UInt32(waiting.count)
      stream.pointee.next_out = buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
        .advanced(by: offset)
      stream.pointee.avail_out = UInt32(room)
      return inflate(stream, Z_NO_FLUSH)
    }
    waiting = waiting.upperBound - Int(stream.pointee.avail_in)..<waiting.upperBound
    let count = room - Int(stream.pointee.avail_out)
    switch status {
    case Z_OK: break
    case Z_STREAM_END: try goOn()
    case Z_BUF_ERROR: throw .damaged("its compressed bytes end too early")
    default: throw .damaged("its compressed bytes make no sense")
    }
    return count
  }

  /// After a stream's end: gzip files may hold several, which count as one.
  private func goOn() throws(InterchangeError) {
    let goesOn = wrapping == .gzip && (!waiting.isEmpty || input.left > 0)
    if goesOn { inflateReset(stream) } else { isAtEnd = true }
  }
}

/// The bytes themselves, or what they were before gzip.
func gunzipped(_ bytes: [UInt8]) throws(InterchangeError) -> [UInt8] {
  guard bytes.starts(with: [0x1F, 0x8B]) else { return bytes }
  return try Inflation(ByteRange(bytes), wrapping: .gzip)
    .all("what was compressed", most: largestFile)
}
