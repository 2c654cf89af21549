import Testing

@testable import Coursebook

@Suite struct GlossaryTests {
  static let question =
    "\n```question\nid: q\nask: Why?\npoints: [So.]\n```\n```cell\nlet x = 1\n```\n"

  func book(_ first: String, _ second: String = "Nothing new.") -> Book {
    Book(files: [
      ("01-a/chapter.md", "# A\n"),
      ("01-a/01-b.md", "---\nid: b\n---\n# B\n\n" + first + "\n" + Self.question),
      ("01-a/02-c.md", "---\nid: c\n---\n# C\n\n" + second + "\n" + Self.question),
    ])
  }

  func complaints(_ book: Book) -> [String] {
    book.lint(
      checkMaths: { _ in nil }, isAllowed: { _ in true }, exists: { _ in true }, surroundings: .none
    ).map(\.description)
  }

  @Test func `lists each term with its sentence and its page`() {
    let book = book(
      "A picture is numbers. A [kernel](term) is small: 0.5 of a row, $f$ wide. It slides.",
      "- [Strides](term:stride) are steps\n- the [ReLU](term) bends")
    #expect(
      Glossary(book, maths: { "<\($0)>" }).entries == [
        .init(
          name: "kernel", page: PageID(chapter: 1, page: 1),
          sentence: "A kernel is small: 0.5 of a row, <f> wide."),
        .init(name: "ReLU", page: PageID(chapter: 1, page: 2), sentence: "the ReLU bends"),
        .init(name: "stride", page: PageID(chapter: 1, page: 2), sentence: "Strides are steps"),
      ])
    #expect(complaints(book) == [])
  }

  @Test(arguments: [
    ("Kernel", "kernel"), ("ReLU", "ReLU"), ("Batch norm", "batch norm"), ("FFT", "FFT"), ("", ""),
    ("É", "é"),
  ]) func `takes a capital that begins a sentence for a small letter`(text: String, name: String) {
    #expect(text.asGlossaryEntry == name)
  }

  @Test func `has each term once`() {
    let twice = book("A [kernel](term) slides.", "The [kernel](term) is weights.")
    #expect(
      complaints(twice) == [
        "01-a/02-c.md:6:14: The term `kernel` is introduced on page 1.1 already; take one mark away."
      ])
    #expect(Glossary(twice).entries.map(\.page) == [PageID(chapter: 1, page: 1)])
  }

  @Test func `takes no term from a question`() {
    let asked = book("```question\nid: r\nask: 'What is a [kernel](term)?'\npoints: [So.]\n```")
    #expect(
      complaints(asked) == [
        "01-a/01-b.md:8:6: A term is introduced in the page's text, not in a question: `kernel`."
      ])
  }
}
