import CellLanguage

/// A matrix of a cell as a drawing pad: a key fills an entry or empties it, the mouse draws strokes.
extension Session {
  /// What the mouse draws from the press of its button on.
  struct Stroke: Equatable, Sendable {
    /// What is written into the entries: the number that fills, or 0.
    var ink: String
    /// The matrix of the cell, so that no stroke runs into another.
    var matrix: Int
    /// Told from other strokes, so that one stroke is one step back.
    var number: Int
  }

  /// Fills the entry under the cursor, or empties it.
  mutating func draw(onCell index: Int) -> [Effect] {
    guard let cell = open.cells[index], let ink = ink(at: literal, of: cell) else { return [] }
    write(ink, in: literal, ofCell: index, turning: .literal(literal))
    awaitConsequence(of: index)
    showLiteral()
    return rememberCell()
  }

  /// The mouse has been moved to a place of the page with its button down.
  ///
  /// The press itself has put the cursor on an entry: with the first move that one is filled too, or emptied, and so is
  /// the whole stroke.
  mutating func drawOn(column: Int, row: Int) -> [Effect] {
    guard overlay == nil, mode == .matrix, case .cell(let index) = focus,
      let cell = open.cells[index], let target = layout.literal(column: column, row: row),
      cell.literals.indices.contains(target), cell.literals.indices.contains(literal),
      let matrix = cell.literals[target].matrix?.index
    else { return [] }
    if stroke == nil {
      guard cell.literals[literal].matrix?.index == matrix, target != literal,
        let ink = ink(at: literal, of: cell)
      else { return [] }
      strokes += 1
      stroke = Stroke(ink: ink, matrix: matrix, number: strokes)
      write(ink, in: literal, ofCell: index, turning: .stroke(strokes))
    }
    guard let stroke, stroke.matrix == matrix else { return [] }
    literal = target
    write(stroke.ink, in: target, ofCell: index, turning: .stroke(stroke.number))
    return rememberCell()
  }

  /// What an entry gets: the largest number of its matrix, or 1 where all are 0; an entry that has it gets 0.
  private func ink(at literal: Int, of cell: OpenCell) -> String? {
    guard cell.literals.indices.contains(literal), let place = cell.literals[literal].matrix else {
      return nil
    }
    let entries = cell.literals.filter { $0.matrix?.index == place.index }
    guard let largest = entries.max(by: { $0.value < $1.value }) else { return nil }
    let here = cell.literals[literal]
    let isFilled = here.value > 0 && here.value == largest.value
    if isFilled { return here.isInteger ? "0" : "0.0" }
    guard largest.value > 0 else { return here.isInteger ? "1" : "1.0" }
    return String(decoding: Array(cell.source.utf8)[largest.range], as: UTF8.self)
  }

  private mutating func write(
    _ text: String, in literal: Int, ofCell index: Int, turning: OpenCell.Turning
  ) {
    open.change(cellAt: index) { cell in
      guard cell.literals.indices.contains(literal) else { return }
      cell.setSource(cell.source.replacing(cell.literals[literal], with: text), turning: turning)
    }
  }
}
