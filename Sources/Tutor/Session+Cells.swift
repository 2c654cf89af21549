import CellLanguage
import Coursebook
import Screen

extension Session {
  /// What a command does to the focused cell.
  mutating func act(_ action: CellAction, onCell index: Int) -> [Effect] {
    guard let cell = open.cells[index] else { return [] }
    switch action {
    case .left: literal = max(0, min(literal, cell.literals.count) - 1)
    case .right: literal = min(max(0, cell.literals.count - 1), literal + 1)
    case .above: moveInMatrix(of: cell, rows: -1)
    case .below: moveInMatrix(of: cell, rows: 1)
    case .increase: return turnLiteral(of: index, by: 1)
    case .decrease: return turnLiteral(of: index, by: -1)
    case .draw: return draw(onCell: index)
    case .steer(let first, let second):
      return steer(first: first, second: second, ofCell: index)
    case .open: return openCell(at: index)
    case .edit: edit(cell)
    case .undo: return undo(cellAt: index)
    case .reset:
      guard cell.isChanged else {
        notice = "This cell is as the book has it."
        return []
      }
      open.change(cellAt: index) { $0.setSource($0.cell.source) }
      if mode != .pad { mode = .commanding }
      clampLiteral(in: index)
      leaveLostPad(ofCell: index)
      notice = "Back to the book's text; u brings yours again."
      awaitConsequence(of: index)
      return rememberCell()
    }
    showLiteral()
    return []
  }

  /// What Enter means on a cell now.
  enum CellOpening { case matrix, pad, run(output: Int), text }

  func opening(of cell: OpenCell) -> CellOpening {
    if cell.literals.indices.contains(literal), cell.literals[literal].matrix != nil {
      return .matrix
    }
    if padNames(in: cell) != nil { return .pad }
    return cell.shown.outputs.indices.first { cell.training($0) != nil }.map { .run(output: $0) }
      ?? .text
  }

  private mutating func openCell(at index: Int) -> [Effect] {
    guard let cell = open.cells[index] else { return [] }
    switch opening(of: cell) {
    case .matrix:
      mode = .matrix
      showLiteral()
    case .pad:
      mode = .pad
      showLiteral()
    case .run(let output):
      setFocus(.training(index, output))
      showFocus()
      return act(.play, onTraining: index, output: output)
    case .text:
      edit(cell)
      showLiteral()
    }
    return []
  }

  private mutating func edit(_ cell: OpenCell) {
    stopPlaying()
    mode = .editing(editor(of: cell))
  }

  private mutating func undo(cellAt index: Int) -> [Effect] {
    guard let before = open.cells[index]?.source, open.cells[index]?.canUndo == true else {
      notice = "Nothing to undo in this cell."
      return []
    }
    open.change(cellAt: index) { _ = $0.undo() }
    clampLiteral(in: index)
    leaveLostPad(ofCell: index)
    if let after = open.cells[index]?.source {
      notice = "Undone: \(Self.difference(from: before, to: after))"
    }
    awaitConsequence(of: index)
    return rememberCell()
  }

  /// What stands in a text again, in a few words: the first line that differs.
  private static func difference(from before: String, to after: String) -> String {
    let (old, new) = (
      before.split(separator: "\n", omittingEmptySubsequences: false),
      after.split(separator: "\n", omittingEmptySubsequences: false)
    )
    guard let line = new.indices.first(where: { $0 >= old.count || new[$0] != old[$0] }) else {
      return "the lines after line \(new.count) are gone again."
    }
    return "line \(line + 1) is `\(new[line].drop { $0 == " " })` again."
  }

  /// Keeps the focused cell's text, or forgets it where it is the book's again.
  func cellEffects() -> [Effect] {
    guard case .cell(let index) = focus, let cell = open.cells[index] else { return [] }
    return [
      .record(
        .cell(open.page.name, name: cell.cell.name, source: cell.isChanged ? cell.source : nil))
    ]
  }

  /// Takes in what `cellEffects` records.
  mutating func rememberCell() -> [Effect] {
    let effects = cellEffects()
    for case .record(let entry) in effects { progress.apply(entry) }
    return effects
  }

  private func editor(of cell: OpenCell) -> TextEditor {
    var editor = TextEditor(cell.source, isMultiline: true)
    var line = 0
    var column = 0
    if cell.literals.indices.contains(literal) {
      let start = cell.literals[literal].range.lowerBound
      for byte in cell.source.utf8.prefix(start) {
        if byte == UInt8(ascii: "\n") {
          line += 1
          column = 0
        } else if byte & 0xC0 != 0x80 {
          column += 1
        }
      }
    }
    editor.move(line: line, column: column)
    return editor
  }

  private mutating func clampLiteral(in index: Int) {
    literal = min(literal, max(0, (open.cells[index]?.literals.count ?? 1) - 1))
  }

  /// Scrolls so that the literal under the cursor is on the screen.
  func showLiteralIfNeeded() -> Bool {
    layout.cursorRow.map { $0 < row || $0 >= row + bodyHeight } ?? false
  }

  mutating func showLiteral() {
    refresh()
    if showLiteralIfNeeded() { showFocus() }
  }

  private mutating func turnLiteral(of index: Int, by direction: Double) -> [Effect] {
    guard let cell = open.cells[index], cell.literals.indices.contains(literal) else {
      notice = "This cell has no number to turn; e edits its text."
      return []
    }
    let target = cell.literals[literal]
    setLiteral(of: index, to: target.turned(by: direction))
    awaitConsequence(of: index)
    return rememberCell()
  }

  private mutating func setLiteral(of index: Int, to text: String) {
    let number = literal
    open.change(cellAt: index) { cell in
      guard cell.literals.indices.contains(number) else { return }
      cell.setSource(
        cell.source.replacing(cell.literals[number], with: text), turning: .literal(number))
    }
  }

  /// Digits change the number under the cursor as they are typed.
  ///
  /// Returns whether the key was one of a number.
  mutating func typeNumber(_ key: Key) -> Bool {
    guard case .cell(let index) = focus, let cell = open.cells[index],
      cell.literals.indices.contains(literal)
    else { return false }
    var typed = typedNumber
    switch key {
    case .character(let scalar) where "0123456789.".unicodeScalars.contains(scalar):
      if scalar == ".", cell.literals[literal].isInteger, typed == nil { return false }
      if scalar == ".", typed?.contains(".") ?? false { return true }
      typed = (typed ?? "") + String(scalar)
    case .character("-") where typed != nil:
      typed = typed.map { $0.hasPrefix("-") ? String($0.dropFirst()) : "-" + $0 }
    case .backspace where typed != nil: typed?.removeLast()
    case .enter, .escape:
      guard typed != nil else { return false }
      typedNumber = nil
      return true
    default: return false
    }
    if let text = typed, text.count <= 12 {
      typedNumber = text
      if let number = Literal.text(typed: text) {
        setLiteral(of: index, to: number)
        awaitConsequence(of: index)
      }
    }
    return true
  }

  // MARK: - Matrices

  private mutating func moveInMatrix(of cell: OpenCell, rows: Int) {
    guard cell.literals.indices.contains(literal), let here = cell.literals[literal].matrix else {
      return
    }
    let target = cell.literals.firstIndex {
      guard let there = $0.matrix else { return false }
      return there.index == here.index && there.row == here.row + rows
        && there.column == here.column
    }
    if let target { literal = target }
  }

  // MARK: - Clicking

  /// Puts the cursor of the focused cell on the literal where the mouse was pressed, or else on the first.
  mutating func pickLiteral(column: Int, row: Int) {
    refresh()
    literal = layout.literal(column: column, row: row) ?? 0
    if case .cell(let index) = focus { leaveLostPad(ofCell: index) }
    refresh()
  }
}
