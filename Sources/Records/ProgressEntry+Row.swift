import Coursebook
import GRDB

/// One entry as the database has it.
struct EntryRow: Hashable {
  var kind: String
  /// The page's name.
  var page: String?
  var name: String?
  var text: String?
  var first: Int?
  var second: Int?

  init(
    _ kind: String, page: PageName? = nil, name: String? = nil, text: String? = nil,
    first: Int? = nil, second: Int? = nil
  ) {
    self.kind = kind
    self.page = page?.text
    self.name = name
    self.text = text
    self.first = first
    self.second = second
  }

  /// The columns of `columns`, in that order.
  init(_ row: Row) {
    kind = row[2] ?? ""
    name = row[4]
    // A tutor of an earlier version may have the file open, and go on writing numbers.
    page = (row[3] as String?).map { [name] in FormerNumbers.name(of: $0, item: name) }
    text = row[5]
    first = row[6]
    second = row[7]
  }

  /// The number of the entry, its moment in milliseconds, and what the row holds.
  ///
  /// In a file that was damaged any value may stand in any column: each is taken for what belongs there.
  static let columns = """
    CAST(id AS INTEGER), CAST(ROUND((julianday(moment) - 2440587.5) * 86400000) AS INTEGER), \
    CAST(kind AS TEXT), CAST(page AS TEXT), CAST(name AS TEXT), CAST(text AS TEXT), \
    CAST(first AS INTEGER), CAST(second AS INTEGER)
    """

  /// Whether a later entry of the same kind, page and name takes this one's place.
  var replacesEarlier: Bool {
    ["place", "read", "cell", "bookmark", "setting", "given", "begun"].contains(kind)
  }

  /// What an entry that takes this one's place has in common with it: there is one place, whatever the page.
  var replaced: EntryRow {
    var row = EntryRow(kind)
    if kind != "place" { (row.page, row.name) = (page, name) }
    return row
  }
}

extension ProgressEntry {
  var row: EntryRow {
    switch self {
    case .place(let page, let focus, let row):
      EntryRow("place", page: page, first: focus, second: row)
    case .read(let page): EntryRow("read", page: page)
    case .met(let page, let prompt): EntryRow("met", page: page, name: prompt)
    case .hint(let page, let prompt, let number):
      EntryRow("hint", page: page, name: prompt, first: number)
    case .answer(let page, let prompt, let typed, let isRight, let hints):
      EntryRow(
        "answer", page: page, name: prompt, text: typed, first: isRight ? 1 : 0, second: hints)
    case .given(let page, let prompt, let typed):
      EntryRow("given", page: page, name: prompt, text: typed)
    case .revealed(let page, let prompt): EntryRow("revealed", page: page, name: prompt)
    case .begunAgain(let page): EntryRow("begun", page: page)
    case .marked(let page, let question, let had, let count):
      EntryRow(
        "marked", page: page, name: question,
        text: had.sorted().map(String.init).joined(separator: " "), first: count)
    case .cell(let page, let name, let source):
      EntryRow("cell", page: page, name: name, text: source)
    case .bookmark(let page, let isSet): EntryRow("bookmark", page: page, first: isSet ? 1 : 0)
    case .console(let line): EntryRow("console", text: line)
    case .setting(let name, let value): EntryRow("setting", name: name, text: value)
    }
  }

  /// `nil` for a kind of entry that this program does not know.
  init?(_ row: EntryRow) {
    let name = row.name ?? ""
    let text = row.text ?? ""
    switch (row.kind, row.page.map(PageName.init)) {
    case ("place", let page?): self = .place(page, focus: row.first ?? 0, row: row.second ?? 0)
    case ("read", let page?): self = .read(page)
    case ("met", let page?): self = .met(page, prompt: name)
    case ("hint", let page?): self = .hint(page, prompt: name, number: row.first ?? 0)
    case ("answer", let page?):
      self = .answer(
        page, prompt: name, typed: text, isRight: row.first == 1, hints: row.second ?? 0)
    case ("given", let page?): self = .given(page, prompt: name, typed: text)
    case ("revealed", let page?): self = .revealed(page, prompt: name)
    case ("begun", let page?): self = .begunAgain(page)
    case ("marked", let page?):
      self = .marked(
        page, question: name, had: Set(text.split(separator: " ").compactMap { Int($0) }),
        of: row.first ?? 0)
    case ("cell", let page?): self = .cell(page, name: name, source: row.text)
    case ("bookmark", let page?): self = .bookmark(page, isSet: row.first == 1)
    case ("console", _): self = .console(text)
    case ("setting", _): self = .setting(name: name, value: text)
    default: return nil
    }
  }
}
