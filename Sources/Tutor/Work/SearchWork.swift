import CellLanguage
import Coursebook
import Screen

/// What searches and the glossary read, made when one of them is first opened: the whole book is parsed for it.
struct SearchWork: Work {
  let book: Book

  func perform(_ interruption: Interruption, tell: (Result) -> Void) {
    // A formula that cannot be set is searched as it is written; the course linter refuses it.
    let maths = { (source: String) in (try? Maths.inline(source)) ?? source }
    tell(Result(index: SearchIndex(book, maths: maths), glossary: Glossary(book, maths: maths)))
  }

  struct Result: WorkResult {
    let index: SearchIndex
    let glossary: Glossary

    func enter(_ session: inout Session) -> [Effect] {
      session.searchIndex = index
      session.glossary = glossary
      if var search = session.overlay as? SearchOverlay {
        search.narrow(in: session)
        search.keepPickedVisible(in: session)
        session.overlay = search
      }
      return []
    }
  }
}
