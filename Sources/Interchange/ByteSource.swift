/// Bytes that come one after the other, whose number is known or promised.
protocol ByteSource {
  /// How many are still to come.
  var left: Int { get }

  /// Fills a buffer; fewer bytes than it has room for only at the end.
  mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(InterchangeError) -> Int
}

extension ByteSource {
  /// The next bytes, which something before them promised.
  mutating func next(_ count: Int) throws(InterchangeError) -> [UInt8] {
    guard count <= left else { throw .truncated(expected: count, found: left) }
    var bytes = [UInt8](repeating: 0, count: count)
    let found = try bytes.fill { (buffer) throws(InterchangeError) in
      try read(into: buffer)
    }
    guard found == count else { throw .truncated(expected: count, found: found) }
    return bytes
  }
}

/// A stretch of a file, or of bytes in memory.
struct ByteRange: ByteSource {
  private enum Storage {
    case file(OpenFile)
    case memory([UInt8])
  }

  private let storage: Storage
  private(set) var start: Int
  private let end: Int

  /// All of a file, of which only what is asked for is read.
  init(_ file: OpenFile) { (storage, start, end) = (.file(file), 0, file.size) }

  init(_ bytes: [UInt8]) { (storage, start, end) = (.memory(bytes), 0, bytes.count) }

  private init(_ storage: Storage, start: Int, end: Int) {
    (self.storage, self.start, self.end) = (storage, start, end)
  }

  var left: Int { end - start }

  /// A stretch of this one, counted from its start.
  func stretch(from offset: Int, count: Int) throws(InterchangeError) -> ByteRange {
    guard offset >= 0, count >= 0, offset <= left, count <= left - offset else {
      throw .damaged("it points beyond its own end")
    }
    return ByteRange(storage, start: start + offset, end: start + offset + count)
  }

  mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(InterchangeError) -> Int {
    let wanted = min(buffer.count, left)
    guard wanted > 0 else { return 0 }
    let target = UnsafeMutableRawBufferPointer(rebasing: buffer[..<wanted])
    let count: Int
    switch storage {
    case .file(let file): count = try file.read(at: start, into: target)
    case .memory(let bytes):
      bytes.withUnsafeBytes { target.copyMemory(from: .init(rebasing: $0[start..<start + wanted])) }
      count = wanted
    }
    start += count
    return count
  }
}
