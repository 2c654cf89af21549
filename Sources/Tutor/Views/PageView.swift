import Coursebook
import Screen

/// Draws a page's blocks, each as a function of the width.
struct PageView {
  let open: OpenPage
  /// The columns of the screen.
  let width: Int
  let appearance: Appearance
  let focus: Focus?
  let mode: Session.Mode
  /// The literal under the cursor of the focused cell.
  let literal: Int
  /// The page after this one, for the last line, and the key that turns to it.
  let next: (id: PageID, title: String, key: String)?
  /// Whether the page is printed for a pipe: nothing hidden, nothing to press.
  var isPlain = false

  /// The blanks on the left.
  var margin: Int { isPlain ? 0 : width >= 60 ? 2 : width >= 30 ? 1 : 0 }
  /// The columns of figures.
  var figureWidth: Int { max(1, width - 2 * margin) }
  /// The columns of running text: long lines are hard to read.
  var textWidth: Int { min(figureWidth, 84) }

  /// The page's own blocks, and what stands below them.
  var blockCount: Int { open.page.blocks.count + feet.count }

  /// What the page cites, what does it in the code, and where to go from here.
  private enum Foot { case sources, code, ending }

  private var feet: [Foot] {
    (open.page.sources.isEmpty ? [] : [.sources]) + (open.page.code.isEmpty ? [] : [.code])
      + (isPlain ? [] : [.ending])
  }

  func key(of index: Int) -> PageLayout.BlockKey {
    guard open.page.blocks.indices.contains(index) else {
      return PageLayout.BlockKey(
        revision: 0, width: width, appearance: appearance, hidden: [], nextKey: next?.key)
    }
    let isFocused = focus?.block == index
    return PageLayout.BlockKey(
      revision: open.revisions[index], width: width, appearance: appearance,
      focus: isFocused ? focus : nil, mode: isFocused ? mode : nil,
      literal: isFocused ? literal : nil,
      hidden: open.cells[index] == nil ? [] : open.hidden)
  }

  func picture(of index: Int) -> BlockPicture {
    guard open.page.blocks.indices.contains(index) else {
      switch feet[index - open.page.blocks.count] {
      case .sources: return BlockPicture(sources)
      case .code: return BlockPicture(codeNames)
      case .ending: return BlockPicture(ending)
      }
    }
    let block = open.page.blocks[index]
    if case .cell = block { return cellPicture(at: index) }
    return block.livePrompt?.picture(in: self, at: index)
      ?? BlockPicture(grid(of: block, width: textWidth))
  }

  /// "Sources": the works that the page cites, where they appeared and where they can be read.
  private var sources: Grid {
    let heading = Screen.grid(
      of: wrap([Span("Sources:", .muted)], width: textWidth), width: textWidth)
    let items = open.page.sources.map { [Block.paragraph($0.listing)] }
    return stack([heading, grid(of: .list(items: items, start: nil), width: textWidth)], gap: 0)
  }

  /// "In the code": the source files that do what the page tells.
  private var codeNames: Grid {
    let spans =
      [Span("In the code: ", .muted)]
      + open.page.code.enumerated().flatMap { index, path in
        [Span(index == 0 ? "" : ", ", .muted), Span(sanitized(path), .code)]
      }
    return Screen.grid(of: wrap(spans, width: textWidth, hanging: 2), width: textWidth)
  }

  private var ending: Grid {
    let spans: [Span] =
      next.map {
        [
          Span("Next: ", .muted), Span("\($0.id) \($0.title)", Style(linkTo: $0.id)),
          Span("   \($0.key)", .footerKey),
        ]
      }
      ?? [Span("This is the last page.", .muted)]
    return Screen.grid(of: wrap(spans, width: textWidth), width: textWidth)
  }
}
