import CellLanguage
import Coursebook

/// The cells of a page that must run, from top to bottom.
struct PageWork: Work {
  /// Their blocks and what they are now.
  let cells: [(index: Int, cell: OpenCell)]
  /// What the cells above have declared.
  let scope: Interpreter

  func perform(_ interruption: Interruption, tell: (Result) -> Void) {
    var scope = scope
    for (index, cell) in cells {
      scope.interruption = interruption
      var run = cell.run(in: &scope)
      guard !interruption.isStopped else { return }
      (scope.interruption, run.before.interruption) = (nil, nil)
      tell(Result(index: index, run: run, after: scope))
    }
  }

  /// What one cell came to.
  struct Result: WorkResult {
    var index: Int
    var run: CellRun
    /// The scope after it.
    var after: Interpreter

    func enter(_ session: inout Session) -> [Effect] {
      session.takeCell(self)
      return []
    }
  }
}

extension Session {
  /// Takes in what a cell came to; what stood at the top of the screen stays there.
  mutating func takeCell(_ result: PageWork.Result) {
    let anchor = focus == nil ? layout.anchor(at: row) : nil
    open.take(result.run, ofCellAt: result.index, scope: result.after)
    guard result.run.isNew else { return }
    refresh()
    if let anchor, row > 0 { row = layout.row(of: anchor) }
    clampRow()
    if open.staleFrom == nil, let place = awaitedPlace { restore(place) }
    if marked?.isAwaited == true { showHit() }
    if let cell = awaitsConsequenceOf, result.index >= cell,
      layout.consequences[result.index] != nil
    {
      awaitsConsequenceOf = nil
      showConsequence(ofBlock: result.index)
    }
  }

  /// Goes to a place on the open page: at once, and again when its cells have run.
  mutating func restore(_ place: ReaderProgress.Place) {
    awaitedPlace = open.staleFrom == nil ? nil : place
    let focusable = open.focusable
    if focusable.indices.contains(place.focus) { focus = focusable[place.focus] }
    refresh()
    row = place.row
    clampRow()
    places = self.place
  }
}
