import Coursebook
import Testing

@testable import Tutor

@Suite struct `The quiz` {
  static let page = PageName("b")
  static let book = Book(files: [
    ("01-a/chapter.md", "# A\n"),
    (
      "01-a/01-b.md",
      """
      # B

      ```question
      id: first
      ask: 'What is a kernel?'
      points:
        - 'Weights.'
        - 'Shared over all places.'
      followUp: 'And a filter?'
      ```

      ```question
      id: second
      ask: 'What is a stride?'
      points:
        - 'A step.'
      ```
      """
    ),
  ])

  func quiz(_ marks: [String: (had: Set<Int>, of: Int)] = [:]) -> Quiz {
    var progress = ReaderProgress()
    for (id, mark) in marks { progress.marks[.init(page: Self.page, prompt: id)] = mark }
    return Quiz(Self.book, progress: progress, isASCII: true)
  }

  @Test func `keeps each point as soon as it is marked, and ends by itself`() {
    var quiz = quiz()
    #expect(quiz.opening.contains("q leaves") && quiz.opening.contains("What is a kernel?"))
    #expect(quiz.receive("").text.contains("Weights."))
    let first = quiz.receive("y")
    #expect(first.entry == .marked(Self.page, question: "first", had: [0], of: 1))
    #expect(first.text.contains("Shared"))
    let second = quiz.receive(" No ")
    #expect(second.entry == .marked(Self.page, question: "first", had: [0], of: 2))
    #expect(second.text.contains("You had 1 of 2 points.") && second.text.contains("And a filter?"))
    #expect(second.text.contains("What is a stride?") && !second.leaves)
    _ = quiz.receive("")
    let last = quiz.receive("y")
    #expect(last.leaves && quiz.isOver)
    #expect(last.text.contains("2 questions to their end; 2 of 3 points had."))
  }

  @Test(arguments: ["maybe", "", " ", "yy", "y n", "1", "-", "\u{1B}[A"])
  func `refuses what is no answer, and asks again`(line: String) {
    var quiz = quiz()
    _ = quiz.receive("")
    let reply = quiz.receive(line)
    #expect(reply.entry == nil && !reply.leaves)
    #expect(reply.text == "That is no answer: y if you had this point, n if not, q to leave.")
    #expect(quiz.receive("y").entry == .marked(Self.page, question: "first", had: [0], of: 1))
  }

  @Test func `shows no answer to what was typed before it`() {
    var quiz = quiz()
    #expect(quiz.receive("y").text == "Nothing is typed here: Enter shows the answer, q leaves.")
  }

  @Test(arguments: ["q", "Q", "quit", "exit"]) func `is left by a word`(word: String) {
    var quiz = quiz()
    _ = quiz.receive("")
    #expect(quiz.receive(word) == Quiz.Reply(text: "Nothing was marked.", leaves: true))
  }

  @Test func `is left by input that never answers`() {
    var quiz = quiz()
    _ = quiz.receive("")
    let replies = (0..<20).map { _ in quiz.receive("") }
    #expect(replies.map(\.leaves) == Array(repeating: false, count: 19) + [true])
  }

  @Test func `asks first what was never marked, then what was missed`() {
    #expect(quiz(["first": ([0], 2)]).opening.contains("What is a stride?"))
    #expect(quiz(["first": ([0], 2), "second": ([0], 1)]).opening.contains("What is a kernel?"))
    // Half marked, the rest counts as not had.
    #expect(quiz(["first": ([0], 1), "second": ([0], 1)]).opening.contains("What is a kernel?"))
  }

  @Test func `says so where nothing is to be asked`() {
    let quiz = Quiz(Book(files: []), progress: ReaderProgress(), isASCII: true)
    #expect(quiz.isOver && quiz.opening == "This course has no interview questions.")
  }

  @Test func `marks as the book does, which goes on where the quiz was left`() throws {
    let page = try #require(Self.book.page(PageID(chapter: 1, page: 1)))
    let question = try #require(page.blocks.first?.prompt as? Question)
    var state = PromptState()
    state.take((had: [0], of: 1), of: question)
    #expect((state.pointsShown, state.openPoint) == (2, 1))
    state.take((had: [1], of: 2), of: question)
    #expect((state.had, state.missed, state.openPoint) == ([1], [0], nil))
  }
}
