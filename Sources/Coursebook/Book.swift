/// The whole course as its files: titles are read at once, pages when they are asked for.
public struct Book: Sendable {
  public let chapters: [Chapter]
  /// All pages in reading order.
  public let pageIDs: [PageID]
  /// Gaps in the numbering, and files that are no pages.
  public let complaints: [PageComplaint]
  /// The files that were not taken in; `complaints` holds them too.
  public let refusals: [PageComplaint]
  /// The works that pages cite.
  public let bibliography: Bibliography
  /// `sources.yaml`, where the course has one.
  let sourcesFile: PageFile?
  let files: [PageID: PageFile]
  /// Where each page stands.
  let numbers: [PageName: PageID]
  private let titles: [PageID: String]
  /// What pages may name.
  var references: References { References(pages: numbers, titles: titles, works: bibliography) }
  /// Each chapter's `chapter.md`.
  let chapterFiles: [PageFile]
  let sourceFile: @Sendable (String) -> String?

  struct PageFile: Sendable {
    var path: String
    /// What its front matter calls it, or its file where that has no name or one that is taken.
    var name: PageName
    var title: String
    var text: String
  }

  /// Makes a book of the files of its chapters, `01-convolution/02-sliding-a-kernel.md`, and `sources.yaml`, in any order.
  ///
  /// `refusals` are the files that could not be read; `sourceFile` gives the text of a file of the package by its path, for
  /// pages that print their source.
  public init(
    files: [(path: String, text: String)], refusals: [PageComplaint] = [],
    sourceFile: @escaping @Sendable (String) -> String? = { _ in nil }
  ) {
    var shelf = Shelf()
    for (path, text) in files where path != Bibliography.fileName { shelf.put(path, text) }
    sourcesFile = files.first { $0.path == Bibliography.fileName }
      .map { PageFile(path: $0.path, name: PageName($0.path), title: "", text: $0.text) }
    bibliography = Bibliography(sourcesFile?.text ?? "")
    shelf.complainOfGaps()
    shelf.nameAnew()
    self.files = shelf.pages
    numbers = Dictionary(uniqueKeysWithValues: shelf.pages.map { ($1.name, $0) })
    titles = shelf.pages.mapValues(\.title)
    chapterFiles = shelf.chapterFiles.sorted { $0.path < $1.path }
    self.sourceFile = sourceFile
    pageIDs = shelf.pages.keys.sorted()
    chapters = shelf.chapters(of: pageIDs)
    complaints = (shelf.complaints + refusals).sorted {
      ($0.file, $0.message) < ($1.file, $1.message)
    }
    self.refusals = refusals
  }

  /// The page's `# …` heading.
  public func title(of id: PageID) -> String? { files[id]?.title }

  /// What the page is called for as long as the course lives.
  public func name(of id: PageID) -> PageName? { files[id]?.name }

  /// Where the page of a name stands today.
  public func id(of name: PageName) -> PageID? { numbers[name] }

  /// The page of a number, "1.3", or a name, "padding-and-borders"; a number need not be that of a page.
  public func id(written text: String) -> PageID? { PageID(text) ?? id(of: PageName(text)) }

  /// The page's file under the chapters' folder.
  public func file(of id: PageID) -> String? { files[id]?.path }

  /// Reads a page; what its author got wrong is left out.
  public func page(_ id: PageID) -> Page? {
    files[id].map { file in
      Page.parse(
        file.text, id: id, name: file.name, file: file.path, references: references,
        sourceFile: sourceFile
      ).page
    }
  }

  /// Why a page is not shown whole: it is larger, deeper or has more in it than a page may.
  public func refusal(of id: PageID) -> PageComplaint? {
    files[id].flatMap {
      PageParser($0.text, id: id, file: $0.path, sourceFile: sourceFile).refusal
    }
  }

  /// The page that comes next in reading order.
  public func page(after id: PageID) -> PageID? { pageIDs.first { $0 > id } }

  /// The page that comes before in reading order.
  public func page(before id: PageID) -> PageID? { pageIDs.last { $0 < id } }
}

/// A chapter: what the contents show of it.
public struct Chapter: Equatable, Sendable {
  /// From 1.
  public var number: Int
  public var title: String
  /// A paragraph or two of Markdown.
  public var introduction: String
  public var pageIDs: [PageID]
  /// What its pages are held to.
  public var rules: Rules

  /// What an author asks of a chapter's pages, in the front matter of its `chapter.md`: for the linter.
  public struct Rules: Equatable, Sendable {
    /// Whether each page must compute something; not where a chapter is about talking.
    public var needsCells = true
    /// Whether no page may use a term that a later one explains.
    public var ordersTerms = false
    /// Whether there must be something to write on one page of three.
    public var needsWriting = false

    public init() {}
  }

  public init(
    number: Int, title: String, introduction: String, pageIDs: [PageID], rules: Rules = Rules()
  ) {
    self.number = number
    self.title = title
    self.introduction = introduction
    self.pageIDs = pageIDs
    self.rules = rules
  }
}

/// Sorts files into chapters and pages by the numbers in their names.
private struct Shelf {
  var pages: [PageID: Book.PageFile] = [:]
  var chapterFiles: [Book.PageFile] = []
  var complaints: [PageComplaint] = []
  private var introductions: [Int: (title: String, text: String, rules: Chapter.Rules)] = [:]
  private var folders: [Int: String] = [:]

  mutating func put(_ path: String, _ text: String) {
    let parts = path.split(separator: "/")
    guard parts.count == 2, let chapter = number(of: parts[0]), chapter > 0,
      parts[1].hasSuffix(".md")
    else {
      complain(path, "This file is no page: pages are named 01-chapter/02-page.md.")
      return
    }
    let folder = folders[chapter, default: String(parts[0])]
    folders[chapter] = folder
    if folder != parts[0] {
      complain(
        path, "Chapter \(chapter) is the folder \(folder) already; give this one another number.")
    } else if parts[1] == "chapter.md" {
      let front = FrontMatter(text.withPlainLineEndings, of: .chapter)
      for (line, message) in front.complaints { complain(path, message, line: line) }
      let body = String(front.rest.drop { $0 == "\n" })
      let heading = heading(of: body)
      chapterFiles.append(
        Book.PageFile(path: path, name: PageName(folder), title: heading.title, text: text))
      let rest = body.utf8.dropFirst(heading.length).drop { $0 <= UInt8(ascii: " ") }
      introductions[chapter] = (
        heading.title, String(decoding: rest, as: UTF8.self), front.rules
      )
    } else if let page = number(of: parts[1]) {
      let id = PageID(chapter: chapter, page: page)
      if let first = pages[id] {
        complain(path, "Page \(id) is \(first.path) already; give this one another number.")
      } else {
        let front = FrontMatter(text.withPlainLineEndings)
        let body = String(front.rest.drop { $0 == "\n" })
        pages[id] = Book.PageFile(
          path: path, name: front.name ?? PageName(ofFile: path), title: heading(of: body).title,
          text: text)
      }
    } else {
      complain(path, "This file is no page: its name begins with the page's number, 02-….md.")
    }
  }

  private mutating func complain(_ path: String, _ message: String, line: Int = 1) {
    complaints.append(PageComplaint(file: path, line: line, column: 1, message: message))
  }

  /// 2 for "02-sliding-a-kernel"; a page before a chapter's first has 0.
  private func number(of name: Substring) -> Int? {
    guard let dash = name.utf8.firstIndex(of: UInt8(ascii: "-")), let number = Int(name[..<dash]),
      number >= 0
    else { return nil }
    return number
  }

  /// The text of the first line where it is `# Title`, and the line's length in bytes.
  private func heading(of text: String) -> (title: String, length: Int) {
    let line = text.utf8.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
    guard line.starts(with: "# ".utf8) else { return ("", 0) }
    let title = String(decoding: line.dropFirst(2), as: UTF8.self)
    let isPlain = line.allSatisfy { !"*_`$[\\&<".utf8.contains($0) }
    return (isPlain ? title : Markdown(title).inline.plainText, line.count)
  }

  /// Gives a page whose name is taken by one before it another one that no author can write.
  mutating func nameAnew() {
    var taken: [PageName: String] = [:]
    for id in pages.keys.sorted() {
      guard let page = pages[id] else { continue }
      if let first = taken[page.name] {
        complain(
          page.path, "The id \(page.name) is that of \(first) already; give this page another.")
        pages[id]?.name = PageName(String(page.path.dropLast(3)))
      } else {
        taken[page.name] = page.path
      }
    }
  }

  mutating func complainOfGaps() {
    for (chapter, folder) in folders {
      if chapter > 1 && folders[chapter - 1] == nil {
        complain(folder, "There is no chapter \(chapter - 1) before this one.")
      }
      if introductions[chapter] == nil {
        complain(folder, "The chapter has no chapter.md with its title: `# Title` and a paragraph.")
      } else if introductions[chapter]?.title == "" {
        complain(folder + "/chapter.md", "A chapter begins with its title: `# Title`.")
      }
    }
    for (id, page) in pages
    where id.page > 1 && pages[PageID(chapter: id.chapter, page: id.page - 1)] == nil {
      complain(page.path, "There is no page \(id.chapter).\(id.page - 1) before this one.")
    }
  }

  func chapters(of pageIDs: [PageID]) -> [Chapter] {
    let pages = Dictionary(grouping: pageIDs, by: \.chapter)
    return folders.keys.sorted().map { number in
      Chapter(
        number: number, title: introductions[number]?.title ?? folders[number] ?? "",
        introduction: introductions[number]?.text ?? "", pageIDs: pages[number] ?? [],
        rules: introductions[number]?.rules ?? Chapter.Rules())
    }
  }
}
