import CellLanguage
import Testing

@testable import Coursebook

@Suite struct SelectionTests {
  static func page(_ options: String) -> String {
    """
    ---
    id: b
    ---
    # B

    ```select
    id: larger
    ask: What makes the output larger?
    options:
    \(options)
    because: Padding adds places.
    ```
    ```cell
    let x = 1
    ```
    """
  }
  static let three = """
    - {text: Padding, right: true, says: It adds places.}
    - {text: A stride of 2, says: It skips places.}
    - {text: A larger input, right: true, says: There is more to slide over.}
    """

  func complaints(_ options: String) -> [String] {
    Book(files: [("01-a/chapter.md", "# A\n"), ("01-a/01-b.md", Self.page(options))])
      .lint(
        checkMaths: { _ in nil }, isAllowed: { _ in true }, exists: { _ in true },
        surroundings: .none
      ).map(\.description)
  }

  func selection() throws -> Selection {
    let (page, complaints) = Page.parse(
      Self.page(Self.three), id: PageID(chapter: 1, page: 1), file: "b.md")
    #expect(complaints == [])
    return try #require(page.blocks.first?.prompt as? Selection)
  }

  @Test(arguments: ["ac", "ca", "13", "aac"])
  func `takes the right options in any order`(names: String) throws {
    #expect(try selection().grade(names) == .right)
  }

  @Test func `says how many stand wrong, and why what was picked does not hold`() throws {
    let selection = try selection()
    func said(_ names: String) -> String? {
      if case .wrong(let says) = selection.grade(names) { says?.plainText } else { nil }
    }
    #expect(said("abc") == "One option stands wrong. b: It skips places.")
    #expect(said("b") == "3 options stand wrong. b: It skips places.")
    #expect(said("a") == "One option stands wrong.")
    #expect(
      selection.grade("xyz 9") == .unreadable("Pick what holds by its letter, then answer."))
  }

  @Test func `needs some options that hold and some that do not, each with its reason`() {
    #expect(complaints(Self.three) == [])
    #expect(
      complaints(Self.three.replacing("says: It skips places.", with: "right: true")) == [
        "01-a/01-b.md:7:1: 3 of 3 options of larger are right; some must be, not all.",
        "01-a/01-b.md:7:1: Option b of larger says not why.",
      ])
    #expect(
      complaints("- {text: Padding, right: true, says: So.}").contains {
        $0.contains("select has 3 to 9 `options`")
      })
  }
}
