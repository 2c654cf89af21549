import CellLanguage
import Coursebook
import Screen

/// What searches and the glossary read, made when one of them is first opened: the whole book is parsed for it.
struct SearchWork: Work {
  let book: Book

  func perform(_ interruption: Interruption, tell: (Result) -> Void) {
    tell(
      Result(
        index: SearchIndex(book, maths: Maths.searched),
        glossary: Glossary(book, maths: Maths.searched)))
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

extension Maths {
  /// A formula in one line, as searches and the glossary read it.
  ///
  /// One that cannot be set is read as it is written; the course linter refuses it, so that nothing is lost in silence.
  static func searched(_ source: String) -> String { (try? inline(source)) ?? source }
}
