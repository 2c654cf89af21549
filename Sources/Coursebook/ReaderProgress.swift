/// One thing that the reader did and that the tutor remembers.
///
/// Entries are only ever added, so that two tutors at
/// once lose nothing.
public enum ProgressEntry: Equatable, Sendable {
  /// The reader is here: the page, the block that has the focus, and the first row on the screen.
  case place(PageID, focus: Int, row: Int)
  /// The reader turned this page to its end.
  case read(PageID)
  /// An answer to a prediction or an exercise. `hints` is the number of hints seen before it.
  case answer(PageID, prompt: String, typed: String, isRight: Bool, hints: Int)
  /// The reader asked to see the answer.
  case revealed(PageID, prompt: String)
  /// The points of an interview question's answer that the reader had, by number from 0.
  case marked(PageID, question: String, had: Set<Int>, of: Int)
  /// A cell's text as the reader left it; `nil` when it is the book's again.
  case cell(PageID, name: String, source: String?)
  case bookmark(PageID, isSet: Bool)
  /// A line entered at the console.
  case console(String)
  /// A setting by name: "theme", "mouse".
  case setting(name: String, value: String)
}

/// What the tutor remembers, as it stands.
public struct ReaderProgress: Equatable, Sendable {
  /// A prediction's or exercise's name in the whole book.
  public struct PromptID: Hashable, Sendable {
    public var page: PageID
    public var prompt: String
    public init(page: PageID, prompt: String) {
      self.page = page
      self.prompt = prompt
    }
  }
  /// What became of a prompt.
  public struct PromptRecord: Equatable, Sendable {
    public var attempts = 0
    /// The last text that the reader typed.
    public var lastTyped = ""
    /// Whether it was ever answered rightly.
    public var isRight = false
    public var isRevealed = false
    public init() {}
  }
  public struct Place: Equatable, Sendable {
    public var page: PageID
    public var focus: Int
    public var row: Int
    public init(page: PageID, focus: Int, row: Int) {
      self.page = page
      self.focus = focus
      self.row = row
    }
  }

  public var place: Place?
  public var readPages: Set<PageID> = []
  public var prompts: [PromptID: PromptRecord] = [:]
  /// The points had, of how many, at the last marking.
  public var marks: [PromptID: (had: Set<Int>, of: Int)] = [:]
  /// Cells that the reader changed: by page and the cell's name.
  public var cells: [PromptID: String] = [:]
  public var bookmarks: Set<PageID> = []
  /// The console's last lines, oldest first, 500 at most.
  public var console: [String] = []
  public var settings: [String: String] = [:]

  public init() {}

  public static func == (a: Self, b: Self) -> Bool {
    a.place == b.place && a.readPages == b.readPages && a.prompts == b.prompts
      && a.marks.count == b.marks.count
      && a.marks.allSatisfy { key, mark in b.marks[key].map { $0 == mark } ?? false }
      && a.cells == b.cells && a.bookmarks == b.bookmarks && a.console == b.console
      && a.settings == b.settings
  }

  /// Takes in one more entry.
  public mutating func apply(_ entry: ProgressEntry) {
    switch entry {
    case .place(let page, let focus, let row): place = Place(page: page, focus: focus, row: row)
    case .read(let page): readPages.insert(page)
    case .answer(let page, let prompt, let typed, let isRight, _):
      let id = PromptID(page: page, prompt: prompt)
      prompts[id, default: PromptRecord()].attempts += 1
      prompts[id, default: PromptRecord()].lastTyped = typed
      if isRight { prompts[id, default: PromptRecord()].isRight = true }
    case .revealed(let page, let prompt):
      prompts[PromptID(page: page, prompt: prompt), default: PromptRecord()].isRevealed = true
    case .marked(let page, let question, let had, let count):
      marks[PromptID(page: page, prompt: question)] = (had, count)
    case .cell(let page, let name, let source): cells[PromptID(page: page, prompt: name)] = source
    case .bookmark(let page, let isSet):
      if isSet { bookmarks.insert(page) } else { bookmarks.remove(page) }
    case .console(let line):
      console.append(line)
      if console.count > 500 { console.removeFirst(console.count - 500) }
    case .setting(let name, let value): settings[name] = value
    }
  }
}
