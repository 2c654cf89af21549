import CellLanguage
import Coursebook
import Screen

/// Lists and the console, which lie over the page.
extension Session {
  func showList(in frame: inout Frame, top: Int) {
    guard let list else { return }
    let title: String
    switch overlay {
    case .contents: title = "Contents"
    case .search(let list, let hits):
      title =
        searchIndex == nil || list.editor.text.count < 2
        ? "Search the book" : "Search: \(hits.count) \(hits.count == 1 ? "place" : "places")"
    case .bookmarks:
      title = progress.bookmarks.isEmpty ? "No bookmarks yet: B sets one" : "Bookmarks"
    default: title = "Keys"
    }
    var column = frame.grid.write(" " + title, column: 0, row: top, style: Style(.heading))
    column = frame.grid.write("   ", column: column, row: top)
    let typed = sanitized(list.editor.text(from: 0, count: width))
    if typed.isEmpty {
      frame.grid.write("type to narrow the list", column: column, row: top, style: Style(.muted))
    } else {
      frame.grid.write(typed, column: column, row: top, style: Style(.literal))
    }
    frame.cursor = Frame.Position(column: min(width - 1, column + list.editor.cursor), row: top)
    for (y, listRow) in listRows(list.top..<list.top + listHeight).enumerated() {
      let isPicked = list.top + y == list.picked
      var row = listRow.spans
      if isPicked { row = row.map { Span($0.text, Style(.selection)) } }
      if isPicked {
        for x in 0..<width { frame.grid[x, top + 2 + y] = Glyph(" ", Style(.selection)) }
      }
      frame.grid.write(
        [Span(isPicked ? ">" : " ", isPicked ? .selection : .text)] + row, column: 0,
        row: top + 2 + y)
    }
  }

  func showConsole(_ state: ConsoleState, in frame: inout Frame, top: Int) {
    let room = max(1, bodyHeight - 1)
    let picture = consolePicture(state)
    let end = max(0, picture.height - max(0, min(state.scroll, max(0, picture.height - room))))
    let start = max(0, end - room)
    for y in start..<max(start, end) {
      for x in 0..<min(width, picture.width) { frame.grid[x, top + y - start] = picture[x, y] }
    }
    let y = min(height - 1, top + min(room, max(0, end - start)))
    let column = frame.grid.write(": ", column: 0, row: y, style: Style(.prompt))
    let shift = max(0, state.editor.cursor - max(1, width - column - 1))
    let text = sanitized(state.editor.text(from: shift, count: width))
    for (x, scalar) in text.unicodeScalars.enumerated() {
      frame.grid[column + x, y] = Glyph(scalar, Style(.code))
    }
    frame.cursor = Frame.Position(
      column: min(width - 1, column + state.editor.cursor - shift), row: y)
  }

  /// All that was entered, and what came of it.
  private func consolePicture(_ state: ConsoleState) -> Grid {
    let view = PageView(
      open: open, width: width, appearance: appearance, focus: nil, mode: .commanding, literal: 0,
      next: nil)
    var parts: [Grid] = [
      Screen.grid(
        of: wrap(
          [
            Span("The cell language with page \(open.page.id)'s variables. ", .muted),
            Span("Tab", .footerKey), Span(" finishes a name, ", .muted), Span("Esc", .footerKey),
            Span(" leads back to the page.", .muted),
          ], width: width), width: width)
    ]
    for entry in state.entries.suffix(20) {
      parts.append(
        Screen.grid(
          of: wrap(
            [Span(": ", .prompt), Span(sanitized(entry.line), .code)], width: width, hanging: 2),
          width: width))
      if let outcome = entry.outcome {
        parts += view.pictures(of: outcome)
      } else if pending[.console]?.isLate == true {
        parts.append(Screen.grid(of: [[Span("computing; Esc stops it", .muted)]], width: width))
      }
    }
    return view.stack(parts, gap: 0)
  }
}
