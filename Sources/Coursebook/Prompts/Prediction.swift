/// A question whose answer is judged by value: "predict first".
public struct Prediction: OptionPrompt {
  public static let word = "predict"

  public var id: String
  public var kind: Kind
  public var ask: [Inline]
  /// The answer as an expression of the cell language, in the page's scope: the variables of the cells above it.
  public var answer: String
  public var hides: String?
  /// For `.choice`: what is offered.
  public var options: [Option]
  public var order: OptionOrder.Rule
  /// Classic wrong rules, computed on this very instance.
  public var slips: [Slip]
  /// The largest difference that still counts as right, as a share of the answer (0.005 unless given).
  public var tolerance: Double
  /// From a first nudge to all but the answer.
  public var hints: [[Inline]]
  /// Why the answer is what it is; shown after it.
  public var because: [Inline]
  /// Other forms that must be accepted, and answers that must be refused: for the linter.
  public var planted: (right: [String], wrong: [String])
  public var fresh: [(name: String, from: String)]
  /// Why the page may give the answer away; `nil` where it may not.
  public var leak: String?
  public var line: Int

  public enum Kind: String, Sendable { case number, shape, choice }

  public init(
    id: String, kind: Kind, ask: [Inline], answer: String, hides: String? = nil,
    options: [Option] = [], order: OptionOrder.Rule = .drawn,
    slips: [Slip] = [], tolerance: Double = 0.005, hints: [[Inline]] = [], because: [Inline] = [],
    planted: (right: [String], wrong: [String]) = ([], []),
    fresh: [(name: String, from: String)] = [], leak: String? = nil,
    line: Int = 1
  ) {
    self.id = id
    self.kind = kind
    self.ask = ask
    self.answer = answer
    self.hides = hides
    self.options = options
    self.order = order
    self.slips = slips
    self.tolerance = tolerance
    self.hints = hints
    self.because = because
    self.planted = planted
    self.fresh = fresh
    self.leak = leak
    self.line = line
  }

  public static func == (a: Self, b: Self) -> Bool {
    a.id == b.id && a.kind == b.kind && a.ask == b.ask && a.answer == b.answer && a.hides == b.hides
      && a.options == b.options && a.order == b.order && a.slips == b.slips
      && a.tolerance == b.tolerance
      && a.hints == b.hints
      && a.because == b.because && a.planted == b.planted && a.leak == b.leak && a.line == b.line
      && a.fresh.elementsEqual(b.fresh) { $0.name == $1.name && $0.from == $1.from }
  }
}

extension Prediction {
  public var offered: [[Inline]] { [ask] + options.map(\.text) }
  public var told: [[Inline]] { options.map(\.says) + slips.map(\.says) + hints + [because] }
}

/// One of the answers offered by a choice.
public struct Option: Equatable, Sendable {
  public var text: [Inline]
  public var isRight: Bool
  /// Said when this one was chosen.
  public var says: [Inline]
  public init(text: [Inline], isRight: Bool, says: [Inline]) {
    self.text = text
    self.isRight = isRight
    self.says = says
  }

  private static let names = Array("abcdefghi".unicodeScalars)

  /// The letter that is printed beside an option, from 0; none beyond the ninth.
  public static func name(at index: Int) -> String {
    names.indices.contains(index) ? String(names[index]) : ""
  }

  /// The option that a letter or a digit names, from 0.
  public static func index(named name: Unicode.Scalar) -> Int? {
    names.firstIndex(of: name) ?? Int(String(name)).map { $0 - 1 }
  }
}

/// A wrong rule that people follow, as an expression that computes what it gives here.
public struct Slip: Equatable, Sendable {
  public var value: String
  public var says: [Inline]
  public init(value: String, says: [Inline]) {
    self.value = value
    self.says = says
  }
}

extension Prediction: PromptKind {
  static let fields = [
    "id", "kind", "ask", "answer", "hides", "options", "order", "slips", "tolerance", "hints",
    "because", "right", "wrong", "fresh", "leak",
  ]

  init(_ fields: inout Fields, line: Int) {
    let kind = Kind(rawValue: fields.text("kind"))
    if kind == nil { fields.refuse("kind", "`kind` of predict is number, shape or choice.") }
    let options = fields.each("options", known: ["text", "right", "says"]) {
      Option(
        text: $0.inline("text"), isRight: $0.flag("right"), says: $0.inline(ifPresent: "says"))
    }
    if kind == .choice && options.isEmpty {
      fields.refuse("options", "A choice needs `options`: - {text: '…', right: true, says: '…'}.")
    } else if kind != .choice && !options.isEmpty {
      fields.refuse("options", "Only a choice has `options`.")
    }
    if kind != .choice, fields.text(ifPresent: "order") != nil {
      fields.refuse("order", "Only the options of a choice have an `order`.")
    }
    let rightOption = (options.firstIndex(where: \.isRight) ?? 0) + 1
    let tolerance = fields.number("tolerance") ?? 0.005
    if !(0..<1 ~= tolerance) {
      fields.refuse(
        "tolerance",
        "`tolerance` is a share of the answer, from 0 to below 1: 0.01 is one percent.")
    }
    self.init(
      id: fields.text("id"), kind: kind ?? .number, ask: fields.inline("ask"),
      answer: kind == .choice
        ? fields.text(ifPresent: "answer") ?? "\(rightOption)" : fields.text("answer"),
      hides: fields.text(ifPresent: "hides"), options: options,
      order: fields.order(),
      slips: fields.each("slips", known: ["value", "says"]) {
        Slip(value: $0.text("value"), says: $0.inline("says"))
      },
      tolerance: tolerance, hints: fields.inlines("hints"),
      because: fields.inline("because"),
      planted: (right: fields.texts("right"), wrong: fields.texts("wrong")),
      fresh: fields.pairs("fresh"), leak: Self.reason(of: &fields), line: line)
  }

  /// Why an answer may stand above its question; a bare permission is none.
  private static func reason(of fields: inout Fields) -> String? {
    guard let text = fields.text(ifPresent: "leak") else { return nil }
    let words = text.split(separator: " ")
    if !words.starts(with: ["allowed", "because"]) || words.count < 5 {
      fields.refuse("leak", "`leak` says why the page may give the answer away: allowed because …")
    }
    return text
  }
}
