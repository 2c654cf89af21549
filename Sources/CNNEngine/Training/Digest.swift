/// XXH64 of some bytes: tells one content from another, as fast as they come from memory; nobody is kept out by it.
///
/// Source: Yann Collet, *xxHash fast digest algorithm*, specification 0.1.1, with the seed 0.
func digest(of bytes: UnsafeRawBufferPointer) -> UInt64 {
  var digest = XXH64()
  let lanesEnd = bytes.count / 32 * 32
  func word(_ at: Int) -> UInt64 {
    UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self))
  }
  for at in stride(from: 0, to: lanesEnd, by: 32) {
    digest.take(word(at), word(at + 8), word(at + 16), word(at + 24))
  }
  var hash = digest.merged(count: bytes.count)
  var at = lanesEnd
  while at + 8 <= bytes.count {
    hash = (hash ^ XXH64.round(0, word(at))).rotated(27) &* XXH64.prime1 &+ XXH64.prime4
    at += 8
  }
  if at + 4 <= bytes.count {
    let half = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: at, as: UInt32.self))
    hash =
      (hash ^ UInt64(half) &* XXH64.prime1).rotated(23) &* XXH64.prime2 &+ XXH64.prime3
    at += 4
  }
  while at < bytes.count {
    hash = (hash ^ UInt64(bytes[at]) &* XXH64.prime5).rotated(11) &* XXH64.prime1
    at += 1
  }
  hash = (hash ^ hash >> 33) &* XXH64.prime2
  hash = (hash ^ hash >> 29) &* XXH64.prime3
  return hash ^ hash >> 32
}

/// The same of numbers, as they lie in memory.
func digest(of words: [UInt64]) -> UInt64 { words.withUnsafeBytes { digest(of: $0) } }

private struct XXH64 {
  static let prime1: UInt64 = 0x9E37_79B1_85EB_CA87
  static let prime2: UInt64 = 0xC2B2_AE3D_27D4_EB4F
  static let prime3: UInt64 = 0x1656_67B1_9E37_79F9
  static let prime4: UInt64 = 0x85EB_CA77_C2B2_AE63
  static let prime5: UInt64 = 0x27D4_EB2F_1656_67C5

  private var (a, b, c, d) = (
    prime1 &+ prime2, prime2, UInt64(0), 0 &- prime1
  )

  @inline(__always)
  static func round(_ lane: UInt64, _ word: UInt64) -> UInt64 {
    (lane &+ word &* prime2).rotated(31) &* prime1
  }

  @inline(__always)
  mutating func take(_ first: UInt64, _ second: UInt64, _ third: UInt64, _ fourth: UInt64) {
    a = Self.round(a, first)
    b = Self.round(b, second)
    c = Self.round(c, third)
    d = Self.round(d, fourth)
  }

  /// The four lanes in one, and the number of bytes.
  func merged(count: Int) -> UInt64 {
    guard count >= 32 else { return Self.prime5 &+ UInt64(count) }
    var hash = a.rotated(1) &+ b.rotated(7) &+ c.rotated(12) &+ d.rotated(18)
    for lane in [a, b, c, d] {
      hash = (hash ^ Self.round(0, lane)) &* Self.prime1 &+ Self.prime4
    }
    return hash &+ UInt64(count)
  }
}

extension UInt64 {
  /// The bits moved to the left, round the end.
  @inline(__always)
  fileprivate func rotated(_ count: UInt64) -> UInt64 { self &<< count | self &>> (64 - count) }
}
