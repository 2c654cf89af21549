import CellLanguage

/// A question of which several options may be right: all of them, and no other, are to be picked.
public struct Selection: OptionPrompt {
  public static let word = "select"

  public var id: String
  public var ask: [Inline]
  public var options: [Option]
  public var order: OptionOrder.Rule
  /// From a first nudge to all but the answer.
  public var hints: [[Inline]]
  /// Why the answer is what it is; shown after it.
  public var because: [Inline]
  public var line: Int

  public init(
    id: String, ask: [Inline], options: [Option], order: OptionOrder.Rule = .drawn,
    hints: [[Inline]] = [], because: [Inline] = [], line: Int = 1
  ) {
    self.id = id
    self.ask = ask
    self.options = options
    self.order = order
    self.hints = hints
    self.because = because
    self.line = line
  }

  public var offered: [[Inline]] { [ask] + options.map(\.text) }
  public var told: [[Inline]] { options.map(\.says) + hints + [because] }

  /// The names of the right options in the order of the source: "acd".
  public var rightNames: String {
    options.indices.filter { options[$0].isRight }.map(Option.name).joined()
  }

  /// Judges the options that were picked, by their names in the order of the source; these may come in any order.
  ///
  /// Wrong is told with how many options stand wrong, and why the first of those that were picked does not hold, under its letter
  /// in the order that is shown.
  public func grade(_ names: String, shown order: OptionOrder? = nil) -> Verdict {
    let order = order ?? OptionOrder(source: options.count)
    let picked = Set(names.unicodeScalars.compactMap(Option.index).filter(options.indices.contains))
    guard !picked.isEmpty else { return .unreadable("Pick what holds by its letter, then answer.") }
    let wrong = order.numbers.filter { options[$0].isRight != picked.contains($0) }
    guard !wrong.isEmpty else { return .right }
    let count = wrong.count == 1 ? "One option stands" : "\(wrong.count) options stand"
    var says: [Inline] = [.text("\(count) wrong.")]
    if let first = wrong.first(where: picked.contains) {
      says += [.text(" \(order.name(of: first)): ")] + options[first].says
    }
    return .wrong(says: says)
  }
}

extension Selection: PromptKind {
  static let fields = ["id", "ask", "options", "order", "hints", "because"]

  init(_ fields: inout Fields, line: Int) {
    self.init(
      id: fields.text("id"), ask: fields.inline("ask"),
      options: fields.each("options", known: ["text", "right", "says"]) {
        Option(
          text: $0.inline("text"), isRight: $0.flag("right"), says: $0.inline(ifPresent: "says"))
      },
      order: fields.order(), hints: fields.inlines("hints"), because: fields.inline("because"),
      line: line)
    if !(3...9 ~= options.count) {
      fields.refuse(
        "options", "select has 3 to 9 `options`: - {text: '…', right: true, says: '…'}.")
    }
  }

  /// Where all or none hold, a reader who has met two such questions knows the answer.
  func lint(_ lint: inout PageLint, above: Interpreter, page: Interpreter) {
    let rightCount = options.count(where: \.isRight)
    if rightCount == 0 || rightCount == options.count {
      lint.complain(
        line, "\(rightCount) of \(options.count) options of \(id) are right; some must be, not all."
      )
    }
    for (index, option) in options.enumerated() where option.says.isEmpty {
      lint.complain(line, "Option \(Option.name(at: index)) of \(id) says not why.")
    }
    lint.lintOrder(of: self)
  }
}
