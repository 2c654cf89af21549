import CellLanguage

/// What the screen shows of the page: the focus, and what follows from a key.
extension Session {
  /// Whether what has the focus is on the screen: the number or the text under the cursor, else some rows of it.
  var isFocusSeen: Bool {
    guard let focus, let rows = layout.rows(of: focus) else { return true }
    let screen = row..<row + bodyHeight
    return layout.cursorRow.map { screen.contains($0) }
      ?? (rows.clamped(to: screen).count >= min(3, rows.count, bodyHeight))
  }

  /// Whether there is room for all that has the focus.
  var fitsFocus: Bool {
    focus.flatMap { layout.rows(of: $0) }.map { $0.count <= bodyHeight } ?? false
  }

  /// Scrolls as little as needed to show what has the focus: all of it where it fits, else what the last key changed.
  mutating func showFocus() {
    guard let focus, let rows = layout.rows(of: focus) else { return }
    if rows.count <= bodyHeight {
      show(rows)
    } else if let cursor = layout.cursorRow {
      let screen = row..<row + bodyHeight
      if !screen.contains(cursor) || rows.lowerBound > row { row = min(rows.lowerBound, cursor) }
      if cursor >= row + bodyHeight { row = cursor - bodyHeight / 2 }
    } else if let consequence = layout.consequences[focus.block], case .prompt = focus {
      // With as much of the question above it as there is room for.
      let start = min(consequence.lowerBound, consequence.upperBound - bodyHeight)
      show(max(rows.lowerBound, start)..<consequence.upperBound)
    } else {
      show(rows)
    }
    clampRow()
  }

  /// Remembers that a cell was changed, so that what follows from it is shown when it has been computed.
  mutating func awaitConsequence(of index: Int) { awaitsConsequenceOf = index }

  /// Shows the figures that a change has led to, with the number that was turned where both fit.
  mutating func showConsequence(ofBlock index: Int) {
    guard let focus, let target = layout.consequences[index] else { return }
    // A cell's heading, which says that it was changed, stays where it leaves room for the figures.
    let heading = layout.rows(of: focus)?.lowerBound ?? target.lowerBound
    let pin =
      layout.cursorRow.map {
        $0 - heading <= 2 && target.lowerBound + 3 < heading + bodyHeight ? heading : $0
      } ?? heading
    let top = min(pin, target.lowerBound)
    let all = top..<max(pin + 1, target.upperBound)
    if all.count <= bodyHeight {
      show(all)
    } else if pin <= target.lowerBound {
      // As much of the figure as there is room for under the number.
      row = min(pin, max(row, target.upperBound - bodyHeight))
      if target.lowerBound >= row + bodyHeight { row = pin }
    } else if pin < target.lowerBound + bodyHeight {
      // The figure begins above the number that it stands beside: its top, and the number.
      row = min(target.lowerBound, max(row, pin - bodyHeight + 1))
    }
    clampRow()
  }

  /// Scrolls as little as needed to show some rows; of more than a screen, the first.
  private mutating func show(_ rows: Range<Int>) {
    if rows.count > bodyHeight || rows.lowerBound < row {
      row = rows.lowerBound
    } else if rows.upperBound > row + bodyHeight {
      row = rows.upperBound - bodyHeight
    }
  }
}
