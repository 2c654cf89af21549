import CellLanguage
import Coursebook
import Screen
import Synchronization
import Testing

@testable import Tutor

/// Cells beside the loop: a session with a worker asks for runs, and takes in what comes of them.
@Suite struct WorkTests {
  @Test func `opening a page orders its cells once, and shows the text before they have run`() {
    var session = Session.beside()
    let orders = session.orders(of: .resize(width: 60, height: 24))
    #expect(orders.count == 1)
    #expect(session.text.contains("let a = 2"))
    #expect(!session.text.contains("a is 2"))
    #expect(session.orders(of: .key(.character("j"))).isEmpty)
    session.carryOut(orders)
    #expect(session.text.contains("a is 2"))
    #expect(session.text.contains("twice 4"))
  }

  @Test func `a key is taken in while a cell runs, its figures stay until the new ones come`() {
    var session = Session.beside()
    session.carryOut(session.orders(of: .resize(width: 60, height: 24)))
    session.press(.tab)
    let orders = session.orders(of: .key(.up))
    #expect(session.text.contains("let a = 3"))
    #expect(session.text.contains("a is 2"))
    session.carryOut(orders)
    #expect(session.text.contains("a is 3"))
    #expect(session.text.contains("twice 6"))
  }

  @Test func `a newer run overtakes the older, whose results go nowhere`() {
    var session = Session.beside()
    session.carryOut(session.orders(of: .resize(width: 60, height: 24)))
    session.press(.tab)
    let older = session.orders(of: .key(.up))
    let newer = session.orders(of: .key(.up))
    session.carryOut(older)
    #expect(session.text.contains("a is 2"))
    session.carryOut(newer)
    #expect(session.text.contains("a is 4"))
  }

  @Test func `a run that is overtaken halfway leaves no cell out`() {
    var session = Session.beside()
    session.carryOut(session.orders(of: .resize(width: 60, height: 24)))
    session.press(.tab)
    let older = session.orders(of: .key(.up))
    session.carryOut(older, deliveries: 1)
    #expect(session.text.contains("a is 3"))
    #expect(session.text.contains("twice 4"))
    session.press(.tab)
    session.carryOut(session.orders(of: .key(.up)))
    #expect(session.text.contains("a is 3"))
    #expect(session.text.contains("twice 9"))
  }

  @Test func `what takes long is said, and Esc stops it`() {
    var session = Session.beside()
    session.carryOut(session.orders(of: .resize(width: 60, height: 24)))
    session.press(.tab)
    let orders = session.orders(of: .key(.up))
    _ = session.receive(.tick(.late))
    #expect(session.footer.contains("computing; Esc stops"))
    let effects = session.receive(.key(.escape))
    #expect(effects.contains(.abandon(.page)))
    #expect(session.footer.contains("Stopped"))
    session.carryOut(orders)
    #expect(session.text.contains("a is 2"))
    #expect(session.style(of: "a is 2") == Style(.muted), "it is not what the text comes to")
    // The next change runs again.
    session.carryOut(session.orders(of: .key(.up)))
    #expect(session.text.contains("a is 4"))
  }

  @Test func `figures of before are drawn faintly while the new ones are late`() throws {
    var session = Session.beside()
    session.carryOut(session.orders(of: .resize(width: 60, height: 24)))
    session.press(.tab)
    let orders = session.orders(of: .key(.up))
    let style = try #require(session.style(of: "a is 2"))
    _ = session.receive(.tick(.late))
    #expect(session.style(of: "a is 2") == Style(.muted))
    #expect(style != Style(.muted))
    session.carryOut(orders)
    #expect(session.style(of: "a is 3") == style)
    #expect(session.style(of: "twice 6") == style)
  }

  @Test(arguments: Appearance.ColorDepth.allCases)
  func `with few colours figures of before are named so`(depth: Appearance.ColorDepth) {
    var session = Session.beside()
    session.appearance.depth = depth
    session.carryOut(session.orders(of: .resize(width: 60, height: 24)))
    session.press(.tab)
    let orders = session.orders(of: .key(.up))
    #expect(!session.text.contains("of before"))
    _ = session.receive(.tick(.late))
    #expect(session.text.contains("of before") == (depth < .indexed256))
    session.carryOut(orders)
    #expect(!session.text.contains("of before"))
  }

  @Test func `a mistake keeps the figures of before, faintly, and says where it stands`() {
    var session = Session.beside()
    session.carryOut(session.orders(of: .resize(width: 60, height: 24)))
    session.press(.tab, .character("e"), .end)
    _ = session.receive(.paste("+"))
    session.carryOut(session.orders(of: .key(.escape)))
    #expect(session.text.contains("a is 2"))
    #expect(session.style(of: "a is 2") == Style(.muted))
    #expect(session.text.contains("line 1"))
  }

  @Test func `a page left while its cells run is brought up to date when the reader is back`() {
    var session = Session.beside()
    _ = session.orders(of: .resize(width: 60, height: 24))
    session.press("n")
    session.carryOut(session.orders(of: .key(.character("p"))))
    #expect(session.text.contains("a is 2"))
  }

  @Test func `the cells of a page that is left are given up, also for a page without cells`() {
    var session = Session.beside()
    _ = session.orders(of: .resize(width: 60, height: 24))
    #expect(session.press("n").contains(.abandon(.page)))
    #expect(!session.press("p").contains(.abandon(.page)))
  }

  @Test func `an answer is judged beside the loop and recorded then`() {
    var session = Session.beside()
    session.carryOut(session.orders(of: .resize(width: 60, height: 24)))
    session.press(.tab, .tab, .tab, .character("2"))
    let orders = session.orders(of: .key(.enter))
    #expect(orders.map(\.lane) == [.answer])
    #expect(!session.text.contains("Right"))
    let effects = session.carryOut(orders)
    #expect(session.text.contains("Right: 2"))
    #expect(effects.contains { if case .record(.answer) = $0 { true } else { false } })
  }

  @Test func `answers given before the first is judged are judged in their order`() {
    var session = Session.beside()
    session.carryOut(session.orders(of: .resize(width: 60, height: 24)))
    session.press(.tab, .tab, .tab)
    var effects: [Effect] = []
    for answer in ["7", "8", "2", "9"] {
      session.press(answer)
      effects += session.receive(.key(.enter))
    }
    var typed: [String] = []
    while let next = effects.popFirstOrder() {
      for effect in session.carryOut([next]) {
        if case .record(.answer(_, _, let text, _, _)) = effect { typed.append(text) }
        effects.append(effect)
      }
    }
    // The last was typed before anyone could see that the third was right: no answer to an answered question.
    #expect(typed == ["7", "8", "2"])
    #expect(session.text.contains("Right: 2"))
    #expect(!session.isJudging)
  }

  @Test func `an answer counts on its page when the page was turned before its verdict`() {
    var session = Session.beside()
    session.carryOut(session.orders(of: .resize(width: 60, height: 24)))
    session.press(.tab, .tab, .tab, .character("2"))
    let orders = session.orders(of: .key(.enter))
    session.press("n")
    let page = session.open.page.name
    let answers = session.carryOut(orders).compactMap { effect in
      if case .record(.answer(let page, _, let typed, let isRight, _)) = effect {
        (page, typed, isRight)
      } else {
        nil
      }
    }
    #expect(answers.count == 1 && answers[0].0 != page && answers[0].1 == "2" && answers[0].2)
    session.press("p")
    #expect(session.text.contains("Right: 2"))
  }

  @Test func `a console line is computed beside the loop, one after the other`() {
    var session = Session.beside()
    session.carryOut(session.orders(of: .resize(width: 60, height: 24)))
    session.press(":a+1")
    let orders = session.orders(of: .key(.enter))
    session.press("a")
    #expect(session.orders(of: .key(.enter)).isEmpty)
    #expect(session.footer.contains("still being computed"))
    session.carryOut(orders)
    #expect(session.text.contains("3"))
  }

  @Test func `a stopped run gives up at the next expression`() {
    let interruption = Interruption()
    interruption.stop()
    var scope = Interpreter(surroundings: .none)
    scope.interruption = interruption
    let outcome = scope.run("var a = 0\nwhile true { a += 1 }")
    #expect(outcome.error?.message == "this was stopped")
  }

  @Test func `a cell that takes longer than it may says so`() {
    // Each look at the clock is a second after the one before.
    let seconds = Mutex(0.0)
    var surroundings = Surroundings.none
    surroundings.clock = {
      seconds.withLock { now in
        now += 1
        return now
      }
    }
    var scope = Interpreter(surroundings: surroundings)
    scope.budget.seconds = 5
    let message = scope.run("var a = 0\nwhile true { a += 1 }").error?.message ?? ""
    #expect(message.hasPrefix("this takes longer than 5 seconds"))
  }
}

extension [Effect] {
  /// The first order among them, taken out.
  fileprivate mutating func popFirstOrder() -> Order? {
    while !isEmpty { if case .perform(let order) = removeFirst() { return order } }
    return nil
  }
}

extension Session {
  /// Two pages with a worker that the test plays.
  fileprivate static func beside() -> Session {
    let page = """
      # Work

      ```cell first
      let a = 2
      print("a is", a)
      ```

      ```cell second
      print("twice", a * 2)
      ```

      ```predict
      id: a
      kind: number
      ask: 'What is `a`?'
      answer: 'a'
      ```
      """
    return Session(
      book: Book(files: [
        (path: "01-w/chapter.md", text: "# W\n"), (path: "01-w/01-work.md", text: page),
        (path: "01-w/02-more.md", text: "# More\n\nText."),
      ]),
      progress: ReaderProgress(), surroundings: .none, appearance: Appearance(), seed: 1,
      hasWorker: true)
  }

  /// What an event orders.
  fileprivate mutating func orders(of event: Event) -> [Order] {
    receive(event).compactMap { if case .perform(let order) = $0 { order } else { nil } }
  }

  /// Does what was ordered, at most so many deliveries of it, and takes in what comes of it.
  @discardableResult
  fileprivate mutating func carryOut(_ orders: [Order], deliveries: Int = .max) -> [Effect] {
    var told: [Delivery] = []
    for order in orders { order.perform(Interruption()) { told.append($0) } }
    return told.prefix(deliveries).flatMap { receive(.delivery($0)) }
  }

  /// The style of a text's first glyph on the screen.
  fileprivate func style(of text: String) -> Style? {
    let grid = frame(width: width, height: height).grid
    let wanted = Array(text.unicodeScalars)
    for row in 0..<grid.height {
      for column in 0..<grid.width
      where wanted.indices.allSatisfy({ grid[column + $0, row].scalar == wanted[$0] }) {
        return grid[column, row].style
      }
    }
    return nil
  }
}
