import Coursebook

/// What of the book is to be forgotten.
public enum BookPart: Equatable, Sendable {
  /// Places, settings and the console's history as well.
  case everything
  /// A page, or all of a chapter.
  case pages([PageName])
  case prompt(PageName, String)

  /// The kinds of entries that fall to a page; places, bookmarks and what was read stay.
  private static let kinds: Set = [
    "answer", "given", "revealed", "marked", "cell", "met", "hint", "begun",
  ]

  /// Whether an entry falls to it.
  func holds(_ row: EntryRow) -> Bool {
    guard self != .everything else { return true }
    guard Self.kinds.contains(row.kind), let page = row.page.map(PageName.init) else {
      return false
    }
    return switch self {
    case .everything: true
    case .pages(let names): names.contains(page)
    case .prompt(let name, let prompt): page == name && row.name == prompt && row.kind != "cell"
    }
  }

  // MARK: - As entries, by which other tutors learn of it

  var rows: [EntryRow] {
    switch self {
    case .everything: [EntryRow("reset")]
    case .pages(let names): names.map { EntryRow("reset", page: $0) }
    case .prompt(let page, let prompt): [EntryRow("reset", page: page, name: prompt)]
    }
  }

  /// `nil` for a chapter that an earlier version forgot by its number: what fell to it was deleted there and then.
  init?(_ row: EntryRow) {
    switch (row.page.map(PageName.init), row.name, row.first) {
    case (nil, _, nil): self = .everything
    case (nil, _, _): return nil
    case (let page?, let prompt?, _): self = .prompt(page, prompt)
    case (let page?, nil, _): self = .pages([page])
    }
  }
}

extension ReaderProgress {
  /// Forgets everything, or the answers, marks and changed cells of a part of the book.
  mutating func forget(_ part: BookPart) {
    switch part {
    case .everything: self = ReaderProgress()
    case .pages(let names): forget(where: { names.contains($0.page) })
    case .prompt(let page, let name):
      prompts[PromptID(page: page, prompt: name)] = nil
      marks[PromptID(page: page, prompt: name)] = nil
      forgetLatest { $0 == PromptID(page: page, prompt: name) }
    }
  }

  private mutating func forget(where isForgotten: (PromptID) -> Bool) {
    prompts = prompts.filter { !isForgotten($0.key) }
    marks = marks.filter { !isForgotten($0.key) }
    cells = cells.filter { !isForgotten($0.key) }
    forgetLatest(where: isForgotten)
  }
}
