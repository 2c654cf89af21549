import Coursebook

/// Where the keys go at this moment.
enum Context: Hashable, CaseIterable, Sendable {
  case reading, cell, matrix, pad, stepper, training, typing, editing, list, console, links, hits,
    source
  /// A prompt has the focus: one of the contexts of its kind.
  case prompt(String)

  static let prompts = PromptKinds.live.flatMap { $0.contexts }.map(Context.prompt)

  static let allCases: [Self] =
    [
      .reading, .cell, .matrix, .pad, .stepper, .training, .typing, .editing, .list, .console,
      .links, .hits, .source,
    ] + prompts
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
  static let commands = Set(
    [.reading, .hits, .cell, .matrix, .pad, .stepper, .training] + Context.prompts)
  /// Those in which something on the page has the focus.
  static let focused: Set<Context> = commands.subtracting([.reading, .hits])

  static let bindings: [Binding] =
    focusedRows + PromptKinds.live.flatMap { $0.rows } + hitRows + pageRows + typingRows + listRows
    + linkRows + sourceRows + everywhereRows

  /// What has the focus.
  private static let focusedRows = [
    Binding(
      .cell(.left), [.left, .character("h")], in: [.cell, .matrix], "the number to the left"),
    Binding(
      .cell(.right), [.right, .character("l")], in: [.cell, .matrix], "the number to the right",
      footer: ("←→", "pick")),
    Binding(
      .cell(.increase), [.up, .character("k"), .character("+"), .character("=")], in: [.cell],
      "turn the number up; digits, . and - type another one", footer: ("↑↓", "turn")),
    Binding(
      .cell(.decrease), [.down, .character("j"), .character("-")], in: [.cell],
      "turn the number down"),
    Binding(
      .cell(.increase), [.character("+"), .character("=")], in: [.matrix], "turn the entry up",
      footer: ("+−", "turn")),
    Binding(.cell(.decrease), [.character("-")], in: [.matrix], "turn the entry down"),
    Binding(
      .cell(.draw), [.character("x")], in: [.matrix],
      "fill the entry, or empty a filled one; the mouse, pressed and moved, draws a stroke",
      footer: ("x", "draw")),
    Binding(.cell(.above), [.up, .character("k")], in: [.matrix], "the entry above"),
    Binding(
      .cell(.below), [.down, .character("j")], in: [.matrix], "the entry below",
      footer: ("↑↓", "move")),
    Binding(
      .cell(.steer(first: -1, second: 0)), [.left, .character("h")], in: [.pad],
      "the first number of the pair down"),
    Binding(
      .cell(.steer(first: 1, second: 0)), [.right, .character("l")], in: [.pad],
      "the first number up", footer: ("←→↑↓", "steer")),
    Binding(
      .cell(.steer(first: 0, second: -1)), [.up, .character("k")], in: [.pad],
      "the second number down: rows count downwards"),
    Binding(
      .cell(.steer(first: 0, second: 1)), [.down, .character("j")], in: [.pad],
      "the second number up"),
    Binding(
      .page(.leave), [.escape, .enter, .character("q"), .control("g")], in: [.pad],
      "done: the arrows pick and turn again", footer: ("Esc", "done")),
    Binding(
      .cell(.open), [.enter, .character("m")], in: [.cell],
      "walk the matrix under the cursor as a grid, steer a pair of numbers such as "
        + "`let (right, down) = (0, 0)`, start the cell's run, or edit the text",
      footer: ("Enter", "edit")),
    Binding(
      .cell(.edit), [.character("e")], in: [.cell, .matrix, .pad], "edit the text",
      footer: ("e", "edit")),
    Binding(
      .cell(.undo), [.character("u"), .control("_")], in: [.cell, .matrix, .pad],
      "undo the last change",
      footer: ("u", "undo")),
    Binding(
      .cell(.reset), [.character("r")], in: [.cell, .matrix, .pad], "back to the book's text",
      footer: ("r", "reset")),
    Binding(.stepper(.left), [.left, .character("h")], in: [.stepper], "the entry to the left"),
    Binding(
      .stepper(.right), [.right, .character("l")], in: [.stepper], "the entry to the right",
      footer: ("←→↑↓", "move")),
    Binding(.stepper(.up), [.up, .character("k")], in: [.stepper], "the entry above"),
    Binding(.stepper(.down), [.down, .character("j")], in: [.stepper], "the entry below"),
    Binding(
      .stepper(.step), [.character(".")], in: [.stepper], "one product further",
      footer: (".", "step")),
    Binding(
      .stepper(.play), [.enter], in: [.stepper], "play or pause", footer: ("Enter", "play")),
    Binding(
      .stepper(.turnRound), [.character("b")], in: [.stepper],
      "backward to an input entry, backward to a weight, forward again",
      footer: ("b", "backward")),
    Binding(
      .stepper(.nextChannel), [.character("c")], in: [.stepper], "the next output channel",
      footer: ("c", "channel")),
    Binding(
      .stepper(.previousChannel), [.character("C")], in: [.stepper], "the previous output channel"),
    Binding(.stepper(.reset), [.character("r")], in: [.stepper], "back to the first entry"),
    Binding(
      .training(.play), [.enter], in: [.training],
      "start, pause, go on; or the next epoch or batch, where the pace goes by keys",
      footer: ("Enter", "start")),
    Binding(
      .training(.stop), [.character("x")], in: [.training],
      "stop the run; where it stands still, forget it", footer: ("x", "stop")),
    Binding(
      .training(.earlier), [.left, .character("h")], in: [.training],
      "an earlier epoch to go back to", footer: ("←→", "epoch")),
    Binding(
      .training(.later), [.right, .character("l")], in: [.training], "a later epoch to go back to"),
    Binding(
      .training(.faster), [.up, .character("k"), .character("+")], in: [.training],
      "three times the learning rate for a fork", footer: ("↑↓", "rate")),
    Binding(
      .training(.slower), [.down, .character("j"), .character("-")], in: [.training],
      "a third of the learning rate for a fork"),
    Binding(
      .training(.fork), [.character("f")], in: [.training],
      "fork: go on from that epoch with that learning rate, beside the curve of before",
      footer: ("f", "fork")),
    Binding(
      .training(.replay), [.character("r")], in: [.training],
      "replay the run from its first step, as it was; nothing is trained", footer: ("r", "replay")),
    Binding(
      .training(.pace), [.character("v")], in: [.training],
      "the pace: as fast as it goes, slow, an epoch a key press, a batch a key press",
      footer: ("v", "pace")),
    Binding(
      .page(.saveFigure), [.character("s")], in: [.cell, .matrix, .pad, .stepper, .training],
      "save the figure as a picture (SVG)", footer: ("s", "save")),
    Binding(
      .page(.copyCell), [.character("y")], in: [.cell, .matrix, .pad, .stepper, .training],
      "copy the cell's text", footer: ("y", "copy")),
  ]

  /// The hits of a search on the pages.
  ///
  /// `n` and `N` go before the page's own keys, also where something has the focus.
  private static let hitRows = [
    Binding(
      .hit(.next), [.character("n")], in: [.hits], "the next hit, on another page too",
      footer: ("n", "next hit")),
    Binding(
      .hit(.previous), [.character("N")], in: [.hits], "the hit before",
      footer: ("N", "previous hit")),
    Binding(
      .hit(.close), [.escape, .control("g")], in: [.hits],
      "take the marks away; n turns the page again", footer: ("Esc", "done")),
  ]

  /// Turning pages.
  private static let pageRows = [
    Binding(
      .page(.runCells), [.character("R")], in: commands,
      "run the cells of a page on which the program died", footer: ("R", "run the cells")),
    Binding(
      .page(.scrollDown), [.down, .character("j"), .control("n"), .control("e")], in: commands,
      "one row down", footer: ("↑↓", "scroll")),
    Binding(.page(.scrollUp), [.up, .character("k"), .control("p")], in: commands, "one row up"),
    Binding(
      .page(.screenDown), [.character(" "), .pageDown, .control("v"), .control("f")], in: commands,
      "one screen down, then the next page", footer: ("Space", "on")),
    Binding(
      .page(.screenUp), [.character("b"), .pageUp, .alt("v"), .control("b")], in: commands,
      "one screen up"),
    Binding(
      .page(.halfDown), [.character("d"), .control("d")], in: commands, "half a screen down"),
    Binding(.page(.halfUp), [.character("u"), .control("u")], in: commands, "half a screen up"),
    Binding(
      .page(.nextFocus), [.tab, .character("f")], in: commands,
      "the next cell, stepper or question on the page", footer: ("Tab", "next knob")),
    Binding(.page(.previousFocus), [.backTab, .character("F")], in: commands, "the one before"),
    Binding(
      .page(.activate), [.enter], in: [.reading, .hits],
      "start the run that is on the screen, or go to the first cell or question there"),
    Binding(
      .page(.nextPage), [.right, .character("n"), .character("l")], in: commands, "the next page",
      footer: ("n", "next")),
    Binding(
      .page(.previousPage), [.left, .character("p"), .character("h")], in: commands,
      "the previous page", footer: ("p", "previous")),
    Binding(
      .page(.top), [.home, .character("<"), .alt("<")], in: commands,
      "the top of the page (also g g)"),
    Binding(
      .page(.bottom), [.end, .character("G"), .character(">"), .alt(">")], in: commands,
      "the end of the page"),
    Binding(
      .page(.goTo), [.character("g")], in: commands, "go to a page by its number",
      footer: ("g", "go to")),
    Binding(
      .page(.back), [.character("o"), .backspace], in: commands, "back to where you came from",
      footer: ("o", "back")),
    Binding(
      .page(.contents), [.character("t")], in: commands, "the table of contents",
      footer: ("t", "contents")),
    Binding(
      .page(.search), [.character("/"), .control("s")], in: commands, "search the book",
      footer: ("/", "search")),
    Binding(
      .page(.glossary), [.character("w")], in: commands,
      "the words of the field, each with the sentence and the page that introduce it",
      footer: ("w", "words")),
    Binding(
      .page(.report), [.character("a")], in: commands,
      "what you answered, page by page: right at once, with hints, still wrong"),
    Binding(
      .page(.functions), [.character("c")], in: commands, "the functions that cells may call"),
    Binding(
      .page(.links), [.character("L")], in: commands,
      "a letter for each link and each cited source on the screen",
      footer: ("L", "links")),
    Binding(
      .page(.toggleBookmark), [.character("B")], in: commands, "set or take away a bookmark"),
    Binding(.page(.bookmarks), [.character("'"), .character("M")], in: commands, "the bookmarks"),
    Binding(
      .page(.console), [.character(":"), .alt("x")], in: commands,
      "the console: the cell language with this page's variables", footer: (":", "console")),
    Binding(
      .page(.help), [.character("?"), .function(1)], in: commands, "this help",
      footer: ("?", "help")),
    Binding(
      .page(.saveScreen), [.character("S")], in: commands, "save the screen as a picture (SVG)"),
    Binding(.page(.theme), [.character("T")], in: commands, "dark or light"),
    Binding(
      .page(.mouse), [.character("W")], in: commands,
      "mouse wheel and click on or off (off: the terminal's own selection works)"),
    Binding(
      .page(.leave), [.escape, .character("q"), .control("g")],
      in: focused.subtracting([.pad]),
      "leave it, and read on",
      footer: ("Esc", "read on")),
    Binding(
      .page(.quit), [.character("q"), .control("c")], in: commands, "quit; the place is kept",
      footer: ("q", "quit")),
  ]

  private static let typingRows = [
    Binding(
      .text(.accept), [.enter, .control("s")], in: [.typing, .console], "answer, run",
      footer: ("Enter", "done")),
    Binding(
      .text(.accept), [.control("s"), .escape, .control("c")], in: [.editing],
      "done: keep the text and run it", footer: ("Esc", "done")),
    Binding(
      .text(.complete), [.tab], in: [.typing, .console, .editing], "finish the name",
      footer: ("Tab", "complete")),
    Binding(
      .text(.older), [.up, .control("p")], in: [.console, .typing], "an older line",
      footer: ("↑", "history")),
    Binding(.text(.newer), [.down, .control("n")], in: [.console, .typing], "a newer line"),
    Binding(.text(.screenUp), [.pageUp, .alt("v")], in: [.console], "scroll up"),
    Binding(.text(.screenDown), [.pageDown, .control("v")], in: [.console], "scroll down"),
    Binding(
      .text(.cancel), [.escape, .control("c"), .control("g")], in: [.typing], "leave",
      footer: ("Esc", "leave")),
    Binding(
      .text(.cancel), [.escape, .control("g")], in: [.console],
      "leave; ^C empties the line, and leaves an empty one", footer: ("Esc", "leave")),
  ]

  /// Contents, search, bookmarks, help.
  private static let listRows = [
    Binding(
      .list(.down), [.down, .control("n"), .tab], in: [.list], "down", footer: ("↑↓", "move")),
    Binding(.list(.up), [.up, .control("p"), .backTab], in: [.list], "up"),
    Binding(.list(.screenDown), [.pageDown, .control("v")], in: [.list], "a screen down"),
    Binding(.list(.screenUp), [.pageUp, .alt("v")], in: [.list], "a screen up"),
    Binding(.list(.top), [.home], in: [.list], "the first"),
    Binding(.list(.bottom), [.end], in: [.list], "the last"),
    Binding(.list(.open), [.enter], in: [.list], "open", footer: ("Enter", "open")),
    Binding(
      .list(.close), [.escape, .control("c"), .control("g")], in: [.list], "close",
      footer: ("Esc", "close")),
  ]

  private static let linkRows = [
    Binding(
      .link(.next), [.tab, .down, .right], in: [.links], "the next link", footer: ("Tab", "next")),
    Binding(.link(.previous), [.backTab, .up, .left], in: [.links], "the one before"),
    Binding(
      .link(.open), [.enter], in: [.links], "open the link; its letter does it at once",
      footer: ("Enter", "open")),
    Binding(
      .link(.close), [.escape, .control("c"), .control("g"), .character("q")], in: [.links],
      "read on", footer: ("Esc", "read on")),
  ]

  private static let sourceRows = [
    Binding(
      .source(.down), [.down, .character("j"), .control("n")], in: [.source], "one row down",
      footer: ("↑↓", "scroll")),
    Binding(.source(.up), [.up, .character("k"), .control("p")], in: [.source], "one row up"),
    Binding(
      .source(.copy), [.character("y")], in: [.source], "copy the source's address",
      footer: ("y", "copy the address")),
    Binding(
      .source(.close), [.escape, .enter, .character("q"), .control("c"), .control("g")],
      in: [.source], "close", footer: ("Esc", "close")),
  ]

  private static let everywhereRows = [
    Binding(.redraw, [.control("l")], in: Set(Context.allCases), "paint the screen again"),
    Binding(
      .suspend, [.control("z")], in: Set(Context.allCases), "pause the tutor; `fg` brings it back"),
  ]

  /// What a key asks for here.
  static func action(for key: Key, in context: Context) -> Action? {
    bindings.first { $0.contexts.contains(context) && $0.keys.contains(key) }?.action
  }
}
