/// How a matrix of `rows` × `columns` is cut into panels of two registers' width, the last one of one register where
/// that is enough.
///
/// Panel after panel, and in each of them row after row: what a product tile reads lies in one run.
struct PanelLayout: Equatable {
  let rows, columns: Int
  /// The panels of full width.
  var widePanels: Int {
    let whole = wholeLanes(columns)
    return whole / (2 * laneCount)
  }
  var hasNarrowPanel: Bool { wholeLanes(columns) % (2 * laneCount) != 0 }
  var panels: Int { widePanels + (hasNarrowPanel ? 1 : 0) }
  /// The floats of all panels.
  var count: Int { rows * wholeLanes(columns) }

  func width(_ panel: Int) -> Int { panel < widePanels ? 2 * laneCount : laneCount }
  /// Where a panel begins.
  func start(_ panel: Int) -> Int { panel * rows * 2 * laneCount }
  /// The first column of a panel.
  func column(_ panel: Int) -> Int { panel * 2 * laneCount }

  /// Where an entry of the matrix lies.
  func place(_ row: Int, _ column: Int) -> Int {
    let panel = column / (2 * laneCount)
    return start(panel) + row * width(panel) + column % (2 * laneCount)
  }
}
