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
      if var search = session.overlay as? SearchOverlay {
        search.narrow(in: session)
        search.keepPickedVisible(in: session)
        session.overlay = search
      }
      return []
    }
  }
}
