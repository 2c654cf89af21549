import Coursebook
import Screen

/// The hits of a search while the reader goes from one to the next on the pages.
struct MarkedHits: Equatable, Sendable {
  /// In reading order.
  let hits: [SearchHit]
  /// The one that the reader is at.
  var number: Int
  /// How many places `back` knew before the search.
  let trailCount: Int
  /// Whether the page's cells still run, so that the rows above the hit may become more or fewer.
  var isAwaited = false

  var current: SearchHit { hits[number] }
}

extension Session {
  /// Opens a page at a hit, and marks what was found.
  ///
  /// - Parameters:
  ///   - hits: at least one, the best first.
  ///   - picked: the one to go to.
  mutating func show(_ hits: [SearchHit], from picked: Int) {
    let sorted = hits.sorted { $0.number < $1.number }
    let number = sorted.firstIndex { $0.number == hits[picked].number } ?? 0
    marked = MarkedHits(hits: sorted, number: number, trailCount: trail.count)
    rememberPlace()
    goToHit()
  }

  /// What a key asks for: while hits are marked `n` and `N` are theirs, whatever has the focus.
  func action(for key: Key, in context: Context) -> Action? {
    if marked != nil, Keymap.focused.contains(context),
      let action = Keymap.action(for: key, in: .hits),
      [.hit(.next), .hit(.previous)].contains(action)
    {
      return action
    }
    return Keymap.action(for: key, in: context)
  }

  /// A command while hits are marked.
  mutating func act(_ action: HitAction) {
    switch action {
    case .next: moveHit(by: 1)
    case .previous: moveHit(by: -1)
    case .close: marked = nil
    }
  }

  private mutating func moveHit(by step: Int) {
    guard let before = marked else { return }
    let count = before.hits.count
    marked?.number = (before.number + step + count) % count
    if count == 1 {
      notice = "This is the only hit."
    } else if step > 0, before.number == count - 1 {
      notice = "After the last hit: the first."
    } else if step < 0, before.number == 0 {
      notice = "Before the first hit: the last."
    }
    goToHit()
  }

  private mutating func goToHit() {
    guard let page = marked?.current.page else { return }
    stopPlaying()
    turn(to: page, remember: false)
    (focus, mode, typedNumber) = (nil, .commanding, nil)
    marked?.isAwaited = open.staleFrom != nil
    refresh()
    showHit()
  }

  /// Scrolls so that the hit stands in the upper third of the screen: at once, and again when cells above it have run.
  mutating func showHit() {
    guard let hit = marked?.current, hit.page == open.page.id else { return }
    row = hitRow(of: hit).map { $0 - bodyHeight / 4 } ?? 0
    clampRow()
    if open.staleFrom == nil { marked?.isAwaited = false }
  }

  // MARK: - Marks

  /// The page's row in which a hit's first match is drawn; `nil` for its title.
  private func hitRow(of hit: SearchHit) -> Int? {
    guard let block = hit.place.block, layout.blocks.indices.contains(block) else { return nil }
    return runs(of: hit, in: DrawnText(layout.grid, rows: layout.blocks[block])).first?.row
      ?? layout.blocks[block].lowerBound
  }

  /// Where a hit is drawn.
  ///
  /// A formula is set in two dimensions, and a cell may have another text by now: what cannot be
  /// found in the drawing is marked as a whole, or by its first row.
  private func runs(of hit: SearchHit, in text: DrawnText) -> [DrawnText.Run] {
    let runs = text.runs(of: asShown(hit))
    guard runs.isEmpty, let block = hit.place.block else { return runs }
    if case .maths = open.page.blocks[block] { return text.rows }
    return Array(text.rows.prefix(1))
  }

  /// A search knows the order of the source, in which options need not be drawn.
  private func asShown(_ hit: SearchHit) -> SearchHit {
    guard let block = hit.place.block else { return hit }
    return hit.shown(
      in: open.page.blocks[block], order: open.order(ofPrompt: block),
      maths: Maths.searched)
  }

  /// Marks the hits on the screen, the reader's own more than the others, and puts the cursor there.
  func showHits(in frame: inout Frame, top: Int) {
    guard let marked else { return }
    let screen = row..<row + bodyHeight
    for (block, rows) in layout.blocks.enumerated() where rows.overlaps(screen) {
      let hits = marked.hits.filter { $0.page == open.page.id && $0.place.block == block }
      guard !hits.isEmpty else { continue }
      let text = DrawnText(layout.grid, rows: rows)
      for hit in hits {
        let isCurrent = hit == marked.current
        for (number, run) in runs(of: hit, in: text).enumerated() where screen.contains(run.row) {
          let (column, y) = (run.columns.lowerBound, run.row - row + top)
          frame.grid.restyle(column: column, row: y, count: run.columns.count) {
            $0.mark(isCurrent)
          }
          if isCurrent, number == 0, focus == nil {
            frame.cursor = Frame.Position(column: min(column, width - 1), row: y)
          }
        }
      }
    }
  }

  /// Marks a hit in the page's title.
  func showHitsInTitle(of frame: inout Frame) {
    for hit in marked?.hits ?? [] where hit.page == open.page.id && hit.place.block == nil {
      for run in DrawnText(frame.grid, rows: 0..<1).runs(of: hit) {
        frame.grid.restyle(column: run.columns.lowerBound, row: 0, count: run.columns.count) {
          $0.mark(hit == marked?.current)
        }
      }
    }
  }
}

extension Style {
  /// Marks what was found, so that it is seen without colours too.
  fileprivate mutating func mark(_ isCurrent: Bool) {
    isBold = true
    if isCurrent { isReversed = true } else { isUnderlined = true }
  }
}
