/// Where the keys go at this moment.
enum Context: CaseIterable, Sendable {
  case reading, cell, matrix, stepper, training, prediction, choice, exercise, question, typing,
    editing,
    list, console
}

/// What a key can ask for.
enum Action: Equatable, Sendable {
  case scrollDown, scrollUp, screenDown, screenUp, halfDown, halfUp, top, bottom
  case nextPage, previousPage, back, goTo
  case nextFocus, previousFocus, activate, leave
  case contents, search, bookmarks, toggleBookmark, console, help
  case theme, mouse, redraw, suspend, quit
  case left, right, up, down, increase, decrease, reset, undo, edit, matrix
  case nextChannel, previousChannel, play, step, turnRound
  case stop, fork
  case type, hint, reveal, grade, had, missed, another
  case accept, cancel, complete, older, newer, erase
}

/// One row of the keymap: the help prints it, the footer quotes it, and `Session` obeys it.
struct Binding: Sendable {
  var action: Action
  var keys: [Key]
  /// Where it works; the first row that fits wins.
  var contexts: Set<Context>
  /// What it does, for the help.
  var help: String
  /// What the footer says, where it belongs there: the key as drawn, and a word.
  var footer: (key: String, word: String)?

  init(
    _ action: Action, _ keys: [Key], in contexts: Set<Context>, _ help: String,
    footer: (key: String, word: String)? = nil
  ) {
    self.action = action
    self.keys = keys
    self.contexts = contexts
    self.help = help
    self.footer = footer
  }
}

/// The one table of keys.
enum Keymap {
  /// The contexts in which letters are commands.
  static let commands: Set<Context> = [
    .reading, .cell, .matrix, .stepper, .training, .prediction, .choice, .exercise, .question,
  ]
  /// Those in which something on the page has the focus.
  static let focused: Set<Context> = commands.subtracting([.reading])

  static let bindings: [Binding] = [
    // What has the focus.
    Binding(
      .left, [.left, .character("h")], in: [.cell, .matrix, .stepper],
      "the number to the left, the entry to the left"),
    Binding(
      .right, [.right, .character("l")], in: [.cell, .matrix, .stepper],
      "the number to the right, the entry to the right", footer: ("←→", "pick")),
    Binding(
      .increase, [.up, .character("k"), .character("+"), .character("=")], in: [.cell],
      "turn the number up", footer: ("↑↓", "turn")),
    Binding(
      .decrease, [.down, .character("j"), .character("-")], in: [.cell], "turn the number down"),
    Binding(
      .increase, [.character("+"), .character("=")], in: [.matrix], "turn the entry up",
      footer: ("+−", "turn")),
    Binding(.decrease, [.character("-")], in: [.matrix], "turn the entry down"),
    Binding(.up, [.up, .character("k")], in: [.matrix, .stepper, .choice], "the entry above"),
    Binding(
      .down, [.down, .character("j")], in: [.matrix, .stepper, .choice], "the entry below",
      footer: ("↑↓", "move")),
    Binding(
      .matrix, [.enter, .character("m")], in: [.cell], "edit the matrix under the cursor as a grid",
      footer: ("Enter", "grid")),
    Binding(
      .edit, [.character("e")], in: [.cell, .matrix, .exercise], "edit the text",
      footer: ("e", "edit")),
    Binding(
      .undo, [.character("u"), .control("_")], in: [.cell, .matrix], "undo the last change",
      footer: ("u", "undo")),
    Binding(
      .reset, [.character("r")], in: [.cell, .matrix, .exercise], "back to the book's text",
      footer: ("r", "reset")),
    Binding(.play, [.character(" ")], in: [.stepper], "play or pause", footer: ("Space", "play")),
    Binding(
      .turnRound, [.character("b")], in: [.stepper],
      "backward to an input entry, backward to a weight, forward again",
      footer: ("b", "backward")),
    Binding(
      .step, [.enter, .character(".")], in: [.stepper], "one product further", footer: (".", "step")
    ),
    Binding(
      .nextChannel, [.character("c")], in: [.stepper], "the next output channel",
      footer: ("c", "channel")),
    Binding(.previousChannel, [.character("C")], in: [.stepper], "the previous output channel"),
    Binding(.reset, [.character("r")], in: [.stepper], "back to the first entry"),
    Binding(
      .play, [.enter, .character(" ")], in: [.training], "start, pause, go on",
      footer: ("Enter", "start")),
    Binding(.stop, [.character("x")], in: [.training], "stop the run", footer: ("x", "stop")),
    Binding(
      .left, [.left, .character("h")], in: [.training], "an earlier epoch to go back to",
      footer: ("←→", "epoch")),
    Binding(.right, [.right, .character("l")], in: [.training], "a later epoch to go back to"),
    Binding(
      .up, [.up, .character("k"), .character("+")], in: [.training],
      "three times the rate for a fork",
      footer: ("↑↓", "rate")),
    Binding(
      .down, [.down, .character("j"), .character("-")], in: [.training],
      "a third of the rate for a fork"),
    Binding(
      .fork, [.character("f")], in: [.training],
      "fork: go on from that epoch with that rate, beside the curve of before",
      footer: ("f", "fork")),
    Binding(
      .type, [.enter, .character("i"), .character("a")], in: [.prediction, .question],
      "type an answer", footer: ("Enter", "answer")),
    Binding(
      .accept, [.enter], in: [.choice], "answer with the option under the cursor",
      footer: ("Enter", "answer")),
    Binding(.grade, [.enter], in: [.exercise], "try the program", footer: ("Enter", "try it")),
    Binding(
      .hint, [.character("H")], in: [.prediction, .choice, .exercise], "a hint, then a better one",
      footer: ("H", "hint")),
    Binding(
      .reveal, [.character("s")], in: [.prediction, .choice, .exercise], "show the answer",
      footer: ("s", "show")),
    Binding(
      .reveal, [.character("s"), .character(" ")], in: [.question], "show the answer's next point",
      footer: ("s", "show")),
    Binding(
      .another, [.character("r")], in: [.prediction, .choice, .question],
      "again, with fresh numbers where there are any", footer: ("r", "again")),
    Binding(.had, [.character("y")], in: [.question], "I had this point", footer: ("y", "had it")),
    Binding(
      .missed, [.character("x")], in: [.question], "I did not have this point",
      footer: ("x", "missed")),

    // Turning pages.
    Binding(
      .scrollDown, [.down, .character("j"), .control("n"), .control("e")], in: commands,
      "one row down", footer: ("↑↓", "scroll")),
    Binding(.scrollUp, [.up, .character("k"), .control("p")], in: commands, "one row up"),
    Binding(
      .screenDown, [.character(" "), .pageDown, .control("v"), .control("f")], in: commands,
      "one screen down, then the next page", footer: ("Space", "on")),
    Binding(
      .screenUp, [.character("b"), .pageUp, .alt("v"), .control("b")], in: commands, "one screen up"
    ),
    Binding(.halfDown, [.character("d"), .control("d")], in: commands, "half a screen down"),
    Binding(.halfUp, [.character("u"), .control("u")], in: commands, "half a screen up"),
    Binding(
      .nextFocus, [.tab, .character("f")], in: commands,
      "the next cell, stepper or question on the page", footer: ("Tab", "try")),
    Binding(.previousFocus, [.backTab, .character("F")], in: commands, "the one before"),
    Binding(
      .nextPage, [.right, .character("n"), .character("l")], in: commands, "the next page",
      footer: ("n", "next")),
    Binding(
      .previousPage, [.left, .character("p"), .character("h")], in: commands, "the previous page",
      footer: ("p", "previous")),
    Binding(
      .top, [.home, .character("<"), .alt("<")], in: commands, "the top of the page (also g g)"),
    Binding(
      .bottom, [.end, .character("G"), .character(">"), .alt(">")], in: commands,
      "the end of the page"),
    Binding(
      .goTo, [.character("g")], in: commands, "go to a page by its number", footer: ("g", "go to")),
    Binding(.back, [.character("o"), .backspace], in: commands, "back to where you came from"),
    Binding(
      .contents, [.character("t")], in: commands, "the table of contents", footer: ("t", "contents")
    ),
    Binding(
      .search, [.character("/"), .control("s")], in: commands, "search the book",
      footer: ("/", "search")),
    Binding(.toggleBookmark, [.character("B")], in: commands, "set or take away a bookmark"),
    Binding(.bookmarks, [.character("'"), .character("M")], in: commands, "the bookmarks"),
    Binding(
      .console, [.character(":"), .alt("x")], in: commands,
      "the console: the cell language with this page's variables", footer: (":", "console")),
    Binding(
      .help, [.character("?"), .function(1)], in: commands, "this help", footer: ("?", "help")),
    Binding(.theme, [.character("T")], in: commands, "dark or light"),
    Binding(
      .mouse, [.character("W")], in: commands,
      "mouse wheel and click on or off (off: the terminal's own selection works)"),
    Binding(
      .leave, [.escape, .character("q"), .control("g")], in: focused, "leave it, and read on",
      footer: ("Esc", "read on")),
    Binding(
      .quit, [.character("q"), .control("c")], in: commands, "quit; the place is kept",
      footer: ("q", "quit")),

    // Typing.
    Binding(
      .accept, [.enter, .control("s")], in: [.typing, .console], "answer, run",
      footer: ("Enter", "done")),
    Binding(
      .accept, [.control("s"), .escape, .control("c")], in: [.editing],
      "done: keep the text and run it", footer: ("Esc", "done")),
    Binding(
      .complete, [.tab], in: [.typing, .console, .editing], "finish the name",
      footer: ("Tab", "complete")),
    Binding(
      .older, [.up, .control("p")], in: [.console, .typing], "an older line",
      footer: ("↑", "history")),
    Binding(.newer, [.down, .control("n")], in: [.console, .typing], "a newer line"),
    Binding(.screenUp, [.pageUp, .alt("v")], in: [.console], "scroll up"),
    Binding(.screenDown, [.pageDown, .control("v")], in: [.console], "scroll down"),
    Binding(
      .cancel, [.escape, .control("c"), .control("g")], in: [.typing, .console], "leave",
      footer: ("Esc", "leave")),

    // Lists: contents, search, bookmarks, help.
    Binding(.down, [.down, .control("n"), .tab], in: [.list], "down", footer: ("↑↓", "move")),
    Binding(.up, [.up, .control("p"), .backTab], in: [.list], "up"),
    Binding(.screenDown, [.pageDown, .control("v")], in: [.list], "a screen down"),
    Binding(.screenUp, [.pageUp, .alt("v")], in: [.list], "a screen up"),
    Binding(.top, [.home], in: [.list], "the first"),
    Binding(.bottom, [.end], in: [.list], "the last"),
    Binding(.accept, [.enter], in: [.list], "open", footer: ("Enter", "open")),
    Binding(
      .cancel, [.escape, .control("c"), .control("g")], in: [.list], "close",
      footer: ("Esc", "close")),

    // Everywhere.
    Binding(.redraw, [.control("l")], in: Set(Context.allCases), "paint the screen again"),
    Binding(
      .suspend, [.control("z")], in: Set(Context.allCases), "pause the tutor; `fg` brings it back"),
  ]

  /// What a key asks for here.
  static func action(for key: Key, in context: Context) -> Action? {
    bindings.first { $0.contexts.contains(context) && $0.keys.contains(key) }?.action
  }
}
