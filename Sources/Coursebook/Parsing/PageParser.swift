import CNNEngine

/// What is wrong with a page's source, and how to mend it: the author's mistake.
public struct PageComplaint: Error, Equatable, Sendable, CustomStringConvertible {
  /// The page's file as the author knows it.
  public var file: String
  /// From 1.
  public var line: Int
  /// From 1, in Unicode scalars.
  public var column: Int
  public var message: String
  public init(file: String, line: Int, column: Int, message: String) {
    self.file = file
    self.line = line
    self.column = column
    self.message = message
  }
  public var description: String {
    "\(echoed(file)):\(line):\(column): \(oneLine(message))"
  }
}

extension Page {
  /// Reads a page.
  ///
  /// What cannot be read is left out of the page and told in the complaints, under the name `file`.
  ///
  /// - Parameters:
  ///   - source: the page's Markdown.
  ///   - id: where the page stands.
  ///   - name: what the book calls it; `nil` goes by its front matter or its file.
  ///   - file: the file as its author knows it.
  ///   - references: the pages and the works that its text may name.
  ///   - sourceFile: the text of a file of the package by its path, for `source` blocks; `nil` when it is not there.
  /// - Returns: the page, and what is wrong with its source.
  public static func parse(
    _ source: String, id: PageID, name: PageName? = nil, file: String,
    references: References = References(), sourceFile: (String) -> String? = { _ in nil }
  ) -> (page: Page, complaints: [PageComplaint]) {
    let parser = PageParser(
      source, id: id, name: name, file: file, references: references, sourceFile: sourceFile)
    return (parser.page, parser.complaints)
  }
}

/// Makes a page of its Markdown: finds the title and the page's foot, and brings fences to life.
struct PageParser {
  private(set) var page: Page
  private(set) var complaints: [PageComplaint] = []
  private(set) var mentions = PageMentions()
  /// Why the page is not read whole, where it is larger or deeper than pages may be.
  private(set) var refusal: PageComplaint?
  /// The lines of the paths at the page's foot.
  private(set) var codeLines: [Int] = []
  /// The line on which each block begins.
  private(set) var blockLines: [Int] = []

  private let file: String
  private let references: References
  private let places: LinePlaces
  private var cellCount = 0
  private var liveCount = 0

  init(
    _ source: String, id: PageID, name: PageName? = nil, file: String,
    references: References = References(), sourceFile: (String) -> String?
  ) {
    page = Page(id: id, name: name ?? PageName(ofFile: file), title: "", blocks: [], code: [])
    self.file = file
    self.references = references
    guard source.utf8.count <= Page.mostBytes else {
      places = LinePlaces("")
      refuse(1, 1, "A page has at most \(Page.mostBytes) bytes; make several of this one.")
      return
    }
    let front = FrontMatter(source.withPlainLineEndings)
    if name == nil, let own = front.name { page.name = own }
    let source = front.rest
    places = LinePlaces(source)
    for (line, message) in front.complaints { complain(line, 1, message) }
    let markdown = Markdown(source, references: references)
    mentions.add(markdown, places: places)
    for image in mentions.refused {
      complain(
        image.line, image.column, "A terminal page shows no pictures; compute one in a cell.")
    }

    if let refusal = markdown.refusal {
      let (line, column) = places.place(of: refusal.offset)
      refuse(line, column, refusal.text)
      if markdown.blocks.isEmpty { return }
    }

    for (number, line) in source.split(separator: "\n", omittingEmptySubsequences: false)
      .enumerated()
    {
      if line.hasPrefix("<<<<<<< ") || line.hasPrefix(">>>>>>> ") {
        complain(number + 1, 1, "Two versions of this page were merged, and a mark of it was left.")
      }
      // Markdown takes an address with a blank for no address, and the reader would see the brackets.
      for piece in line.split(separator: "](term:").dropFirst() {
        let name = piece.prefix { $0 != ")" }
        guard name.contains(" "), !name.hasPrefix("<") else { continue }
        complain(
          number + 1, 1, "A term of several words stands in angle brackets: `](<term:\(name)>)`.")
      }
    }

    var blocks = markdown.blocks
    if case .heading(level: 1, let text)? = blocks.first?.block {
      page.title = text.plainText
      blocks.removeFirst()
    } else {
      complain(1, 1, "A page begins with its title: `# Title`.")
    }
    takeFoot(of: &blocks)
    for (block, offset) in blocks where liveCount <= Page.mostLiveBlocks {
      let count = page.blocks.count
      defer { if page.blocks.count > count { blockLines.append(places.line(of: offset)) } }
      switch block {
      case .listing(let text, let info):
        if let live = fence(info, text, line: places.line(of: offset) + 1, sourceFile) {
          page.blocks.append(live)
        }
      case .heading(level: 1, _):
        let (line, column) = places.place(of: offset)
        complain(line, column, "A page has one title; further headings begin with `##`.")
        page.blocks.append(block)
      case .paragraph(let text) where text.plainText.hasPrefix("|"):
        complain(
          places.line(of: offset), 1,
          "Under a table's headings stands a line of at least three dashes a column: | --- | ---: |"
        )
        page.blocks.append(block)
      default:
        refuseLiveFences(in: block, line: places.line(of: offset))
        page.blocks.append(block)
      }
    }
    var cited: Set<String> = []
    page.sources = mentions.citations.compactMap {
      cited.insert($0.text).inserted ? references.works.source($0.text) : nil
    }
    for link in mentions.links {
      guard let id = references.pages[PageName(link.text)] ?? PageID(link.text) else { continue }
      page.titles[id] = references.titles[id]
    }
  }

  private mutating func complain(_ line: Int, _ column: Int, _ message: String) {
    complaints.append(PageComplaint(file: file, line: line, column: column, message: message))
  }

  private mutating func refuse(_ line: Int, _ column: Int, _ message: String) {
    complain(line, column, message)
    if refusal == nil { refusal = complaints.last }
  }

  /// Takes the heading "In the code" and its list off the page's end.
  private mutating func takeFoot(of blocks: inout [(block: Block, offset: Int)]) {
    let foot = blocks.firstIndex {
      guard case .heading(level: 2, let text) = $0.block else { return false }
      return text.plainText == "In the code"
    }
    guard let foot else { return }
    defer { blocks.removeSubrange(foot...) }
    let line = places.line(of: blocks[foot].offset)
    guard blocks.count == foot + 2, case .list(let items, _) = blocks[foot + 1].block else {
      complain(
        line, 1,
        "`## In the code` is the last heading of a page; under it stands one list of `Sources/…` paths."
      )
      return
    }
    let listLine = places.line(of: blocks[foot + 1].offset)
    for (index, item) in items.enumerated() {
      guard case .paragraph(let text)? = item.first, case .code(let path)? = text.first else {
        complain(
          listLine + index, 1, "Each line under `## In the code` begins with a path: - `Sources/…`")
        continue
      }
      page.code.append(path)
      codeLines.append(listLine + index)
    }
  }

  private mutating func fence(
    _ info: String, _ text: String, line: Int, _ sourceFile: (String) -> String?
  ) -> Block? {
    let words = info.split(separator: " ").map(String.init)
    let text = text.hasSuffix("\n") ? String(text.dropLast()) : text
    let kind = PromptKinds.named(words.first ?? "")
    if kind != nil || words.first == "cell" {
      liveCount += 1
      guard liveCount <= Page.mostLiveBlocks else {
        refuse(
          line - 1, 1,
          "A page has at most \(Page.mostLiveBlocks) cells and questions; this and what follows is not read."
        )
        return nil
      }
    }
    if let kind { return prompt(kind, text, line: line) }
    switch words.first ?? "" {
    case "math":
      mentions.formulas.append(.init(text: text, line: line, column: 1))
      return .maths(text)
    case "cell": return .cell(cell(words.dropFirst(), text, line: line))
    case "source": return listing(words, line: line, sourceFile)
    case "", "text", "swift", "sh", "console", "python", "yaml", "markdown":
      return .listing(text, language: words.first ?? "")
    case let word:
      complain(
        line - 1, 1,
        "No block is named `\(word)`; there are \(Self.liveWords.joined(separator: ", ")), swift and text."
      )
      return .listing(text, language: word)
    }
  }

  private mutating func cell(_ words: ArraySlice<String>, _ text: String, line: Int) -> Cell {
    cellCount += 1
    var words = Array(words)
    let isTimed = words.last == "timed"
    if isTimed { words.removeLast() }
    if words.count > 1 {
      complain(line - 1, 1, "A cell's fence reads `cell`, `cell NAME` or `cell NAME timed`.")
    }
    return Cell(
      name: words.first ?? "cell-\(cellCount)", source: text, isTimed: isTimed, line: line)
  }

  /// The words of fences that are more than text.
  private static let liveWords =
    ["cell", "math"] + PromptKinds.table.map { $0.word } + ["source"]

  private mutating func prompt(_ kind: any PromptKind.Type, _ yaml: String, line: Int) -> Block? {
    do {
      var fields = try Fields(
        yaml, kind: kind.word, known: kind.fields, file: file, firstLine: line,
        references: references)
      let prompt = kind.init(&fields, line: line)
      complaints += fields.complaints
      mentions.add(fields.mentions)
      for image in fields.mentions.refused {
        complain(
          image.line, image.column, "A terminal page shows no pictures; compute one in a cell.")
      }
      for term in fields.mentions.terms {
        complain(
          term.line, term.column,
          "A term is introduced in the page's text, not in a question: `\(term.text)`.")
      }
      return .prompt(PosedPrompt(prompt))
    } catch {
      complaints.append(error)
      return nil
    }
  }

  private mutating func listing(
    _ words: [String], line: Int, _ sourceFile: (String) -> String?
  ) -> Block? {
    guard words.count == 4 else {
      complain(
        line - 1, 1, "Say which declaration of which file: `source Sources/….swift func NAME`.")
      return nil
    }
    guard let source = sourceFile(words[1]) else {
      complain(line - 1, 1, "There is no file \(words[1]).")
      return .paragraph([
        .text("The source is not at hand here: "), .code("\(words[2]) \(words[3])"),
        .text(" in "), .code(words[1]), .text("."),
      ])
    }
    guard let text = declaration(words[2], words[3], in: source) else {
      complain(line - 1, 1, "\(words[1]) has no `\(words[2]) \(words[3])`.")
      return nil
    }
    return .listing(text, language: "swift")
  }

  /// Only the outermost fences are live.
  private mutating func refuseLiveFences(in block: Block, line: Int) {
    switch block {
    case .listing(_, let info):
      let word = info.split(separator: " ").first ?? ""
      if Self.liveWords.contains(String(word)) {
        complain(line, 1, "`\(word)` stands in a list or a quote; move it out to the margin.")
      }
    case .quote(let blocks): for inner in blocks { refuseLiveFences(in: inner, line: line) }
    case .list(let items, _):
      for inner in items.joined() { refuseLiveFences(in: inner, line: line) }
    default: break
    }
  }
}
