import Coursebook
import Screen

/// What the reader takes along: figures and screens as pictures, the text of a cell.
extension Session {
  /// Whether what has the focus shows something that is not hidden.
  var hasFigure: Bool {
    guard let focus, let cell = open.cells[focus.block] else { return false }
    return !cell.shown.outputs.isEmpty && !open.hidden.contains("cell " + cell.cell.name)
  }

  /// The figures of the cell that has the focus, or the one figure that has it.
  private func figure(of focus: Focus) -> Grid {
    let output: Int? =
      switch focus {
      case .stepper(_, let output), .training(_, let output): output
      case .cell, .prompt: nil
      }
    let view = PageView(
      open: open, width: width, appearance: appearance, focus: nil, mode: .commanding, literal: 0,
      next: nil)
    return view.figures(ofCell: focus.block, output: output)
  }

  mutating func saveFigure() -> [Effect] {
    guard hasFigure, let focus, let cell = open.cells[focus.block] else {
      notice = "There is no figure to save here."
      return []
    }
    return [save(figure(of: focus).trimmed, as: cell.cell.name)]
  }

  func saveScreen() -> [Effect] { [save(frame(width: width, height: height).grid, as: "screen")] }

  func copyCell() -> [Effect] {
    guard let focus, let cell = open.cells[focus.block] else { return [] }
    return [.copy(cell.source + "\n", name: fileName(of: cell.cell.name), ending: "swift")]
  }

  private func save(_ grid: Grid, as name: String) -> Effect {
    let shown = appearance.isASCII ? grid.asciified() : grid
    return .save(SVGPicture(shown, appearance: appearance), name: fileName(of: name))
  }

  /// What a file is called that comes from the open page, without its ending: whatever an author wrote, a plain name.
  private func fileName(of part: String) -> String {
    let plain = part.unicodeScalars.prefix(60).map { scalar in
      scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar))
        ? Character(scalar) : "-"
    }
    return "page-\(open.page.id)-" + String(plain)
  }
}

extension Grid {
  /// The grid without what is blank all around it.
  fileprivate var trimmed: Grid {
    let rows = (0..<height).filter { y in (0..<width).contains { self[$0, y] != .blank } }
    let columns = (0..<width).filter { x in (0..<height).contains { self[x, $0] != .blank } }
    guard let top = rows.first, let bottom = rows.last, let left = columns.first,
      let right = columns.last
    else { return self }
    var result = Grid(width: right - left + 1, height: bottom - top + 1)
    result.place(self, column: -left, row: -top)
    return result
  }
}
