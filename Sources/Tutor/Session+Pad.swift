import CellLanguage

/// Two numbers of a cell as a pad: the arrows steer both, `let (right, down) = (0, 0)`.
extension Session {
  /// The names of the pair whose number is under the cursor.
  func padNames(in cell: OpenCell) -> (first: String, second: String)? {
    guard let (first, second) = pad(in: cell) else { return nil }
    return (cell.literals[first].pad?.name ?? "", cell.literals[second].pad?.name ?? "")
  }

  /// The numbers of the pair whose number is under the cursor, by their places among the cell's.
  private func pad(in cell: OpenCell) -> (first: Int, second: Int)? {
    guard cell.literals.indices.contains(literal), let pad = cell.literals[literal].pad else {
      return nil
    }
    let both = cell.literals.indices.filter { cell.literals[$0].pad?.index == pad.index }
    return both.count == 2 ? (both[0], both[1]) : nil
  }

  /// Adds to the first or to the second number of the pair under the cursor, which goes to the one that changes.
  mutating func steer(first: Int, second: Int, ofCell index: Int) -> [Effect] {
    guard let cell = open.cells[index], let pair = pad(in: cell) else {
      mode = .commanding
      return []
    }
    literal = first == 0 ? pair.second : pair.first
    let target = cell.literals[literal]
    let text = target.turned(by: Double(first + second))
    open.change(cellAt: index) { cell in
      cell.setSource(
        cell.source.replacing(target, with: text), turning: .pad(target.pad?.index ?? 0))
    }
    awaitConsequence(of: index)
    showLiteral()
    return rememberCell()
  }

  /// The text has changed, or the cursor has moved: where it is on no pair, there is nothing to steer.
  mutating func leaveLostPad(ofCell index: Int) {
    guard mode == .pad, let cell = open.cells[index], pad(in: cell) == nil else { return }
    mode = .commanding
  }
}
