/// What a key can ask for, by who answers it: each of them switches over its own actions without a default, so that an action
/// without an answer does not compile.
enum Action: Equatable, Sendable {
  case page(PageAction)
  case cell(CellAction)
  case stepper(StepperAction)
  case training(TrainingAction)
  /// An action of a kind of prompt, which has the names of its own.
  case prompt(kind: String, String)
  case text(TextAction)
  case list(ListAction)
  case link(LinkAction)
  case hit(HitAction)
  case source(SourceAction)
  case redraw, suspend
}

enum PageAction: Equatable, Sendable {
  case scrollDown, scrollUp, screenDown, screenUp, halfDown, halfUp, top, bottom
  case nextPage, previousPage, back, goTo
  case nextFocus, previousFocus, activate, leave
  case contents, search, glossary, functions, report, bookmarks, toggleBookmark
  case console, help, links
  case saveFigure, saveScreen, copyCell
  /// Where an earlier program died on the page, and its cells wait for the reader's word.
  case runCells
  case theme, mouse, quit
}

enum CellAction: Equatable, Sendable {
  case left, right, above, below, increase, decrease
  /// What Enter does: the matrix as a grid, the cell's run, or the text.
  case open
  case edit, undo, reset
  /// Fills an entry of a matrix, or empties it.
  case draw
  /// Adds to the numbers of a pair.
  case steer(first: Int, second: Int)
}

enum StepperAction: Equatable, Sendable {
  case left, right, up, down, nextChannel, previousChannel, play, step, turnRound, reset
}

enum TrainingAction: Equatable, Sendable {
  case play, stop, pace, replay, earlier, later, faster, slower, fork
}

/// While text is typed: an answer, a cell, the console's line.
enum TextAction: Equatable, Sendable {
  case accept, cancel, complete, older, newer, screenUp, screenDown
}

/// While links have letters.
enum LinkAction: Equatable, Sendable {
  case next, previous, open, close
}

/// While the hits of a search are marked.
enum HitAction: Equatable, Sendable {
  case next, previous, close
}

/// While a source that the page cites is shown.
enum SourceAction: Equatable, Sendable {
  case up, down, copy, close
}

enum ListAction: Equatable, Sendable {
  case up, down, screenUp, screenDown, top, bottom, open, close
}
