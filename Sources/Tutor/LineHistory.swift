/// Lines that were given before, which ↑ and ↓ bring back into the field where the next one is typed.
struct LineHistory: Equatable, Sendable {
  /// Oldest first.
  private(set) var lines: [String]
  /// The line that is shown, from the end; `nil` for the new one.
  private var recalled: Int?
  /// What was typed before an older line was brought back.
  private var draft = ""

  init(_ lines: [String] = []) { self.lines = lines }

  /// Takes in a line that was given; `false` when it is the last one again, which is kept once.
  @discardableResult
  mutating func add(_ line: String) -> Bool {
    recalled = nil
    guard lines.last != line else { return false }
    lines.append(line)
    return true
  }

  /// The text is the reader's own again: the next recall begins at the newest line.
  mutating func leave() { recalled = nil }

  /// Brings back an older line (`step` 1) or a newer one (−1); the newest is followed by what was being typed.
  mutating func recall(by step: Int, into editor: inout TextEditor) {
    let next = (recalled ?? -1) + step
    guard next >= -1, next < lines.count, next >= 0 || recalled != nil else { return }
    if recalled == nil { draft = editor.text }
    recalled = next < 0 ? nil : next
    editor.replace(with: next < 0 ? draft : lines[lines.count - 1 - next])
  }
}
