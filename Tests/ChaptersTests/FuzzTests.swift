import Coursebook
import Screen
import Testing

@testable import Tutor

/// Random keys and sizes: whatever is pressed, nothing traps, every frame stays sound, and what was answered first stays the
/// first answer.
@Suite struct FuzzTests {
  static let events = 12_000

  @Test(arguments: 0..<10) func `random keys, pastes and sizes leave no trap and no broken frame`(
    seed: Int
  ) {
    var generator = SplitMix64(seed: UInt64(seed))
    var session = Session.onCourse(
      page: Course.book.pageIDs.randomElement(using: &generator),
      appearance: FrameTests.appearances[seed % 4], seed: UInt64(seed))
    var firsts: [ReaderProgress.PromptID: String] = [:]
    for event in 0..<Self.events {
      let before = Seen(session)
      let what =
        Self.answering(session.context, using: &generator) ?? Self.event(using: &generator)
      for effect in session.receive(what) {
        if case .wake(let alarm, _) = effect { _ = session.receive(.tick(alarm)) }
        guard case .record(.answer(let page, let prompt, let typed, _, _)) = effect else {
          continue
        }
        let id = ReaderProgress.PromptID(page: page, prompt: prompt)
        if firsts[id] == nil { firsts[id] = typed }
        if before.prompt != prompt { Issue.record("event \(event), \(what): \(id) was not seen") }
      }
      if let changed = before.cell(changedIn: session), changed != before.focus?.block,
        !what.isMouse
      {
        Issue.record("event \(event), \(what): a cell that was not seen has changed")
      }
      if event % 16 == 0 { session.expectSoundFrame() }
      if session.overlay == nil, session.mode == .commanding, !session.isFocusSeen {
        Issue.record(
          "event \(event): keys go to what is not on the screen, \(session.focus as Any) of \(session.pageID)"
        )
      }
    }
    session.expectSoundFrame()
    #expect(!firsts.isEmpty)
    for (id, typed) in firsts {
      #expect(session.progress.prompts[id]?.firstAnswer?.typed == typed, "\(id)")
    }
  }

  /// What a key may act on: what has the focus and is on the screen.
  private struct Seen {
    let page: PageID
    let focus: Focus?
    /// The name of the prompt that may be answered.
    let prompt: String?
    private let sources: [Int: String]

    init(_ session: Session) {
      page = session.pageID
      focus = session.isFocusSeen && session.overlay == nil ? session.focus : nil
      prompt = focus.flatMap { session.open.page.blocks[$0.block].prompt?.id }
      sources = session.open.cells.mapValues(\.source)
    }

    /// The first cell whose text is another one now, on the page that was open.
    func cell(changedIn session: Session) -> Int? {
      guard session.pageID == page else { return nil }
      return sources.keys.sorted().first { session.open.cells[$0]?.source != sources[$0] }
    }
  }

  /// A key that answers, or asks again, now and then where something may be answered.
  private static func answering(
    _ context: Context, using generator: inout SplitMix64
  ) -> Event? {
    guard Int.random(in: 0..<3, using: &generator) == 0 else { return nil }
    return switch context {
    case .prompt:
      .key(
        [.character("a"), .character("b"), .character("1"), .character("r"), .enter].randomElement(
          using: &generator) ?? .enter)
    case .typing: .key(.enter)
    default: nil
    }
  }

  private static func event(using generator: inout SplitMix64) -> Event {
    switch Int.random(in: 0..<100, using: &generator) {
    case 0..<2:
      let tiny = Bool.random(using: &generator)
      return .resize(
        width: Int.random(in: tiny ? 1...12 : 20...160, using: &generator),
        height: Int.random(in: tiny ? 1...6 : 8...60, using: &generator))
    case 2:
      return .paste(
        ["1", "let a = [", "\u{1B}[31m\u{202E}x", "5 3 5\n3", "conv2d(x, k)"].randomElement(
          using: &generator) ?? "")
    case 3..<6:
      let (column, row) = (
        Int.random(in: 0..<160, using: &generator), Int.random(in: 0..<60, using: &generator)
      )
      return .mouse(
        [
          .press(column: column, row: row), .drag(column: column, row: row),
          .wheelUp(column: column, row: row),
          .wheelDown(column: column, row: row),
        ]
        .randomElement(using: &generator) ?? .wheelUp(column: 0, row: 0))
    case 6..<40: return .key(special.randomElement(using: &generator) ?? .enter)
    case 40..<75: return .key(.character(commands.randomElement(using: &generator) ?? "j"))
    case 75..<80:
      return .key(
        .alt(["b", "f", "d", "v", "u", "r", "x"].randomElement(using: &generator) ?? "b"))
    case 80..<88:
      return .key(.control(Unicode.Scalar(UInt8.random(in: 97...122, using: &generator))))
    default: return .key(.character(Unicode.Scalar(UInt8.random(in: 32...126, using: &generator))))
    }
  }

  private static let special: [Key] = [
    .enter, .tab, .backTab, .escape, .backspace, .delete, .up, .down, .left, .right, .home, .end,
    .pageUp, .pageDown,
    .function(1), .insert, .down, .right, .tab,
  ]
  private static let commands: [Unicode.Scalar] = [
    "j", "k", "n", "p", "e", "r", "u", "+", "-", "m", "s", "H", "t", "/", ":", "?", "g", "T", "W",
    "B", "c", "y", "x", ".", " ", "1", "0", "5", "f",
  ]
}

extension Event {
  fileprivate var isMouse: Bool { if case .mouse = self { true } else { false } }
}
