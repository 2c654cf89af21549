import Coursebook
import Screen

extension Session {
  /// The screen for this session; the same session and size always give the same screen.
  public func frame(width: Int, height: Int) -> Frame {
    guard (width, height) == (self.width, self.height) else {
      var resized = self
      _ = resized.receive(.resize(width: width, height: height))
      return resized.frame(width: resized.width, height: resized.height)
    }
    var frame = Frame(grid: Grid(width: width, height: height))
    let top = height >= 4 ? 1 : 0
    if let overlay {
      overlay.show(in: &frame, top: top, of: self)
    } else {
      showPage(in: &frame, top: top)
    }
    if height >= 4 {
      showTitle(in: &frame)
      showHitsInTitle(of: &frame)
      showFooter(in: &frame)
    }
    if appearance.isASCII { frame.grid = frame.grid.asciified() }
    return frame
  }

  func showPage(in frame: inout Frame, top: Int) {
    for y in 0..<bodyHeight where row + y < layout.grid.height {
      for x in 0..<width { frame.grid[x, top + y] = layout.grid[x, row + y] }
    }
    showLinkNames(in: &frame, top: top)
    showHits(in: &frame, top: top)
    if let cursor = layout.cursor, cursor.row >= row, cursor.row < row + bodyHeight {
      frame.cursor = Frame.Position(
        column: min(cursor.column, width - 1), row: cursor.row - row + top)
    } else if let literal = layout.literal, literal.row >= row, literal.row < row + bodyHeight {
      // The cursor stands on the focused number: screen readers and magnifiers follow it.
      frame.cursor = Frame.Position(
        column: min(literal.columns.lowerBound, width - 1), row: literal.row - row + top)
    }
  }

  private func showTitle(in frame: inout Frame) {
    // Underlined from edge to edge, so that the text below stands apart without a row being lost.
    let style = Style(.title).underlined
    for x in 0..<width { frame.grid[x, 0] = Glyph(" ", style) }
    var left = [Span(" \(open.page.id) ", style), Span(sanitized(open.page.title), style)]
    if progress.bookmarks.contains(open.page.name) { left.append(Span("  bookmark", style)) }
    if unsaved != nil { left.append(Span("  not saved", style)) }
    let end = frame.grid.write(left, column: 0, row: 0)
    guard let chapter = book.chapters.first(where: { $0.number == open.page.id.chapter }) else {
      return
    }
    let number = open.page.id.page
    let place = number == 0 ? "" : " · \(number) of \(chapter.pageIDs.count { $0.page > 0 })"
    let right = "\(sanitized(chapter.title))\(place) "
    let column = width - right.unicodeScalars.count
    if column > end + 1 { frame.grid.write(right, column: column, row: 0, style: style) }
  }

  private func showFooter(in frame: inout Frame) {
    let y = height - 1
    for x in 0..<width { frame.grid[x, y] = Glyph(" ", Style(.footer)) }
    if let overlay, overlay.showFooter(in: &frame, of: self) { return }
    if let notice {
      // All of it is said: what does not fit in a row lies over the page's last ones.
      let lines = wrap([Span(appearance.sentence(notice), .notice)], width: max(1, width - 2))
        .prefix(height - 1)
      for (row, line) in zip(height - lines.count..<height, lines) {
        for x in 0..<width { frame.grid[x, row] = Glyph(" ", Style(.footer)) }
        frame.grid.write(line, column: 1, row: row)
      }
      return
    }
    let (words, last) = footerWords
    let length = { (row: (key: String, word: String)) in
      row.key.unicodeScalars.count + row.word.unicodeScalars.count + 3
    }
    // The way out and the help are there at every width; on a narrow screen how far one has read gives way to them.
    let needed = last.reduce(0) { $0 + length($1) }
    let state = needed + scrollState.unicodeScalars.count <= width ? scrollState : ""
    var room = width - state.unicodeScalars.count - needed
    let shown = words.filter { row in
      guard length(row) <= room else { return false }
      room -= length(row)
      return true
    }
    var column = 1
    for (key, word) in shown + last {
      column = frame.grid.write(key, column: column, row: y, style: Style(.footerKey))
      column = frame.grid.write(" " + word, column: column, row: y, style: Style(.footer)) + 2
    }
    frame.grid.write(
      state, column: max(0, width - state.unicodeScalars.count), row: y, style: Style(.footerKey))
  }

  /// Whether there is more below, and how far the reader is.
  private var scrollState: String {
    let training = trainingState.map { " \($0) " } ?? ""
    if isWaiting { return training + " computing; Esc stops it " }
    if let marked, context == .hits {
      return training + " hit \(marked.number + 1) of \(marked.hits.count) "
    }
    guard overlay == nil, lastRow > 0 else { return training }
    let more = appearance.isASCII ? " more " : " more ↓ "
    return training + (row < lastRow ? more + "\(100 * row / lastRow)% " : " end ")
  }
}

extension Keymap {
  /// The rows whose keys the footer may name here: those of what has the focus first.
  static func footer(in context: Context) -> [Binding] {
    if context == .reading {
      let order: [PageAction] = [
        .screenDown, .nextFocus, .links, .nextPage, .previousPage, .contents, .search, .console,
        .quit, .goTo, .help,
      ]
      return order.compactMap { action in
        bindings.first { $0.action == .page(action) && $0.contexts.contains(.reading) }
      }
    }
    if context == .hits {
      let order: [Action] = [
        .hit(.next), .hit(.previous), .page(.back), .page(.screenDown), .page(.nextFocus),
        .page(.search), .hit(.close), .page(.help),
      ]
      return order.compactMap { action in
        bindings.first { $0.action == action && $0.contexts.contains(.hits) }
      }
    }
    if context == .training {
      let order: [Action] = [
        .training(.fork), .training(.faster), .training(.play), .training(.earlier),
        .training(.replay), .training(.stop), .training(.pace), .page(.saveFigure),
        .page(.copyCell), .page(.nextFocus), .page(.leave), .page(.help),
      ]
      return order.compactMap { action in
        bindings.first { $0.action == action && $0.contexts.contains(.training) }
      }
    }
    let own = bindings.filter {
      $0.contexts.contains(context) && !$0.contexts.contains(.reading) && $0.footer != nil
    }
    let shared = bindings.filter {
      commands.contains(context) && $0.contexts == commands
        && [.page(.nextFocus), .page(.help)].contains($0.action)
    }
    return own.filter { $0.action != .page(.leave) } + own.filter { $0.action == .page(.leave) }
      + shared
  }
}
