import Coursebook

/// What of the book is to be forgotten.
public enum BookPart: Equatable, Sendable {
  /// Places, settings and the console's history as well.
  case everything
  case chapter(Int)
  case page(PageID)
  case prompt(PageID, String)

  /// Whether an entry falls to it.
  func holds(_ row: EntryRow) -> Bool {
    guard self != .everything else { return true }
    guard ["answer", "revealed", "marked", "cell"].contains(row.kind),
      let page = row.page.flatMap(PageID.init)
    else { return false }
    return switch self {
    case .everything: true
    case .chapter(let number): page.chapter == number
    case .page(let id): page == id
    case .prompt(let id, let name): page == id && row.name == name && row.kind != "cell"
    }
  }

  // MARK: - As an entry, by which other tutors learn of it

  var row: EntryRow {
    switch self {
    case .everything: EntryRow("reset")
    case .chapter(let number): EntryRow("reset", first: number)
    case .page(let id): EntryRow("reset", page: id)
    case .prompt(let id, let name): EntryRow("reset", page: id, name: name)
    }
  }

  init?(_ row: EntryRow) {
    switch (row.page, row.name, row.first) {
    case (nil, _, nil): self = .everything
    case (nil, _, let number?): self = .chapter(number)
    case (let page?, let name, _):
      guard let id = PageID(page) else { return nil }
      self = name.map { .prompt(id, $0) } ?? .page(id)
    }
  }
}

extension ReaderProgress {
  /// Forgets everything, or the answers, marks and changed cells of a part of the book.
  mutating func forget(_ part: BookPart) {
    switch part {
    case .everything: self = ReaderProgress()
    case .chapter(let number): forget(where: { $0.page.chapter == number })
    case .page(let page): forget(where: { $0.page == page })
    case .prompt(let page, let name):
      prompts[PromptID(page: page, prompt: name)] = nil
      marks[PromptID(page: page, prompt: name)] = nil
    }
  }

  private mutating func forget(where isForgotten: (PromptID) -> Bool) {
    prompts = prompts.filter { !isForgotten($0.key) }
    marks = marks.filter { !isForgotten($0.key) }
    cells = cells.filter { !isForgotten($0.key) }
  }
}
