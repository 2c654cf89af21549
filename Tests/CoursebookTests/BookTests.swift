import Testing

@testable import Coursebook

@Suite struct `The book` {
  let book = Book(files: [
    ("02-layers/01-max.md", "# Max\n\nThe largest entry of a window.\n"),
    ("01-convolution/chapter.md", "# Convolution\n\nSums of *products*.\n"),
    (
      "01-convolution/02-kernels.md",
      "# Kernels\n\n```predict\nid: window\nask: 'What is a Window?'\nanswer: window\n```\n"
    ),
    ("01-convolution/01-pictures.md", "# Pictures *are* numbers\n\nA **window** on 1 entry.\n"),
    ("02-layers/chapter.md", "# Layers\n"),
  ])
  func id(_ text: String) throws -> PageID { try #require(PageID(text)) }

  @Test func `is read in the order of its numbers`() throws {
    #expect(book.pageIDs.map(\.description) == ["1.1", "1.2", "2.1"])
    #expect(book.title(of: try id("1.1")) == "Pictures are numbers")
    #expect(book.page(after: try id("1.2")) == (try id("2.1")))
    #expect(book.page(before: try id("1.2")) == (try id("1.1")))
    #expect(book.page(after: try id("2.1")) == nil)
    #expect(book.file(of: try id("2.1")) == "02-layers/01-max.md")
    #expect(book.page(try id("2.1"))?.title == "Max")
    #expect(book.page(try id("3.1")) == nil)
    #expect(book.complaints == [])
  }

  @Test func `may have a page before the first of a chapter, but no chapter before the first`()
    throws
  {
    let book = Book(files: [
      ("01-convolution/chapter.md", "# Convolution\n"), ("01-convolution/01-a.md", "# A\n"),
      ("01-convolution/00-b.md", "# B\n"), ("00-c/01-d.md", "# D\n"),
    ])
    #expect(book.pageIDs.map(\.description) == ["1.0", "1.1"])
    #expect(
      book.complaints.map(\.description) == [
        "00-c/01-d.md:1:1: This file is no page: pages are named 01-chapter/02-page.md."
      ])
  }

  @Test func `has chapters with an introduction`() throws {
    #expect(
      book.chapters == [
        Chapter(
          number: 1, title: "Convolution", introduction: "Sums of *products*.\n",
          pageIDs: [try id("1.1"), try id("1.2")]),
        Chapter(number: 2, title: "Layers", introduction: "", pageIDs: [try id("2.1")]),
      ])
  }

  @Test func `is searched by words, whatever their case, and keeps its answers`() throws {
    #expect(
      SearchIndex(book).hits("WINDOW").map { "\($0.page) \($0.line)" } == [
        "1.1 A window on 1 entry.", "1.2 What is a Window?", "2.1 The largest entry of a window.",
      ])
    #expect(SearchIndex(book).hits("window entry largest").map(\.page) == [try id("2.1")])
    #expect(SearchIndex(book).hits("  ").isEmpty)
  }

  @Test func `complains of gaps and strangers`() {
    let book = Book(files: [
      ("02-layers/01-a.md", "# A\n"), ("02-layers/03-c.md", "# C\n"),
      ("02-layers/3-d.md", "# D\n"), ("notes.md", ""), ("02-layers/e.md", "# E\n"),
    ])
    #expect(
      book.complaints.map(\.description) == [
        "02-layers:1:1: The chapter has no chapter.md with its title: `# Title` and a paragraph.",
        "02-layers:1:1: There is no chapter 1 before this one.",
        "02-layers/03-c.md:1:1: There is no page 2.2 before this one.",
        "02-layers/3-d.md:1:1: Page 2.3 is 02-layers/03-c.md already; give this one another number.",
        "02-layers/e.md:1:1: This file is no page: its name begins with the page's number, 02-….md.",
        "notes.md:1:1: This file is no page: pages are named 01-chapter/02-page.md.",
      ])
  }

  @Test func `finds a page by its name, wherever it stands`() throws {
    func book(_ path: String) -> Book {
      Book(files: [
        (path, "---\nid: windows\n---\n\n# Sliding\n\nSee [itself](windows).\n"),
        ("03-z/07-no-name.md", "# N\n"),
      ])
    }
    for (path, number) in [("01-a/02-x.md", "1.2"), ("02-b/09-y.md", "2.9")] {
      let book = book(path)
      let page = try #require(book.page(try id(number)))
      #expect(book.id(of: PageName("windows")) == (try id(number)))
      #expect(book.name(of: try id(number)) == PageName("windows"))
      #expect(page.name == PageName("windows") && page.title == "Sliding")
      #expect(book.title(of: try id(number)) == "Sliding")
      #expect(
        page.blocks == [
          .paragraph([.text("See "), .link([.text("itself")], target: number), .text(".")])
        ])
      #expect(SearchIndex(book).hits("itself").map(\.page) == [try id(number)])
      #expect(book.name(of: try id("3.7")) == PageName("no-name"))
    }
  }

  @Test func `gives each page a name of its own, and complains of one that is taken`() throws {
    let book = Book(files: [
      ("01-a/chapter.md", "# A\n"), ("01-a/01-b.md", "---\nid: b\n---\n# B\n"),
      ("01-a/02-b.md", "---\nid: b\n---\n# B\n"), ("01-a/03-b.md", "# B\n"),
    ])
    #expect(
      book.pageIDs.compactMap { book.name(of: $0)?.text } == ["b", "01-a/02-b", "01-a/03-b"])
    #expect(
      book.complaints.map(\.description) == [
        "01-a/02-b.md:1:1: The id b is that of 01-a/01-b.md already; give this page another.",
        "01-a/03-b.md:1:1: The id b is that of 01-a/01-b.md already; give this page another.",
      ])
  }
}
