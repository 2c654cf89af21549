import CellLanguage
import Coursebook
import Screen

/// What a kind of prompt does in the tutor: its keys, its picture, how it is answered.
///
/// Each kind in `PromptKinds` conforms by one extension; the session, the keymap, the footer and the help know kinds by
/// their conformance alone.
protocol LivePrompt: Prompt {
  /// What its keys ask of it; the keymap carries the raw values.
  associatedtype Action: RawRepresentable<String> & Sendable

  /// Its rows of the keymap, made with `row`.
  static var rows: [Binding] { get }
  /// The names of its contexts, one for each set of keys that its prompts may have.
  static var contexts: [String] { get }
  /// The context of this prompt.
  var context: String { get }
  /// Whether what is typed has lines: a program, one's own words.
  var hasLines: Bool { get }

  /// How far it is answered when its page opens.
  func state(on page: PageName, in progress: ReaderProgress) -> PromptState
  /// What an action will do now, for the footer; `nil` where it would do nothing.
  func word(of action: Action, _ word: String, state: PromptState) -> String?
  /// Does what a key asks for.
  func act(_ action: Action, at index: Int, in session: inout Session) -> [Effect]
  /// Takes a key before the keymap; `nil` leaves it to the keymap.
  func take(_ key: Key, at index: Int, in session: inout Session) -> [Effect]?
  /// Takes what was typed, when Enter has ended it.
  func accept(_ text: String, at index: Int, in session: inout Session) -> [Effect]

  func picture(in page: PageView, at index: Int) -> BlockPicture
  /// What a printed page says of it at its end.
  func printedAnswer(in page: PageView, at index: Int) -> Grid?
}

extension LivePrompt {
  static var contexts: [String] { [word] }
  var context: String { Self.word }
  var hasLines: Bool { false }
  func take(_ key: Key, at index: Int, in session: inout Session) -> [Effect]? { nil }
  func accept(_ text: String, at index: Int, in session: inout Session) -> [Effect] { [] }

  /// A row of the keymap for an action of this kind.
  static func row(
    _ action: Action, _ keys: [Key], in contexts: [String] = Self.contexts, _ help: String,
    footer: (key: String, word: String)? = nil
  ) -> Binding {
    Binding(
      .prompt(kind: word, action.rawValue), keys, in: Set(contexts.map(Context.prompt)), help,
      footer: footer)
  }

  /// What an action of the keymap will do now, for the footer.
  func word(ofActionNamed name: String, _ word: String, state: PromptState) -> String? {
    Action(rawValue: name).flatMap { self.word(of: $0, word, state: state) }
  }

  /// Does an action of the keymap.
  func act(named name: String, at index: Int, in session: inout Session) -> [Effect] {
    Action(rawValue: name).map { act($0, at: index, in: &session) } ?? []
  }

  /// What the record knows of a prompt whose answers are judged.
  func judgedState(on page: PageName, in progress: ReaderProgress, starter: String? = nil)
    -> PromptState
  {
    let record = progress.latest(ReaderProgress.PromptID(page: page, prompt: id))
    let typed = record?.lastTyped ?? ""
    let text = record?.unjudged ?? typed
    var state = PromptState(text: text.isEmpty ? starter ?? "" : text, isMultiline: hasLines)
    if !hasLines, !text.isEmpty { state.answers.add(text) }
    state.isRight = record?.isRight ?? false
    state.isRevealed = record?.isRevealed ?? false
    return state
  }
}

extension PromptKinds {
  /// The kinds as the tutor knows them.
  static var live: [any LivePrompt.Type] { all.compactMap { $0 as? any LivePrompt.Type } }
}

extension Block {
  /// The prompt as the tutor knows it, where the block is one.
  var livePrompt: (any LivePrompt)? { prompt as? any LivePrompt }
}

// MARK: - What kinds share

extension Session {
  /// The prompt that has the focus, and its block.
  var focusedPrompt: (prompt: any LivePrompt, index: Int)? {
    guard case .prompt(let index) = focus, let prompt = open.page.blocks[index].livePrompt else {
      return nil
    }
    return (prompt, index)
  }

  /// Shows the next hint.
  mutating func showHint(of hints: [[Inline]], prompt: String, at index: Int) -> [Effect] {
    let shown = open.prompts[index]?.hintsShown ?? 0
    guard shown < hints.count else {
      notice =
        hints.isEmpty
        ? "There is no hint for this one; s shows the answer."
        : "That was the last hint; s shows the answer."
      return []
    }
    open.changePrompt(at: index) { $0.hintsShown = shown + 1 }
    showFocusSoon()
    return [record(.hint(open.page.name, prompt: prompt, number: shown + 1))]
  }

  /// How many hints were seen of a prompt, in this sitting or an earlier one.
  func hintsSeen(of prompt: String, at index: Int) -> Int {
    let id = ReaderProgress.PromptID(page: open.page.name, prompt: prompt)
    return max(open.prompts[index]?.hintsShown ?? 0, progress.latest(id)?.hintsUsed ?? 0)
  }

  /// Shows the answer.
  mutating func reveal(prompt: String, at index: Int) -> [Effect] {
    guard open.prompts[index]?.isRevealed == false else { return [] }
    open.changePrompt(at: index) { $0.isRevealed = true }
    showFocusSoon()
    return [record(.revealed(open.page.name, prompt: prompt))]
  }

  /// Whether a prompt still takes answers: one that was answered rightly, or shown, only after a deliberate "again".
  mutating func canAnswer(at index: Int) -> Bool {
    guard let state = open.prompts[index], state.isOpen else { return true }
    notice =
      state.isRight ? "This is answered; r asks again." : "The answer is shown; r asks again."
    return false
  }
}
