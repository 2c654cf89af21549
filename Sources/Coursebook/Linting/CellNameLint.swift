extension PageLint {
  /// Readers see no cell's name: "the cell `running`" tells them where to look only if that is a name in the cell.
  mutating func lintCellNames() {
    let words = Set(
      page.blocks.flatMap { block -> [Substring] in
        guard case .cell(let cell) = block else { return [] }
        return cell.source.split { !($0.isLetter || $0.isNumber || $0 == "_") }
      }.map(String.init))
    for (block, line) in zip(page.blocks, blockLines) {
      for name in block.runningText.flatMap(\.cellsPointedAt) where !words.contains(name) {
        complain(
          line,
          "The text points at the cell `\(name)`, a name that readers do not see: say what the cell shows, or name a variable of it."
        )
      }
    }
  }
}

extension [Inline] {
  /// What stands as code right behind the word "cell" or "cells", or is joined to such by "and".
  fileprivate var cellsPointedAt: [String] {
    var names: [String] = []
    var isBehind = false
    for inline in flattened {
      switch inline {
      case .code(let name):
        if isBehind { names.append(name) }
      case .text(let text) where text.allSatisfy(\.isWhitespace): break
      case .text(let text):
        let last = text.split { $0.isWhitespace }.last.map { $0.lowercased() }
        isBehind =
          last == "cell" || last == "cells" || isBehind && (last == "and" || text == ", ")
      default: isBehind = false
      }
    }
    return names
  }

  /// The pieces inside of emphasis and links, one after the other.
  private var flattened: [Inline] {
    flatMap { inline -> [Inline] in
      switch inline {
      case .emphasis(let inner), .strong(let inner), .link(let inner, _): inner.flattened
      default: [inline]
      }
    }
  }
}
