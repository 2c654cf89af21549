/// How the keymap is printed.
extension Keymap {
  /// The help's sections, in the order in which a reader needs them.
  static let sections: [(title: String, bindings: [Binding])] = [
    ("Reading", rareLast(rows { $0 == commands || $0 == [.reading, .hits] })),
    ("A cell: every number is a knob", rows { $0.contains(.cell) && !$0.contains(.reading) }),
    (
      "A matrix as a grid",
      rows { $0.contains(.matrix) && !$0.contains(.cell) && !$0.contains(.reading) }
    ),
    (
      "A pair of numbers as a pad",
      rows { $0.contains(.pad) && !$0.contains(.cell) && !$0.contains(.reading) }
    ),
    (
      "Training", rows { $0.contains(.training) && !$0.contains(.reading) && !$0.contains(.cell) }
    ),
    (
      "The stepper", rows { $0.contains(.stepper) && !$0.contains(.reading) && !$0.contains(.cell) }
    ),
    (
      "Questions and exercises",
      rows {
        !$0.contains(.reading) && !$0.contains(.cell)
          && !$0.isDisjoint(with: Context.prompts)
      }
    ),
    (
      "Typing",
      rows { !$0.contains(.reading) && !$0.isDisjoint(with: [.typing, .editing, .console]) }
    ),
    ("Lists", rows { $0 == [.list] }),
    ("Hits of a search, marked on the page", rows { $0 == [.hits] }),
    ("Links with letters", rows { $0 == [.links] }),
    ("A source that the page cites", rows { $0 == [.source] }),
    ("Everywhere", rows { $0 == Set(Context.allCases) }),
  ]

  /// The keys that edit text as readline does, which `TextEditor` knows.
  static let editing: [(keys: String, help: String)] = [
    ("^A ^E Home End", "the line's beginning, its end"),
    ("^B ^F ← →", "one character back, on"),
    ("Alt-b Alt-f", "one word back, on"),
    ("^K ^U ^W Alt-d", "cut to the end, to the beginning, the word before, the word after"),
    ("^Y", "put back what was cut"),
    ("^_ Alt-u, Alt-r", "undo, redo"),
    ("^T", "swap two characters"),
  ]

  /// A key that is needed only after the program died stands first in the footer then, and last in the help.
  private static func rareLast(_ rows: [Binding]) -> [Binding] {
    rows.filter { $0.action != .page(.runCells) } + rows.filter { $0.action == .page(.runCells) }
  }

  private static func rows(_ fits: (Set<Context>) -> Bool) -> [Binding] {
    bindings.filter { fits($0.contexts) }
  }
}

extension Binding {
  /// The keys as the help writes them.
  var keyNames: String { keys.map(\.name).joined(separator: " ") }
}

extension String {
  /// Arrows as words, for terminals without them: what stands in for them there, `^ v < >`, are keys of their own.
  var arrowsInWords: String {
    [
      ("←→↑↓", "arrows"), ("↑↓", "Up/Down"), ("←→", "Left/Right"), ("↑", "Up"), ("↓", "Down"),
      ("←", "Left"), ("→", "Right"),
    ].reduce(self) { $0.replacing($1.0, with: $1.1) }
  }
}

extension Key {
  /// The key as the help writes it.
  var name: String {
    switch self {
    case .character(" "): "Space"
    case .character(let scalar): String(scalar)
    case .control(let scalar): "^" + String(scalar).uppercased()
    case .alt(let scalar): "Alt-" + String(scalar)
    case .enter: "Enter"
    case .tab: "Tab"
    case .backTab: "Shift-Tab"
    case .escape: "Esc"
    case .backspace: "Backspace"
    case .delete: "Del"
    case .insert: "Ins"
    case .up: "↑"
    case .down: "↓"
    case .left: "←"
    case .right: "→"
    case .home: "Home"
    case .end: "End"
    case .pageUp: "PgUp"
    case .pageDown: "PgDn"
    case .function(let number): "F\(number)"
    }
  }
}
