import Screen

/// Turns the bytes of a terminal into events, whatever pieces they come in, in time that grows with their number.
///
/// Sequences that it does not know are dropped whole, late answers to somebody's questions among them; nothing of them
/// is ever taken for typing. It has no clock: `patience` says how long the caller waits for more before `timeOut`.
public struct KeyDecoder: Equatable, Sendable {
  /// What has come in and is no event yet.
  private var pending: [UInt8] = []
  /// Where in `pending` the next event begins; what stands before it is dropped once for all events of a read.
  private var start = 0
  private var state = State.keys
  private var pasted: [UInt8] = []

  private enum State: Equatable {
    case keys
    /// Between `ESC [ 2 0 0 ~` and `ESC [ 2 0 1 ~`.
    case paste
    /// In a text for the terminal's ears, such as the answer to a question about colours.
    case string
  }

  /// What a paste holds at most, in bytes; the rest is dropped.
  public static let pasteLimit = 100_000

  public init() {}

  /// How many milliseconds of silence end what is waited for; `nil` when nothing is.
  ///
  /// A lone Escape is soon the key. A sequence that has begun, or half a character, may come through a slow line. A
  /// paste that never ends is given up.
  public var patience: Int? {
    switch state {
    case .keys: pending.isEmpty ? nil : pending == [Self.escape] ? 25 : 200
    case .string: 200
    case .paste: pending == [Self.interrupt] ? 25 : pending == [Self.escape] ? 200 : 2000
    }
  }

  /// Takes in bytes and hands out the events that are complete.
  public mutating func receive(_ bytes: some Sequence<UInt8>) -> [Event] {
    pending += bytes
    var events: [Event] = []
    while let event = next() { if let event { events.append(event) } }
    pending.removeFirst(start)
    start = 0
    return events
  }

  /// No more bytes came for as long as `patience` says: a lone Escape is the key, half a character is broken, and a
  /// paste without an end holds what came of it.
  public mutating func timeOut() -> [Event] {
    let (rest, before) = (pending, state)
    pending = []
    state = .keys
    switch before {
    case .paste:
      let paste = takePaste()
      let text: [Event] = paste == .paste("") ? [] : [paste]
      return rest == [Self.interrupt] ? text + [.key(.control("c"))] : text
    case .keys, .string:
      if rest == [Self.escape] { return [.key(.escape)] }
      guard rest.count == 2, rest[0] == Self.escape, let scalar = Self.scalar(rest[1]) else {
        return []
      }
      return [.key(.alt(scalar))]
    }
  }

  private static let escape: UInt8 = 0x1B
  /// Ctrl-C.
  private static let interrupt: UInt8 = 0x03

  /// What has not been read.
  private var rest: ArraySlice<UInt8> { pending[start...] }

  /// The next event; an inner `nil` for bytes that mean nothing, an outer one when more must come first.
  private mutating func next() -> Event?? {
    guard let first = rest.first else { return nil }
    switch state {
    case .paste: return nextPasted()
    case .string: return skipString()
    case .keys: break
    }
    if first == Self.escape { return nextEscaped() }
    if first < 0x80 {
      start += 1
      return .some(Self.key(ofByte: first).map { .key($0) })
    }
    let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC2 ? 2 : 1
    let tail = rest.dropFirst().prefix(length - 1)
    guard let end = tail.firstIndex(where: { $0 & 0xC0 != 0x80 }) else {
      guard rest.count >= length else { return nil }
      let scalar =
        String(decoding: rest.prefix(length), as: UTF8.self).unicodeScalars.first ?? "\u{FFFD}"
      start += length
      return .some(.key(.character(scalar)))
    }
    // Broken off in the middle: what follows is read on its own.
    start = end
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
    guard rest.count >= 2 else { return nil }
    let byte = pending[start + 1]
    switch byte {
    case UInt8(ascii: "["): return nextControlSequence()
    case UInt8(ascii: "O"):
      guard rest.count >= 3 else { return nil }
      let final = pending[start + 2]
      start += 3
      return .some((Self.arrows[final] ?? Self.functionKeys[final]).map { .key($0) })
    case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "_"), UInt8(ascii: "^"),
      UInt8(ascii: "X"):
      guard rest.count >= 3 else { return nil }
      state = .string
      start += 2
      return .some(nil)
    case Self.escape, 0x80...:
      start += 1
      return .some(.key(.escape))
    default:
      start += 2
      return .some(Self.scalar(byte).map { .key(.alt($0)) })
    }
  }

  /// Leaves out a text for the terminal's ears, up to BEL or ST; another sequence or Ctrl-C cuts it off.
  private mutating func skipString() -> Event?? {
    let ends: [UInt8] = [0x07, Self.escape, Self.interrupt]
    guard let end = rest.firstIndex(where: ends.contains) else {
      start = pending.count
      return nil
    }
    start = end
    if pending[end] == Self.escape {
      guard rest.count >= 2 else { return nil }
      if pending[end + 1] == UInt8(ascii: "\\") { start += 2 }
    } else if pending[end] == 0x07 {
      start += 1
    }
    state = .keys
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
    if rest.count >= 3, pending[start + 2] == UInt8(ascii: "M") {
      guard rest.count >= 6 else { return nil }
      let numbers = rest.prefix(6).suffix(3).map { Int($0) - 32 }
      start += 6
      return .some(
        Self.mouse(
          button: numbers[0], column: numbers[1] - 1, row: numbers[2] - 1,
          isPress: numbers[0] & 3 != 3))
    }
    guard let end = rest.dropFirst(2).firstIndex(where: { !(0x20...0x3F).contains($0) }) else {
      guard rest.count > 64 else { return nil }
      start = pending.count
      return .some(nil)
    }
    let final = pending[end]
    let body = pending[start + 2..<end]
    guard (0x40...0x7E).contains(final) else {
      // Not a sequence after all: what broke it off is read on its own.
      start = end
      return .some(nil)
    }
    start = end + 1
    let isMouse = body.first == UInt8(ascii: "<")
    let numbers = Self.numbers(in: isMouse ? body.dropFirst() : body)
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
        state = .paste
        return .some(nil)
      }
      return .some(numbers.first.flatMap { Self.numbered[$0] }.map { .key($0) })
    }
    if final == UInt8(ascii: "R"), numbers.count > 1, numbers[0] != 1 { return .some(nil) }
    if final == UInt8(ascii: "M") || body.first.map({ $0 >= 0x3C }) ?? false { return .some(nil) }
    return .some((Self.arrows[final] ?? Self.functionKeys[final]).map { .key($0) })
  }

  /// The numbers between semicolons; 0 for what is none, or larger than anything that a terminal has.
  private static func numbers(in body: ArraySlice<UInt8>) -> [Int] {
    body.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false).map { digits in
      guard digits.count <= 6, digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return 0 }
      return digits.reduce(0) { 10 * $0 + Int($1 - 0x30) }
    }
  }

  private static func mouse(button: Int, column: Int, row: Int, isPress: Bool) -> Event? {
    guard isPress, (0..<10_000).contains(column), (0..<10_000).contains(row) else { return nil }
    return switch button & ~0b11100 {
    case 64: .mouse(.wheelUp(column: column, row: row))
    case 65: .mouse(.wheelDown(column: column, row: row))
    case 0: .mouse(.press(column: column, row: row))
    case 32: .mouse(.drag(column: column, row: row))
    default: nil
    }
  }

  // MARK: - Pasting

  private static let pasteEnd: [UInt8] = Array("\u{1B}[201~".utf8)

  /// Pasted text up to `ESC [ 2 0 1 ~`.
  ///
  /// A paste whose end got lost must not swallow the keyboard: an Escape or a Ctrl-C that nothing follows is a key of
  /// somebody who wants out. Both stay in `pending` until `timeOut`, since a paste may hold them too.
  private mutating func nextPasted() -> Event?? {
    let mark = rest.firstIndex(of: Self.escape) ?? pending.count
    let isInterrupted = mark == pending.count && pending[mark - 1] == Self.interrupt
    keep(pending[start..<(isInterrupted ? mark - 1 : mark)])
    start = isInterrupted ? mark - 1 : mark
    if rest.starts(with: Self.pasteEnd) {
      start += Self.pasteEnd.count
      state = .keys
      return .some(takePaste())
    }
    // Half of the mark may have come; a Ctrl-C and the end of the read are waited on likewise.
    if isInterrupted || Self.pasteEnd.starts(with: rest) { return nil }
    keep(rest.prefix(1))
    start += 1
    return .some(nil)
  }

  private mutating func keep(_ bytes: ArraySlice<UInt8>) {
    pasted += bytes.prefix(max(0, Self.pasteLimit - pasted.count))
  }

  private mutating func takePaste() -> Event {
    defer { pasted = [] }
    return .paste(String(decoding: pasted, as: UTF8.self))
  }
}
