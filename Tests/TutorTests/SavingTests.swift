import CellLanguage
import Coursebook
import Screen
import Testing

@testable import Tutor

@Suite struct SavingTests {
  @Test func `s saves what the focused cell shows, named by page and cell`() throws {
    var session = Session.small()
    session.press(.tab)
    #expect(session.footer.contains("s save"))
    let (picture, name) = try #require(session.press("s").compactMap(\.saved).first)
    #expect(name == "page-1.1-double")
    #expect(picture.contains("6"))
  }

  @Test func `S saves the screen, also where nothing has the focus`() throws {
    var session = Session.small()
    let (picture, name) = try #require(session.press("S").compactMap(\.saved).first)
    #expect(name == "page-1.1-screen")
    #expect(picture.contains("Doubling"))
    #expect(picture.contains("Space"))
  }

  @Test func `what a question hides is not saved`() {
    let text = """
      # Hidden

      ```cell sum
      let a = 21
      print(a * 2)
      ```

      ```predict
      id: sum
      kind: number
      ask: 'What is it?'
      answer: '42'
      hides: cell sum
      ```
      """
    var session = Session(
      book: Book(files: [
        (path: "01-h/chapter.md", text: "# H\n"), (path: "01-h/01-hidden.md", text: text),
      ]), progress: ReaderProgress(), surroundings: .none, appearance: .plain, seed: 1)
    _ = session.receive(.resize(width: 60, height: 30))
    session.press(.tab)
    #expect(!session.footer.contains("s save"))
    #expect(session.press("s").compactMap(\.saved).isEmpty)
    #expect(session.footer.contains("There is no figure to save here."))
    #expect(session.press("S").compactMap(\.saved).allSatisfy { !$0.picture.contains("42") })
  }

  @Test func `y copies the focused cell's text as the reader has it`() {
    var session = Session.small()
    session.press(.tab, .up)
    #expect(
      session.press("y").contains(
        .copy(
          "let a = 3\nlet b = a * 2\nprint(a * 3, b)\n", name: "page-1.1-double",
          ending: "swift")))
  }

  @Test func `in a prompt s shows the answer, and saves nothing`() {
    var session = Session.small()
    session.press(.tab, .tab)
    #expect(session.press("s").compactMap(\.saved).isEmpty)
    #expect(session.text.contains("The answer: 4"))
  }
}

extension Effect {
  /// The text of the picture that is to be saved, and its name.
  fileprivate var saved: (picture: String, name: String)? {
    guard case .save(let picture, let name) = self else { return nil }
    return (picture.text, name)
  }
}
