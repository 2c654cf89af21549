/// What the tutor remembers, as it stands.
public struct ReaderProgress: Equatable, Sendable {
  /// A prediction's or exercise's name in the whole book.
  public struct PromptID: Hashable, Sendable {
    public var page: PageName
    public var prompt: String
    public init(page: PageName, prompt: String) {
      self.page = page
      self.prompt = prompt
    }
  }
  public struct Place: Equatable, Sendable {
    public var page: PageName
    public var focus: Int
    public var row: Int
    public init(page: PageName, focus: Int, row: Int) {
      self.page = page
      self.focus = focus
      self.row = row
    }
  }

  public var place: Place?
  public var readPages: Set<PageName> = []
  /// All that became of prompts, however often they were begun again.
  public var prompts: [PromptID: PromptRecord] = [:]
  /// When pages were begun again the last time: `nil` in this sitting.
  private var beginnings: [PageName: Moment?] = [:]
  /// What became of the prompts of these pages since.
  private var sinceThen: [PromptID: PromptRecord] = [:]
  /// The points had, of how many, at the last marking.
  public var marks: [PromptID: (had: Set<Int>, of: Int)] = [:]
  /// Cells that the reader changed: by page and the cell's name.
  public var cells: [PromptID: String] = [:]
  public var bookmarks: Set<PageName> = []
  /// The console's last lines, oldest first, 500 at most.
  public var console: [String] = []
  public var settings: [String: String] = [:]

  public init() {}

  public static func == (a: Self, b: Self) -> Bool {
    a.place == b.place && a.readPages == b.readPages && a.prompts == b.prompts
      && a.beginnings == b.beginnings && a.sinceThen == b.sinceThen
      && a.marks.count == b.marks.count
      && a.marks.allSatisfy { key, mark in b.marks[key].map { $0 == mark } ?? false }
      && a.cells == b.cells && a.bookmarks == b.bookmarks && a.console == b.console
      && a.settings == b.settings
  }

  /// Takes in one more entry; `moment` is `nil` for one of this sitting, whose moment only the record knows.
  public mutating func apply(_ entry: ProgressEntry, at moment: Moment? = nil) {
    switch entry {
    case .place(let page, let focus, let row): place = Place(page: page, focus: focus, row: row)
    case .read(let page): readPages.insert(page)
    case .met(let page, let prompt): change(page, prompt, moment) { $0.meet(at: moment) }
    case .hint(let page, let prompt, let number):
      change(page, prompt, moment) { $0.takeHint(number) }
    case .given(let page, let prompt, let typed): change(page, prompt, moment) { $0.give(typed) }
    case .answer(let page, let prompt, let typed, let isRight, let hints):
      change(page, prompt, moment) {
        $0.take(.init(typed: typed, isRight: isRight, hints: hints, moment: moment))
      }
    case .revealed(let page, let prompt): change(page, prompt, moment) { $0.reveal() }
    case .begunAgain(let page):
      beginnings[page] = .some(moment)
      sinceThen = sinceThen.filter { $0.key.page != page }
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

  private mutating func change(
    _ page: PageName, _ prompt: String, _ moment: Moment?, _ change: (inout PromptRecord) -> Void
  ) {
    let id = PromptID(page: page, prompt: prompt)
    change(&prompts[id, default: PromptRecord()])
    guard let beginning = beginnings[page] else { return }
    // What was kept late may be of before.
    if let beginning, let moment, moment < beginning { return }
    change(&sinceThen[id, default: PromptRecord()])
  }

  // MARK: - Beginning again

  /// Whether the reader has begun the questions of a page again.
  public func hasBegunAgain(_ page: PageName) -> Bool { beginnings.keys.contains(page) }

  /// What became of a prompt since its page was begun again, or ever where it was not.
  public func latest(_ prompt: PromptID) -> PromptRecord? {
    hasBegunAgain(prompt.page) ? sinceThen[prompt] : prompts[prompt]
  }

  /// Forgets what came after beginning again; a page whose prompts are all forgotten, named by "", is as if it never was.
  public mutating func forgetLatest(where isForgotten: (PromptID) -> Bool) {
    sinceThen = sinceThen.filter { !isForgotten($0.key) }
    beginnings = beginnings.filter { !isForgotten(PromptID(page: $0.key, prompt: "")) }
  }
}
