import CMarkdown

/// Makes blocks of what md4c reports, in reading order.
struct MarkdownBuilder {
  var start: UnsafePointer<CChar>?
  var count = 0
  /// The pages that links lead to, and the works that are cited.
  var references = References()
  /// What `Markdown` hands on.
  var outermost: [(block: Block, offset: Int)] = []
  var links: [Markdown.Mention] = []
  var formulas: [Markdown.Mention] = []
  var terms: [Markdown.Mention] = []
  var citations: [Markdown.Mention] = []
  var refused: [Markdown.Mention] = []
  /// Why reading ends here.
  private(set) var refusal: Markdown.Mention?

  /// How many quotes, lists and list items, or links and emphases, may be open at once: what is drawn and freed within one
  /// another takes the stack.
  static let mostDepth = 32
  static let tooDeep =
    "Quotes, lists, links and emphasis stand at most \(mostDepth) deep in one another."
  /// How many entries the tables of a page may have: md4c fills each row up to the longest.
  private static let mostEntries = 10_000
  private var entryCount = 0
  /// How often a text may cite: a few letters of it stand for a whole title.
  private static let mostCitations = 200

  /// The quotes and list items that are open, each with its blocks so far; the document is outside of it.
  private var containers: [[Block]] = []
  private var lists: [(items: [[Block]], start: Int?)] = []
  private var table = Table()
  private var headingLevel = 1
  private var code: (info: String, text: String) = ("", "")
  private var isInCode = false

  /// The running text so far: the paragraph's own, and above it those of the spans that are open.
  private var spans: [Span] = [Span()]
  /// The byte of the source where the block's text begins, and the last byte seen.
  private var firstOffset: Int?
  private var lastOffset = 0

  private struct Table {
    var headings: [[Inline]] = []
    var alignments: [Block.Alignment] = []
    var rows: [[[Inline]]] = []
  }

  private struct Span {
    var inlines: [Inline] = []
    /// Text of a code or maths span, which has no spans inside.
    var raw = ""
    var isRaw = false
    /// Text that nothing has come after yet: `inlines` takes it in one piece.
    var text = ""
    var target = ""
    var offset: Int?
  }

  // MARK: - Blocks

  private mutating func refuse(_ sentence: String) {
    if refusal == nil { refusal = .init(text: sentence, offset: lastOffset) }
  }

  mutating func enterBlock(_ type: MD_BLOCKTYPE, _ detail: UnsafeMutableRawPointer?) {
    if containers.count + lists.count >= Self.mostDepth { refuse(Self.tooDeep) }
    switch type {
    case MD_BLOCK_QUOTE, MD_BLOCK_LI:
      flush()
      containers.append([])
    case MD_BLOCK_UL:
      flush()
      lists.append(([], nil))
    case MD_BLOCK_OL:
      flush()
      let first = detail.map { Int($0.load(as: MD_BLOCK_OL_DETAIL.self).start) }
      lists.append(([], first ?? 1))
    case MD_BLOCK_H:
      flush()
      headingLevel = detail.map { Int($0.load(as: MD_BLOCK_H_DETAIL.self).level) } ?? 1
    case MD_BLOCK_CODE:
      flush()
      isInCode = true
      let info = detail.map { $0.load(as: MD_BLOCK_CODE_DETAIL.self).info }
      code = (info.map(string) ?? "", "")
      // A live fence's place is its first line: its text may be empty or begin with empty lines.
      if let place = info.flatMap({ offset(of: $0.text) }) { firstOffset = place }
    case MD_BLOCK_TABLE:
      flush()
      table = Table()
    case MD_BLOCK_TR: if !table.headings.isEmpty { table.rows.append([]) }
    case MD_BLOCK_TH:
      let align = detail.map { $0.load(as: MD_BLOCK_TD_DETAIL.self).align }
      table.alignments.append(alignment(align ?? MD_ALIGN_DEFAULT))
      countEntry()
    case MD_BLOCK_TD: countEntry()
    default: flush()
    }
  }

  mutating func leaveBlock(_ type: MD_BLOCKTYPE) {
    switch type {
    case MD_BLOCK_QUOTE:
      flush()
      append(.quote(containers.popLast() ?? []))
    case MD_BLOCK_LI:
      flush()
      let item = containers.popLast() ?? []
      if !lists.isEmpty { lists[lists.count - 1].items.append(item) }
    case MD_BLOCK_UL, MD_BLOCK_OL:
      if let list = lists.popLast() { append(.list(items: list.items, start: list.start)) }
    case MD_BLOCK_HR: append(.rule)
    case MD_BLOCK_H: append(.heading(level: headingLevel, takeText()))
    case MD_BLOCK_CODE:
      isInCode = false
      append(.listing(code.text, language: code.info))
    case MD_BLOCK_TABLE:
      append(
        .table(headings: table.headings, alignments: table.alignments, rows: table.rows))
    case MD_BLOCK_TH:
      table.headings.append(takeText())
    case MD_BLOCK_TD:
      let text = takeText()
      if !table.rows.isEmpty { table.rows[table.rows.count - 1].append(text) }
    default: flush()
    }
  }

  private mutating func countEntry() {
    entryCount += 1
    if entryCount > Self.mostEntries {
      refuse("The tables of a page have at most \(Self.mostEntries) entries together.")
    }
  }

  private func alignment(_ align: MD_ALIGN) -> Block.Alignment {
    switch align {
    case MD_ALIGN_CENTER: .center
    case MD_ALIGN_RIGHT: .right
    default: .left
    }
  }

  private mutating func append(_ block: Block) {
    if containers.isEmpty && lists.isEmpty {
      outermost.append((block, firstOffset ?? lastOffset))
      firstOffset = nil
    } else if !containers.isEmpty {
      containers[containers.count - 1].append(block)
    }
  }

  /// Ends a paragraph, or a tight list item's text, which md4c does not wrap in a paragraph.
  private mutating func flush() {
    let text = takeText()
    if !text.isEmpty { append(.paragraph(text)) }
  }

  private mutating func takeText() -> [Inline] {
    endText()
    let text = spans[0].inlines
    spans = [Span()]
    return text
  }

  // MARK: - Running text

  mutating func enterSpan(_ type: MD_SPANTYPE, _ detail: UnsafeMutableRawPointer?) {
    var span = Span()
    if spans.count > Self.mostDepth { refuse(Self.tooDeep) }
    switch type {
    case MD_SPAN_CODE, MD_SPAN_LATEXMATH, MD_SPAN_LATEXMATH_DISPLAY: span.isRaw = true
    case MD_SPAN_A:
      if let href = detail.map({ $0.load(as: MD_SPAN_A_DETAIL.self).href }) {
        span.target = string(href)
        span.offset = offset(of: href.text)
      }
    case MD_SPAN_IMG:
      if let source = detail.map({ $0.load(as: MD_SPAN_IMG_DETAIL.self).src }) {
        refused.append(.init(text: string(source), offset: offset(of: source.text) ?? lastOffset))
      }
    default: break
    }
    spans.append(span)
  }

  mutating func leaveSpan(_ type: MD_SPANTYPE) {
    endText()
    guard spans.count > 1, let span = spans.popLast() else { return }
    switch type {
    case MD_SPAN_CODE: add(.code(span.raw))
    case MD_SPAN_LATEXMATH, MD_SPAN_LATEXMATH_DISPLAY:
      formulas.append(.init(text: span.raw, offset: span.offset ?? lastOffset))
      add(.maths(span.raw))
    case MD_SPAN_EM: add(.emphasis(span.inlines))
    case MD_SPAN_STRONG: add(.strong(span.inlines))
    case MD_SPAN_A where span.target == "term" || span.target.hasPrefix("term:"):
      let text = span.inlines.plainText
      let name = span.target == "term" ? text.asGlossaryEntry : String(span.target.dropFirst(5))
      terms.append(.init(text: name, offset: span.offset ?? lastOffset))
      add(.term(span.inlines, name: name))
    case MD_SPAN_A where span.target.hasPrefix("source:"):
      let key = String(span.target.dropFirst(7))
      if citations.count == Self.mostCitations {
        refuse("A page cites at most \(Self.mostCitations) times.")
      }
      citations.append(.init(text: key, offset: span.offset ?? lastOffset))
      add(.citation(references.works.citation(key, text: span.inlines), key: key))
    case MD_SPAN_A:
      links.append(.init(text: span.target, offset: span.offset ?? lastOffset))
      let number = references.pages[PageName(span.target)]
      add(.link(span.inlines, target: number?.description ?? span.target))
    default: for inline in span.inlines { add(inline) }
    }
  }

  mutating func take(_ type: MD_TEXTTYPE, _ text: UnsafePointer<CChar>?, _ size: Int) {
    let place = offset(of: text)
    if let place {
      lastOffset = place
      if firstOffset == nil { firstOffset = place }
    }
    let string = String(
      decoding: UnsafeRawBufferPointer(start: text, count: size), as: UTF8.self)
    if isInCode {
      code.text += string
    } else if spans[spans.count - 1].isRaw {
      if spans[spans.count - 1].offset == nil { spans[spans.count - 1].offset = place }
      spans[spans.count - 1].raw += type == MD_TEXT_SOFTBR ? " " : string
    } else {
      switch type {
      case MD_TEXT_BR: add(.lineBreak)
      case MD_TEXT_SOFTBR: add(.text(" "))
      case MD_TEXT_NULLCHAR: add(.text("\u{FFFD}"))
      case MD_TEXT_ENTITY: add(.text(character(ofEntity: string)))
      default: add(.text(string))
      }
    }
  }

  private mutating func add(_ inline: Inline) {
    if case .text(let new) = inline {
      spans[spans.count - 1].text += new
    } else {
      endText()
      spans[spans.count - 1].inlines.append(inline)
    }
  }

  /// Takes the text that came piece by piece, a line each, into the innermost span as one.
  private mutating func endText() {
    let top = spans.count - 1
    guard !spans[top].text.isEmpty else { return }
    spans[top].inlines.append(.text(spans[top].text))
    spans[top].text = ""
  }

  // MARK: - C's strings

  private func string(_ attribute: MD_ATTRIBUTE) -> String {
    String(
      decoding: UnsafeRawBufferPointer(start: attribute.text, count: Int(attribute.size)),
      as: UTF8.self)
  }

  /// Where in the source a string of md4c stands; `nil` for the few strings that it keeps itself.
  private func offset(of text: UnsafePointer<CChar>?) -> Int? {
    guard let text, let start else { return nil }
    let offset = Int(bitPattern: text) - Int(bitPattern: start)
    return 0..<count ~= offset ? offset : nil
  }

  /// `&lt;` is `<`; what is not known stays as it is written.
  private func character(ofEntity entity: String) -> String {
    switch entity {
    case "&amp;": return "&"
    case "&lt;": return "<"
    case "&gt;": return ">"
    case "&quot;": return "\""
    case "&nbsp;": return "\u{A0}"
    default:
      guard entity.hasPrefix("&#"), entity.hasSuffix(";") else { return entity }
      let digits = entity.dropFirst(2).dropLast()
      let number =
        digits.first == "x" || digits.first == "X"
        ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
      return number.flatMap(Unicode.Scalar.init).map(String.init) ?? entity
    }
  }
}
