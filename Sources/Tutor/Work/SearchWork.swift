import CellLanguage
import Coursebook
import Screen

/// The index that searches read, made at the first one: the whole book is parsed for it.
struct SearchWork: Work {
  let book: Book

  func perform(_ interruption: Interruption, tell: (Result) -> Void) {
    // A formula that cannot be set is searched as it is written; the course linter refuses it.
    tell(Result(index: SearchIndex(book) { (try? Maths.inline($0)) ?? $0 }))
  }

  struct Result: WorkResult {
    let index: SearchIndex

    func enter(_ session: inout Session) -> [Effect] {
      session.searchIndex = index
      session.findHits()
      return []
    }
  }
}

extension Session {
  /// Opens the search, and has the index made where there is none.
  mutating func openSearch() -> [Effect] {
    overlay = .search(ListState(), hits: [])
    guard searchIndex == nil, pending[.index] == nil else { return [] }
    return order(SearchWork(book: book), .index)
  }

  /// Finds what is typed in the search, as soon as there is an index.
  mutating func findHits() {
    guard case .search(let list, _) = overlay, let searchIndex else { return }
    let text = list.editor.text
    overlay = .search(list, hits: text.unicodeScalars.count < 2 ? [] : searchIndex.hits(text))
    keepPickedVisible()
  }
}
