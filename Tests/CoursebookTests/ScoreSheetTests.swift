import Testing

@testable import Coursebook

@Suite struct `The score of a page` {
  static let page = PageName("check")
  static let questions = [
    ScoredQuestion(id: "a", pages: [PageID(chapter: 1, page: 2)], line: 1),
    ScoredQuestion(
      id: "b", pages: [PageID(chapter: 1, page: 1), PageID(chapter: 1, page: 2)], line: 9),
    ScoredQuestion(id: "c", pages: [PageID(chapter: 1, page: 3)], line: 17),
  ]

  var progress = ReaderProgress()

  var sheet: ScoreSheet { ScoreSheet(Self.questions, on: Self.page, in: progress) }

  /// The pages to reread, and how many were missed there.
  var rereads: [String] { sheet.rereads.map { "\($0.page): \($0.missed)" } }

  mutating func answer(_ prompt: String, _ isRight: Bool, hints: Int = 0, at moment: Moment? = nil)
  {
    progress.apply(
      .answer(Self.page, prompt: prompt, typed: "1", isRight: isRight, hints: hints), at: moment)
  }

  @Test func `is empty before anything is answered`() {
    #expect(sheet.count == 3 && sheet.open == 3)
    #expect(sheet.rightAtOnce == 0 && sheet.rightByNow == 0 && rereads == [])
  }

  @Test mutating func `counts first answers, which later ones do not change`() {
    answer("a", true)
    answer("b", false)
    answer("b", true)
    #expect(sheet.rightAtOnce == 1 && sheet.rightByNow == 2 && sheet.open == 1)
    #expect(rereads == ["1.1: 1", "1.2: 1"])
    answer("a", false)
    #expect(sheet.rightAtOnce == 1 && sheet.rightByNow == 2)
  }

  @Test mutating func `names each page once, in reading order, with how many were missed there`() {
    answer("c", false)
    answer("b", false)
    answer("a", false)
    #expect(rereads == ["1.1: 1", "1.2: 2", "1.3: 1"])
  }

  @Test mutating func `counts an answer after a hint as missed`() {
    answer("a", true, hints: 1)
    #expect(sheet.rightAtOnce == 0 && sheet.rightByNow == 1 && rereads == ["1.2: 1"])
  }

  @Test mutating func `counts an answer that was shown as missed, whatever is answered after it`() {
    progress.apply(.revealed(Self.page, prompt: "a"))
    #expect(sheet.open == 2 && rereads == ["1.2: 1"])
    answer("a", true)
    #expect(sheet.rightAtOnce == 0 && sheet.rightByNow == 1)
    answer("c", true)
    progress.apply(.revealed(Self.page, prompt: "c"))
    #expect(sheet.rightAtOnce == 1, "shown after the first try")
  }

  @Test mutating func `begins again, and the record keeps what was first`() {
    answer("a", true)
    answer("b", false, hints: 2)
    #expect(sheet.firstTime == nil)
    progress.apply(.begunAgain(Self.page))
    #expect(sheet.open == 3 && sheet.rightByNow == 0 && rereads == [] && sheet.firstTime == 1)
    answer("a", false)
    answer("b", true)
    #expect(sheet.rightAtOnce == 1 && rereads == ["1.2: 1"] && sheet.firstTime == 1)
    let id = ReaderProgress.PromptID(page: Self.page, prompt: "a")
    #expect(progress.prompts[id]?.firstAnswer?.isRight == true)
    #expect(progress.prompts[id]?.attempts == 2 && progress.latest(id)?.attempts == 1)
    progress.apply(.begunAgain(Self.page))
    #expect(sheet.open == 3 && sheet.firstTime == 1)
  }

  @Test mutating func `begins again on that page alone`() {
    answer("a", true)
    progress.apply(.begunAgain(PageName("other")))
    #expect(sheet.rightAtOnce == 1 && sheet.firstTime == nil)
  }

  @Test mutating func `does not count what was kept late and is of before`() {
    progress.apply(.begunAgain(Self.page), at: Moment(milliseconds: 2000))
    answer("a", true, at: Moment(milliseconds: 1000))
    #expect(sheet.open == 3 && sheet.firstTime == 1)
    answer("a", false, at: Moment(milliseconds: 3000))
    #expect(sheet.open == 2 && rereads == ["1.2: 1"] && sheet.firstTime == 1)
  }
}
