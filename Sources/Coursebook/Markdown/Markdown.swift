import CMarkdown

/// A piece of Markdown as blocks, with the places in its source that the linter wants to name.
struct Markdown {
  /// The outermost blocks, each with the byte of the source at which its first text stands.
  var blocks: [(block: Block, offset: Int)] = []
  var links: [Mention] = []
  var formulas: [Mention] = []
  /// Terms that are introduced, by their names in the glossary.
  var terms: [Mention] = []
  /// The keys of the works that are cited.
  var citations: [Mention] = []
  /// Images and raw address forms that a page cannot show.
  var refused: [Mention] = []
  /// Why reading ended before the source did: the place, and a sentence.
  var refusal: Mention?

  /// A word of the source and the byte at which it stands.
  struct Mention: Equatable {
    var text: String
    var offset: Int
  }

  /// Reads Markdown with tables and `$…$`.
  ///
  /// What is nested deeper than any page needs, or has more table entries, ends it: see `refusal`. Links to the pages of
  /// `references` lead to where these stand; `links` has them as they are written. Citations of its works are drawn.
  ///
  /// Source: CommonMark 0.30 as md4c 0.4 reads it. HTML is text here.
  init(_ source: String, references: References = References()) {
    if let offset = Self.deepLine(in: source) {
      refusal = Mention(text: MarkdownBuilder.tooDeep, offset: offset)
      return
    }
    var source = source
    self = source.withUTF8 { bytes in
      guard let start = bytes.baseAddress else { return Markdown(builder: MarkdownBuilder()) }
      return UnsafeRawPointer(start).withMemoryRebound(to: CChar.self, capacity: bytes.count) {
        Markdown(builder: MarkdownBuilder.build($0, count: bytes.count, references: references))
      }
    }
  }

  private init(builder: MarkdownBuilder) {
    blocks = builder.outermost
    links = builder.links
    formulas = builder.formulas
    terms = builder.terms
    citations = builder.citations
    refused = builder.refused
    refusal = builder.refusal
  }

  /// Where a line begins that opens more quotes and list items than may be open: md4c's own time grows with their number
  /// times that of the lines.
  private static func deepLine(in source: String) -> Int? {
    var (lineStart, count, offset) = (0, 0, 0)
    // Whether nothing but marks, each ended by a blank, was seen on the line, and the bytes of the mark that is read.
    var (isLeading, mark) = (true, 0)
    for byte in source.utf8 {
      defer { offset += 1 }
      switch byte {
      case UInt8(ascii: "\n"):
        (lineStart, count, isLeading, mark) = (offset + 1, 0, true, 0)
      case _ where !isLeading: break
      case UInt8(ascii: " "), UInt8(ascii: "\t"):
        if mark > 0 { count += 1 }
        mark = 0
      case UInt8(ascii: ">"):
        count += mark > 0 ? 2 : 1
        mark = 0
      case UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "*"), UInt8(ascii: "."),
        UInt8(ascii: ")"), UInt8(ascii: "0")...UInt8(ascii: "9"):
        mark += 1
        // No list's number is longer.
        isLeading = mark <= 10
      default: isLeading = false
      }
      if count > MarkdownBuilder.mostDepth { return lineStart }
    }
    return nil
  }

  /// The running text of a source that is one paragraph; further paragraphs are joined by line breaks.
  var inline: [Inline] {
    var all: [Inline] = []
    for (block, _) in blocks {
      let text: [Inline] =
        switch block {
        case .paragraph(let text), .heading(_, let text): text
        default: [.text(block.plainText)]
        }
      if !all.isEmpty { all.append(.lineBreak) }
      all += text
    }
    return all
  }
}

extension MarkdownBuilder {
  /// Lets md4c read the bytes, and takes down what it reports.
  static func build(
    _ start: UnsafePointer<CChar>, count: Int, references: References
  ) -> MarkdownBuilder {
    var builder = MarkdownBuilder()
    builder.references = references
    builder.start = start
    builder.count = count
    var parser = MD_PARSER()
    parser.flags = UInt32(MD_FLAG_TABLES | MD_FLAG_LATEXMATHSPANS | MD_FLAG_NOHTML)
    parser.enter_block = { type, detail, builder in
      MarkdownBuilder.lend(builder) { $0.enterBlock(type, detail) }
    }
    parser.leave_block = { type, _, builder in
      MarkdownBuilder.lend(builder) { $0.leaveBlock(type) }
    }
    parser.enter_span = { type, detail, builder in
      MarkdownBuilder.lend(builder) { $0.enterSpan(type, detail) }
    }
    parser.leave_span = { type, _, builder in
      MarkdownBuilder.lend(builder) { $0.leaveSpan(type) }
    }
    parser.text = { type, text, size, builder in
      MarkdownBuilder.lend(builder) { $0.take(type, text, Int(size)) }
    }
    // The callbacks capture nothing, so they are C functions; the builder travels as their context.
    // Passing `&builder` itself would do the same and warn, since it holds references.
    let status = withUnsafeMutablePointer(to: &builder) {
      md_parse(start, MD_SIZE(count), &parser, $0)
    }
    precondition(status == 0 || builder.refusal != nil, "md4c gave up with \(status).")
    return builder
  }

  /// Lends the builder behind C's pointer to `body`, and tells md4c whether to go on.
  private static func lend(
    _ pointer: UnsafeMutableRawPointer?, _ body: (inout MarkdownBuilder) -> Void
  ) -> CInt {
    guard let pointer else { return 1 }
    let builder = pointer.assumingMemoryBound(to: MarkdownBuilder.self)
    body(&builder.pointee)
    return builder.pointee.refusal == nil ? 0 : 1
  }
}
