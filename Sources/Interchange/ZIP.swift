import CZlib

/// A zip archive's table of contents.
///
/// Sizes and places are taken from the table at the archive's end alone: what stands before each file may be wrong
/// where the archive was written without going back. Archives beyond 4 GiB, or written as if they might be (zip64, as
/// NumPy does), have some numbers twice as wide in a field of their own.
///
/// Source: PKWARE, *.ZIP file format specification*, version 6.3.10, sections 4.3 to 4.5.
struct ZIPArchive {
  struct Member {
    var name: String
    var method: UInt64
    var isEncrypted: Bool
    var checksum: UInt64
    var storedSize: UInt64
    var size: UInt64
    /// Where its own header begins.
    var place: UInt64
  }

  let members: [Member]
  private let archive: ByteRange

  init(_ archive: ByteRange) throws(InterchangeError) {
    self.archive = archive
    let table = try Self.table(of: archive)
    var reader = ByteReader(
      bytes: try Self.bytes(archive, from: table.place, count: table.size)[...])
    var members: [Member] = []
    while !reader.bytes.isEmpty { members.append(try Member(&reader)) }
    self.members = members
  }

  /// What a member holds.
  func contents(of member: Member) throws(InterchangeError) -> ZIPMember {
    guard !member.isEncrypted else { throw .notRead("an encrypted archive", cure: "decrypt it") }
    guard member.method == 0 || member.method == 8 else {
      throw .notRead(
        "compression of kind \(member.method) in a zip archive",
        cure: "save with numpy.savez or numpy.savez_compressed")
    }
    let header = try Self.bytes(archive, from: member.place, count: 30)
    guard header.starts(with: localSign) else { throw .damaged("its table points at no file") }
    var reader = ByteReader(bytes: header[26...])
    let before = 30 + Int(try reader.littleEndian(2)) + Int(try reader.littleEndian(2))
    let stored = try archive.stretch(
      from: try index(member.place) + before, count: try index(member.storedSize))
    return try ZIPMember(
      stored, size: try index(member.size), isDeflated: member.method == 8,
      checksum: member.checksum)
  }

  /// Where the table of contents lies.
  private static func table(
    of archive: ByteRange
  ) throws(InterchangeError) -> (place: UInt64, size: UInt64) {
    let tailStart = max(0, archive.left - 22 - 0xFFFF)
    let tail = try bytes(archive, from: UInt64(tailStart), count: UInt64(archive.left - tailStart))
    // The record at the end closes with a comment of any length: it is the one whose comment reaches the end.
    for start in stride(from: tail.count - 22, through: 0, by: -1)
    where tail[start...].starts(with: endSign) {
      var reader = ByteReader(bytes: tail[(start + 12)...])
      let (size, place) = (try reader.littleEndian(4), try reader.littleEndian(4))
      guard try reader.littleEndian(2) == reader.bytes.count else { continue }
      guard size == 0xFFFF_FFFF || place == 0xFFFF_FFFF else { return (place, size) }
      return try wideTable(of: archive, before: tailStart + start)
    }
    throw .damaged("it has no table of contents; was it cut?")
  }

  /// The same from the record of twice the width, which a locator of 20 bytes points at.
  private static func wideTable(
    of archive: ByteRange, before end: Int
  ) throws(InterchangeError) -> (place: UInt64, size: UInt64) {
    guard end >= 20 else { throw .damaged("its table of contents is not where it says") }
    var locator = ByteReader(bytes: try bytes(archive, from: UInt64(end - 20), count: 20)[8...])
    let record = try bytes(archive, from: try locator.littleEndian(8), count: 56)
    guard record.starts(with: wideEndSign) else {
      throw .damaged("its table of contents is not where it says")
    }
    var reader = ByteReader(bytes: record[40...])
    let size = try reader.littleEndian(8)
    return (try reader.littleEndian(8), size)
  }

  private static func bytes(
    _ archive: ByteRange, from place: UInt64, count: UInt64
  ) throws(InterchangeError) -> [UInt8] {
    guard count <= mostTableBytes else {
      throw .tooLarge("the archive's table of contents", most: Int(mostTableBytes))
    }
    var stretch = try archive.stretch(from: try index(place), count: Int(count))
    return try stretch.next(Int(count))
  }
}

private let (localSign, tableSign) = (Array("PK\u{3}\u{4}".utf8), Array("PK\u{1}\u{2}".utf8))
private let (endSign, wideEndSign) = (Array("PK\u{5}\u{6}".utf8), Array("PK\u{6}\u{6}".utf8))

/// Room for more than 100,000 files.
private let mostTableBytes: UInt64 = 16 << 20

/// Whether bytes begin as a zip archive does.
func isZIP(_ bytes: [UInt8]) -> Bool {
  bytes.starts(with: localSign) || bytes.starts(with: endSign)
}

/// A place or size as it is used here; what no file can have is refused.
private func index(_ number: UInt64) throws(InterchangeError) -> Int {
  guard number < 1 << 48 else { throw .damaged("it points beyond its own end") }
  return Int(number)
}

extension ZIPArchive.Member {
  /// Reads a row of the table.
  init(_ reader: inout ByteReader) throws(InterchangeError) {
    guard try reader.take(4).elementsEqual(tableSign) else {
      throw .damaged("its table of contents makes no sense")
    }
    _ = try reader.take(4)
    let flags = try reader.littleEndian(2)
    method = try reader.littleEndian(2)
    _ = try reader.take(4)
    checksum = try reader.littleEndian(4)
    storedSize = try reader.littleEndian(4)
    size = try reader.littleEndian(4)
    let nameLength = Int(try reader.littleEndian(2))
    let extraLength = Int(try reader.littleEndian(2))
    let commentLength = Int(try reader.littleEndian(2))
    _ = try reader.take(8)
    place = try reader.littleEndian(4)
    isEncrypted = flags & 1 != 0
    name = try reader.text(nameLength)
    var extra = ByteReader(bytes: try reader.take(extraLength))
    _ = try reader.take(commentLength)
    // Tools pad here with a few bytes that are no field.
    while extra.bytes.count >= 4 {
      let kind = try extra.littleEndian(2)
      var field = ByteReader(bytes: try extra.take(Int(try extra.littleEndian(2))))
      guard kind == 1 else { continue }
      // Only those that did not fit, in this order.
      if size == 0xFFFF_FFFF { size = try field.littleEndian(8) }
      if storedSize == 0xFFFF_FFFF { storedSize = try field.littleEndian(8) }
      if place == 0xFFFF_FFFF { place = try field.littleEndian(8) }
    }
  }
}

/// A file in a zip archive, from front to back: exactly as many bytes as the table promises, with the right checksum.
struct ZIPMember: ByteSource {
  private enum Storage {
    case stored(ByteRange)
    case deflated(Inflation)
  }

  private var storage: Storage
  private(set) var left: Int
  private let checksum: UInt64
  private var sum: UInt = 0

  init(
    _ stored: ByteRange, size: Int, isDeflated: Bool, checksum: UInt64
  ) throws(InterchangeError) {
    // Held to before anything of that size is asked for.
    guard isDeflated ? size / Inflation.mostGrowth <= stored.left : size == stored.left else {
      throw .damaged("it promises \(size) bytes from \(stored.left)")
    }
    storage = isDeflated ? .deflated(try Inflation(stored, wrapping: .none)) : .stored(stored)
    left = size
    self.checksum = checksum
  }

  mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(InterchangeError) -> Int {
    let wanted = min(buffer.count, left)
    guard wanted > 0 else { return 0 }
    let target = UnsafeMutableRawBufferPointer(rebasing: buffer[..<wanted])
    let count: Int
    switch storage {
    case .stored(var range):
      count = try range.read(into: target)
      storage = .stored(range)
    case .deflated(let inflation): count = try inflation.read(into: target)
    }
    guard count == wanted else { throw .damaged("it holds fewer bytes than it promises") }
    sum = checksumOfZIP(UnsafeRawBufferPointer(target), after: sum)
    left -= count
    if left == 0 { try checkEnd() }
    return count
  }

  private func checkEnd() throws(InterchangeError) {
    if case .deflated(let inflation) = storage {
      var more: [UInt8] = [0]
      let count = try more.fill { (buffer) throws(InterchangeError) in
        try inflation.read(into: buffer)
      }
      guard count == 0 else { throw .damaged("it holds more bytes than it promises") }
    }
    guard sum == checksum else { throw .damaged("a checksum does not fit") }
  }
}

/// CRC-32, going on from the bytes before.
private func checksumOfZIP(_ bytes: UnsafeRawBufferPointer, after sum: UInt = 0) -> UInt {
  var (sum, rest) = (sum, bytes[...])
  while !rest.isEmpty {
    let piece = UnsafeRawBufferPointer(rebasing: rest.prefix(1 << 30))
    sum = crc32(sum, piece.baseAddress?.assumingMemoryBound(to: UInt8.self), UInt32(piece.count))
    rest = rest.dropFirst(piece.count)
  }
  return sum
}

// MARK: - Writing

/// A zip archive of files that are stored as they are, each dated 1980: the same files give the same bytes.
///
/// - Throws: `InterchangeError` beyond 4 GiB, which would need numbers of twice the width.
func encodeZIP(_ files: [(name: String, bytes: [UInt8])]) throws(InterchangeError) -> [UInt8] {
  var archive: [UInt8] = []
  var table: [UInt8] = []
  for (name, bytes) in files {
    let name = Array(name.utf8)
    let most = Int(UInt32.max)
    guard archive.count + bytes.count < most, name.count <= 0xFFFF, files.count < 0xFFFF else {
      throw .tooLarge("the archive", most: most)
    }
    let sum = bytes.withUnsafeBytes { Int(checksumOfZIP($0)) }
    // Version 2.0, names in UTF-8, stored; midnight, the 1st of January 1980.
    let common =
      [20, 0x0800, 0, 0, 0x21].flatMap { littleEndian($0, 2) }
      + [sum, bytes.count, bytes.count].flatMap { littleEndian($0, 4) }
      + [name.count, 0].flatMap { littleEndian($0, 2) }
    table += tableSign + littleEndian(20, 2) + common
    table += [UInt8](repeating: 0, count: 10) + littleEndian(archive.count, 4) + name
    archive += localSign + common + name
    archive += bytes
  }
  let count = littleEndian(files.count, 2)
  return archive + table + endSign + [0, 0, 0, 0] + count + count + littleEndian(table.count, 4)
    + littleEndian(archive.count, 4) + [0, 0]
}

private func littleEndian(_ number: Int, _ width: Int) -> [UInt8] {
  (0..<width).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
}
