import Screen

/// Turns the bytes of a terminal into events, whatever pieces they come in.
///
/// Sequences that it does not know are dropped whole, late answers to somebody's questions among them; nothing of them
/// is ever taken for typing.
public struct KeyDecoder: Equatable, Sendable {
  private var pending: [UInt8] = []
  private var pasted: [UInt8]?

  /// What a paste holds at most; the rest is dropped.
  public static let pasteLimit = 100_000

  public init() {}

  /// Whether a byte waits for more: an Escape that may begin a sequence, half a character.
  public var isWaiting: Bool { !pending.isEmpty }

  /// Takes in bytes and hands out the events that are complete.
  public mutating func receive(_ bytes: some Sequence<UInt8>) -> [Event] {
    pending += bytes
    var events: [Event] = []
    while let event = next() { if let event { events.append(event) } }
    return events
  }

  /// No more bytes came in a while: a lone Escape is the key, half a character is broken.
  public mutating func timeOut() -> [Event] {
    defer { pending = [] }
    if pending == [0x1B] { return [.key(.escape)] }
    if pending.count == 2, pending[0] == 0x1B, let scalar = Self.scalar(pending[1]) {
      return [.key(.alt(scalar))]
    }
    return []
  }

  /// The next event; an inner `nil` for bytes that mean nothing, an outer one when more must come first.
  private mutating func next() -> Event?? {
    guard let first = pending.first else { return nil }
    if pasted != nil { return nextPasted() }
    if first == 0x1B { return nextEscaped() }
    if first < 0x80 {
      pending.removeFirst()
      return .some(Self.key(ofByte: first).map { .key($0) })
    }
    let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC2 ? 2 : 1
    let tail = pending.dropFirst().prefix(length - 1)
    guard let end = tail.firstIndex(where: { $0 & 0xC0 != 0x80 }) else {
      guard pending.count >= length else { return nil }
      let scalar =
        String(decoding: pending.prefix(length), as: UTF8.self).unicodeScalars.first ?? "\u{FFFD}"
      pending.removeFirst(length)
      return .some(.key(.character(scalar)))
    }
    // Broken off in the middle: what follows is read on its own.
    pending.removeFirst(end)
    return .some(.key(.character("\u{FFFD}")))
  }

  private static func key(ofByte byte: UInt8) -> Key? {
    switch byte {
    case 0x09: .tab
    case 0x0A, 0x0D: .enter
    case 0x08, 0x7F: .backspace
    case 0x00: nil
    case 0x1F: .control("_")
    case 0x01...0x1A: .control(Unicode.Scalar(byte + 0x60))
    case 0x20...0x7E: .character(Unicode.Scalar(byte))
    default: nil
    }
  }

  private static func scalar(_ byte: UInt8) -> Unicode.Scalar? {
    (0x20...0x7F).contains(byte) ? Unicode.Scalar(byte) : nil
  }

  private mutating func nextEscaped() -> Event?? {
    guard pending.count >= 2 else { return nil }
    switch pending[1] {
    case UInt8(ascii: "["): return nextControlSequence()
    case UInt8(ascii: "O"):
      guard pending.count >= 3 else { return nil }
      let key = Self.arrows[pending[2]] ?? Self.functionKeys[pending[2]]
      pending.removeFirst(3)
      return .some(key.map { .key($0) })
    case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "_"), UInt8(ascii: "^"),
      UInt8(ascii: "X"):
      return skipString()
    case 0x1B:
      pending.removeFirst()
      return .some(.key(.escape))
    default:
      let byte = pending[1]
      guard byte < 0x80 else {
        pending.removeFirst()
        return .some(.key(.escape))
      }
      pending.removeFirst(2)
      return .some(Self.scalar(byte).map { .key(.alt($0)) })
    }
  }

  /// A text for the terminal's ears, such as the answer to a question about colours: up to BEL or ST.
  private mutating func skipString() -> Event?? {
    for i in 2..<max(2, pending.count) {
      if pending[i] == 0x07 {
        pending.removeFirst(i + 1)
        return .some(nil)
      }
      if pending[i] == UInt8(ascii: "\\"), pending[i - 1] == 0x1B {
        pending.removeFirst(i + 1)
        return .some(nil)
      }
    }
    guard pending.count > 4096 else { return nil }
    pending = []
    return .some(nil)
  }

  private static let arrows: [UInt8: Key] = [
    UInt8(ascii: "A"): .up, UInt8(ascii: "B"): .down, UInt8(ascii: "C"): .right,
    UInt8(ascii: "D"): .left,
    UInt8(ascii: "H"): .home, UInt8(ascii: "F"): .end, UInt8(ascii: "Z"): .backTab,
    UInt8(ascii: "M"): .enter,
  ]
  private static let functionKeys: [UInt8: Key] = [
    UInt8(ascii: "P"): .function(1), UInt8(ascii: "Q"): .function(2),
    UInt8(ascii: "R"): .function(3),
    UInt8(ascii: "S"): .function(4),
  ]
  private static let numbered: [Int: Key] = [
    1: .home, 2: .insert, 3: .delete, 4: .end, 5: .pageUp, 6: .pageDown, 7: .home, 8: .end,
    11: .function(1),
    12: .function(2), 13: .function(3), 14: .function(4), 15: .function(5), 17: .function(6),
    18: .function(7),
    19: .function(8), 20: .function(9), 21: .function(10), 23: .function(11), 24: .function(12),
  ]

  /// `ESC [ parameters final`.
  private mutating func nextControlSequence() -> Event?? {
    // The oldest form of mouse reports: three bytes behind the M.
    if pending.count >= 3, pending[2] == UInt8(ascii: "M") {
      guard pending.count >= 6 else { return nil }
      let (button, column, row) = (Int(pending[3]) - 32, Int(pending[4]) - 33, Int(pending[5]) - 33)
      pending.removeFirst(6)
      return .some(Self.mouse(button: button, column: column, row: row, isPress: button & 3 != 3))
    }
    guard let end = pending.dropFirst(2).firstIndex(where: { !(0x20...0x3F).contains($0) }) else {
      guard pending.count > 64 else { return nil }
      pending = []
      return .some(nil)
    }
    let final = pending[end]
    guard (0x40...0x7E).contains(final) else {
      // Not a sequence after all: what broke it off is read on its own.
      pending.removeFirst(end)
      return .some(nil)
    }
    let body = pending[2..<end]
    let isMouse = body.first == UInt8(ascii: "<")
    let numbers = String(decoding: isMouse ? body.dropFirst() : body, as: UTF8.self)
      .split(separator: ";", omittingEmptySubsequences: false).map { Int($0) ?? 0 }
    pending.removeFirst(end + 1)
    if isMouse {
      guard numbers.count == 3, final == UInt8(ascii: "M") || final == UInt8(ascii: "m") else {
        return .some(nil)
      }
      return .some(
        Self.mouse(
          button: numbers[0], column: numbers[1] - 1, row: numbers[2] - 1,
          isPress: final == UInt8(ascii: "M")))
    }
    if final == UInt8(ascii: "~") {
      if numbers.first == 200 {
        pasted = []
        return .some(nil)
      }
      return .some(numbers.first.flatMap { Self.numbered[$0] }.map { .key($0) })
    }
    if final == UInt8(ascii: "R"), numbers.count > 1, numbers[0] != 1 { return .some(nil) }
    if final == UInt8(ascii: "M") || body.first.map({ $0 >= 0x3C }) ?? false { return .some(nil) }
    return .some((Self.arrows[final] ?? Self.functionKeys[final]).map { .key($0) })
  }

  private static func mouse(button: Int, column: Int, row: Int, isPress: Bool) -> Event? {
    guard isPress, (0..<10_000).contains(column), (0..<10_000).contains(row) else { return nil }
    return switch button & ~0b11100 {
    case 64: .mouse(.wheelUp(column: column, row: row))
    case 65: .mouse(.wheelDown(column: column, row: row))
    case 0: .mouse(.press(column: column, row: row))
    default: nil
    }
  }

  /// Pasted text up to `ESC [ 2 0 1 ~`.
  private mutating func nextPasted() -> Event?? {
    let mark: [UInt8] = Array("\u{1B}[201~".utf8)
    guard let start = pending.indices.first(where: { pending[$0...].starts(with: mark) }) else {
      // The mark may have come in part.
      let keep = min(pending.count, mark.count - 1)
      pasted = Array(((pasted ?? []) + pending.dropLast(keep)).prefix(Self.pasteLimit))
      pending = Array(pending.suffix(keep))
      return nil
    }
    let text = ((pasted ?? []) + pending[..<start]).prefix(Self.pasteLimit)
    pasted = nil
    pending.removeFirst(start + mark.count)
    return .some(.paste(String(decoding: text, as: UTF8.self)))
  }
}
