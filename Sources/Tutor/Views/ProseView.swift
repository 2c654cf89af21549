import Coursebook
import Screen

/// Running text, lists, tables, formulas: what is only read.
extension PageView {
  func grid(of block: Block, width: Int) -> Grid {
    switch block {
    case .heading(_, let text):
      Screen.grid(
        of: wrap(spans(text, Style(.heading)), width: width), width: width)
    case .paragraph(let text): Screen.grid(of: wrap(spans(text), width: width), width: width)
    case .list(let items, let start): list(items, start: start, width: width)
    case .quote(let blocks): quote(blocks, width: width)
    case .table(let headings, let alignments, let rows):
      TextTable(
        headings: headings.map { spans($0, Style.text.bold) },
        rows: rows.map { $0.map { spans($0) } },
        alignments: alignments.map(\.onScreen)
      ).grid(width: width, appearance: appearance)
    case .maths(let source): maths(source, width: width)
    case .listing(let text, let language):
      CodeView(
        source: listed(text), isSwift: language == "swift", width: max(1, width - 2)
      )
      .picture(bar: "│", barStyle: Style(.border)).grid
    case .rule: rule(width: width)
    case .cell(let cell):
      CodeView(source: cell.source, isSwift: true, width: width).picture(
        bar: "│", barStyle: Style(.border)
      ).grid
    case .prompt: Grid(width: 0, height: 0)
    }
  }

  /// Running text as styled spans, safe for the screen.
  func spans(_ inlines: [Inline], _ style: Style = .text) -> [Span] {
    inlines.flatMap { inline -> [Span] in
      switch inline {
      case .text(let text): [Span(appearance.sentence(text), style)]
      case .code(let text): [Span(appearance.sentence(text), .code)]
      case .maths(let source): [Span(inlineMaths(source), .maths)]
      case .emphasis(let inner), .term(let inner, _):
        spans(inner, style.role == .text ? Style(.emphasis) : style)
      case .strong(let inner): spans(inner, Style.text.bold)
      case .link(let inner, let target):
        link(spans(inner, Style(linkTo: PageID(target))), to: target)
      case .citation(let inner, let key):
        spans(
          inner,
          open.page.sources.firstIndex { $0.key == key }.map(Style.init(linkToSource:)) ?? style)
      case .lineBreak: [Span("\n", style)]
      }
    }
  }

  /// A link with the page's number behind it, where the text does not say it already.
  private func link(_ text: [Span], to target: String) -> [Span] {
    let words = text.map(\.text).joined().split { $0 == " " }
    return PageID(target) == nil || words.contains(Substring(target))
      ? text : text + [Span(" (\(target))", .muted)]
  }

  /// Program text that is only read, line by line.
  private func listed(_ text: String) -> String {
    let text = sanitized(text, keepsLines: true)
    guard appearance.isASCII else { return text }
    return text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { AllowedGlyphs.asciiText(String($0)) }.joined(separator: "\n")
  }

  /// A formula in one line; its source where it cannot be set, which the course linter refuses.
  private func inlineMaths(_ source: String) -> String {
    do {
      let line = try Maths.inline(source)
      return appearance.isASCII ? AllowedGlyphs.asciiText(line) : line
    } catch {
      return sanitized(source)
    }
  }

  private func maths(_ source: String, width: Int) -> Grid {
    do {
      let formula = try Maths.display(source, width: max(1, width - 4), appearance: appearance)
      var grid = Grid(width: width, height: formula.height)
      grid.place(formula, column: min(4, max(0, width - formula.width)), row: 0)
      return grid
    } catch {
      return Screen.grid(of: wrap([Span(sanitized(source), .maths)], width: width), width: width)
    }
  }

  private func list(_ items: [[Block]], start: Int?, width: Int) -> Grid {
    let pictures = items.map { stack($0.map { grid(of: $0, width: max(1, width - 4)) }, gap: 0) }
    var result = Grid(width: width, height: pictures.reduce(0) { $0 + $1.height })
    var row = 0
    for (index, picture) in pictures.enumerated() {
      result.write(
        start.map { "\($0 + index)." } ?? "•", column: start == nil ? 1 : 0, row: row,
        style: Style(.muted))
      result.place(picture, column: min(4, width - 1), row: row)
      row += picture.height
    }
    return result
  }

  private func quote(_ blocks: [Block], width: Int) -> Grid {
    let inner = stack(blocks.map { grid(of: $0, width: max(1, width - 2)) }, gap: 1)
    return barred(inner, bar: "│", style: Style(.border), width: width)
  }

  private func rule(width: Int) -> Grid {
    Grid(width: min(width, 24), height: 1, fill: Glyph("─", Style(.border)))
  }

  /// A picture with a bar on its left.
  func barred(_ inner: Grid, bar: Unicode.Scalar, style: Style, width: Int) -> Grid {
    var result = Grid(width: width, height: inner.height)
    for row in 0..<inner.height { result[0, row] = Glyph(bar, style) }
    result.place(inner, column: 2, row: 0)
    return result
  }

  /// Pictures one under the other.
  func stack(_ grids: [Grid], gap: Int) -> Grid {
    let grids = grids.filter { $0.height > 0 }
    let height = grids.reduce(0) { $0 + $1.height } + gap * max(0, grids.count - 1)
    var result = Grid(width: grids.map(\.width).max() ?? 0, height: height)
    var row = 0
    for grid in grids {
      result.place(grid, column: 0, row: row)
      row += grid.height + gap
    }
    return result
  }
}

extension Block.Alignment {
  fileprivate var onScreen: TextTable.Alignment {
    switch self {
    case .left: .left
    case .center: .center
    case .right: .right
    }
  }
}
