import Coursebook
import Screen

/// One block of a page as a picture, and what stands where in it.
struct BlockPicture: Equatable, Sendable {
  var grid: Grid
  /// The rows of what can have the focus.
  var focusRows: [FocusRows] = []
  /// Where the literal under the cursor stands.
  var literal: LiteralPlace?
  /// Where the literals of the block stand, by their numbers; only of a block with the focus.
  var literals: [Int: LiteralPlace] = [:]
  /// Where text is being typed.
  var cursor: Frame.Position?
  /// What follows from the keys that the block was given: a verdict, a cell's figures.
  var consequence: Range<Int>?

  struct FocusRows: Equatable, Sendable {
    var focus: Focus
    var rows: Range<Int>
    /// The first of its columns: what stands beside a cell's text has only those from there on.
    var column = 0
  }
  struct LiteralPlace: Equatable, Sendable {
    var row: Int
    var columns: Range<Int>

    func moved(columns offset: Int = 0, rows: Int) -> Self {
      Self(
        row: row + rows, columns: columns.lowerBound + offset..<columns.upperBound + offset)
    }
  }

  init(_ grid: Grid) { self.grid = grid }
}

/// A whole page, its blocks one under the other: the screen shows a slice of its rows.
struct PageLayout: Sendable {
  private(set) var grid = Grid(width: 0, height: 0)
  /// Each block's rows, the blank row after it included.
  private(set) var blocks: [Range<Int>] = []
  private(set) var focusRows: [BlockPicture.FocusRows] = []
  private(set) var literal: BlockPicture.LiteralPlace?
  /// Where all literals of the focused cell stand, by their numbers.
  private(set) var literals: [Int: BlockPicture.LiteralPlace] = [:]
  private(set) var cursor: Frame.Position?
  /// What follows from the keys that a block was given, by block.
  private(set) var consequences: [Int: Range<Int>] = [:]
  /// What each block was drawn for, so that one that did not change is not drawn again.
  private var keys: [BlockKey] = []
  private var pictures: [BlockPicture] = []
  private var page: PageID?

  /// All that a block's picture depends on.
  struct BlockKey: Equatable, Sendable {
    var revision: Int
    var width: Int
    var appearance: Appearance
    var focus: Focus?
    var mode: Session.Mode?
    var literal: Int?
    var hidden: [String]
    var nextKey: String?
  }

  init() {}

  /// The row that the cursor or the literal under it stands in.
  var cursorRow: Int? { cursor?.row ?? literal?.row }

  /// The literal of the focused cell that stands at a place.
  func literal(column: Int, row: Int) -> Int? {
    literals.first { $0.value.row == row && $0.value.columns.contains(column) }?.key
  }

  func rows(of focus: Focus) -> Range<Int>? { focusRows.first { $0.focus == focus }?.rows }

  /// What a place of the page belongs to: a figure comes before its cell.
  func focus(column: Int, row: Int) -> Focus? {
    focusRows.last { $0.rows.contains(row) && $0.column <= column }?.focus
  }

  /// A place in the text that stays when lines break elsewhere.
  struct Anchor: Sendable {
    var block: Int
    /// How far into the block, 0…1.
    var share: Double
  }

  func anchor(at row: Int) -> Anchor? {
    guard let block = blocks.lastIndex(where: { $0.lowerBound <= row }) else { return nil }
    let rows = blocks[block]
    return Anchor(block: block, share: Double(row - rows.lowerBound) / Double(max(1, rows.count)))
  }

  func row(of anchor: Anchor) -> Int {
    guard blocks.indices.contains(anchor.block) else { return 0 }
    let rows = blocks[anchor.block]
    return rows.lowerBound + Int((Double(rows.count) * anchor.share).rounded(.down))
  }

  /// Draws what changed, and puts the page together.
  mutating func update(_ view: PageView) {
    if page != view.open.page.id {
      page = view.open.page.id
      keys = []
      pictures = []
    }
    let count = view.blockCount
    var isChanged = keys.count != count
    for index in 0..<count {
      let key = view.key(of: index)
      if index < keys.count, keys[index] == key { continue }
      isChanged = true
      let picture = view.picture(of: index)
      if index < keys.count {
        keys[index] = key
        pictures[index] = picture
      } else {
        keys.append(key)
        pictures.append(picture)
      }
    }
    if isChanged { assemble(view) }
  }

  private mutating func assemble(_ view: PageView) {
    let height = pictures.reduce(0) { $0 + $1.grid.height + 1 }
    grid = Grid(width: view.width, height: max(1, height - 1))
    blocks = []
    focusRows = []
    literal = nil
    literals = [:]
    cursor = nil
    consequences = [:]
    var row = 0
    for (block, picture) in pictures.enumerated() {
      if let rows = picture.consequence {
        consequences[block] = rows.lowerBound + row..<rows.upperBound + row
      }
      grid.place(picture.grid, column: view.margin, row: row)
      for entry in picture.focusRows {
        focusRows.append(
          BlockPicture.FocusRows(
            focus: entry.focus, rows: entry.rows.lowerBound + row..<entry.rows.upperBound + row,
            column: entry.column == 0 ? 0 : entry.column + view.margin))
      }
      literal = picture.literal?.moved(columns: view.margin, rows: row) ?? literal
      if !picture.literals.isEmpty {
        literals = picture.literals.mapValues { $0.moved(columns: view.margin, rows: row) }
      }
      if let place = picture.cursor {
        cursor = Frame.Position(column: place.column + view.margin, row: place.row + row)
      }
      blocks.append(row..<row + picture.grid.height + 1)
      row += picture.grid.height + 1
    }
  }
}

extension Session {
  /// Draws what the last event changed.
  mutating func refresh() {
    open.setScore(progress)
    layout.update(
      PageView(
        open: open, width: width, appearance: appearance, focus: focus, mode: mode,
        literal: literal,
        next: book.page(after: open.page.id).flatMap { id in
          book.title(of: id).map { (id, $0, marked == nil ? "n" : "Space") }
        }))
    clampRow()
  }
}
