/// Takes files out of a gzipped tar archive by their exact names, and writes nothing: paths that lead elsewhere, links
/// and devices have nowhere to go.
///
/// Source: POSIX.1-1988, ustar interchange format.
///
/// - Parameters:
///   - archive: the archive.
///   - names: the last part of each path that is wanted.
///   - most: how many bytes one of them, and how many all that stands in the archive, may have.
/// - Returns: the files that were there.
/// - Throws: `InterchangeError` where the archive cannot be read, or is larger than that.
func filesOfTar(
  _ archive: ByteRange, named names: Set<String>, most: (file: Int, archive: Int)
) throws(InterchangeError) -> [String: [UInt8]] {
  let stream = try Inflation(archive, wrapping: .gzip)
  var files: [String: [UInt8]] = [:]
  var total = 0
  var block = [UInt8](repeating: 0, count: 512)
  while try stream.fill(&block), block.contains(where: { $0 != 0 }) {
    let header = try TarHeader(block)
    total += header.size
    guard total <= most.archive else { throw .tooLarge("what was compressed", most: most.archive) }
    let isWanted = header.isFile && names.contains(header.name)
    if isWanted {
      guard header.size <= most.file else { throw .tooLarge(header.name, most: most.file) }
      guard files[header.name] == nil else { throw .damaged("'\(header.name)' stands twice") }
    }
    // Files end in zeros, up to the next 512 bytes.
    let bytes = try stream.next(
      header.size, padding: (512 - header.size % 512) % 512, isKept: isWanted)
    if isWanted { files[header.name] = bytes }
  }
  return files
}

extension Inflation {
  /// Fills a block; `false` where the stream ended before it.
  fileprivate func fill(_ block: inout [UInt8]) throws(InterchangeError) -> Bool {
    let wanted = block.count
    return try block.fill { (buffer) throws(InterchangeError) in
      try read(into: buffer)
    } == wanted
  }

  /// The next bytes, or as many that nobody wants; in pieces, so that a wrong number asks for no memory.
  fileprivate func next(
    _ count: Int, padding: Int, isKept: Bool
  ) throws(InterchangeError) -> [UInt8] {
    var (bytes, done) = ([UInt8](), 0)
    while done < count + padding {
      var piece = [UInt8](repeating: 0, count: min(1 << 20, count + padding - done))
      guard try fill(&piece) else { throw .truncated(expected: count, found: done) }
      if isKept { bytes += piece.prefix(count - done) }
      done += piece.count
    }
    return bytes
  }
}

/// What stands before each file.
private struct TarHeader {
  /// The last part of its path.
  let name: String
  let size: Int
  let isFile: Bool

  init(_ block: [UInt8]) throws(InterchangeError) {
    // The sum counts its own eight bytes as blanks.
    let sum = block.reduce(0) { $0 + Int($1) } - block[148..<156].reduce(0) { $0 + Int($1) } + 256
    guard octal(block[148..<156]) == sum else {
      throw .wrongFormat(expected: "a tar archive under gzip, or it is damaged")
    }
    guard let size = octal(block[124..<136]) else { throw .damaged("a file's size makes no sense") }
    self.size = size
    isFile = block[156] == 0 || block[156] == UInt8(ascii: "0")
    let path = block[..<100].prefix { $0 != 0 }
    name = String(decoding: path.split(separator: UInt8(ascii: "/")).last ?? [], as: UTF8.self)
  }
}

/// A number in octal digits with blanks or zeros around it.
private func octal(_ field: ArraySlice<UInt8>) -> Int? {
  let digits = field.drop { $0 == 0x20 }.prefix { $0 != 0x20 && $0 != 0 }
  return digits.count <= 12 ? Int(String(decoding: digits, as: UTF8.self), radix: 8) : nil
}
