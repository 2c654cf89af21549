import CNNEngine
import CellLanguage
import Testing

@testable import Coursebook

/// The generator that always draws the same.
struct Steps: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state
  }
}

func scope(_ source: String = "") -> Interpreter {
  var interpreter = Interpreter(surroundings: .none)
  if let error = interpreter.run(source).error { Issue.record("\(error)") }
  return interpreter
}

@Suite struct `A number` {
  func prediction(_ answer: String, tolerance: Double = 0.005) -> Prediction {
    Prediction(id: "n", kind: .number, ask: [], answer: answer, tolerance: tolerance)
  }

  @Test(arguments: [
    ("5", "5"), ("5", "5.0"), ("5", "+5"), ("5", "  5 "), ("5", "10/2"), ("5", "= 5"),
    ("5", "y[1, 1] = 5"), ("5", "5."), ("5", "5 pixels"), ("5", "(2 + 3)"), ("5", "2*3 − 1"),
    ("-5", "−5"), ("-5", "- 5"), ("-5", "–5"), ("1.0 / 9", "1/9"), ("1.0 / 9", "0.111"),
    ("1.0 / 9", ".1111"), ("1.0 / 9", "0,111"), ("1.0 / 9", "11.1 %"), ("0.001", "1e-3"),
    ("0.001", "10^-3"), ("1792", "1,792"), ("1792", "1 792"), ("1792", "1_792"),
    ("1792", "1'792"), ("1792", "1792"), ("25557032", "25,557,032"), ("25557032", "25 557 032"),
    ("1024", "2^10"), ("1024", "2**10"), ("1024", "2 · 512"), ("1024", "32 × 32"),
    ("1024", "32x32"), ("9", "3²"), ("0.5", "50 %"), ("0.5", "50%"),
    ("0.5", "½"), ("0.5", "50 per cent"), ("61000", "61 k"), ("61000", "61k"),
    ("138000000", "138 M"), ("138000000", "138M"), ("1200", "12 hundred"), ("0.5", "1 / 2"),
    ("1.5", "1,5"), ("sqrt(2.0)", "√2"),
    ("sqrt(2.0)", "1.414"), ("61706", "61.706 thousand"), ("0", "0"), ("0", "-0"), ("0", "0.0"),
    ("Float(3)", "3"), ("full(1, 1, value: 3)", "3"), ("-8.0", "-(2^3)"), ("-8.0", "-2^3"),
  ])
  func `is accepted however it is written`(answer: String, typed: String) {
    #expect(prediction(answer).grade(typed, in: scope()) == .right)
  }

  @Test(arguments: [
    ("5", "4"), ("5", "5.01"), ("5", "-5"), ("1792", "1793"), ("1792", "1.792"),
    ("25557032", "25557031"), ("0", "0.001"), ("0.5", "0.51"), ("1.0 / 9", "0.12"),
    ("1024", "2^9"), ("-5", "5"), ("61", "61 k"), ("12", "12 hundred"), ("61706", "61700"),
    ("112.5", "112"), ("112.5", "113"), ("0.5", "0.501"), ("4096", "4096%"), ("50.0", "50 %"),
  ])
  func `is refused when it is another`(answer: String, typed: String) {
    guard case .wrong = prediction(answer).grade(typed, in: scope()) else {
      Issue.record("\(typed) for \(answer)")
      return
    }
  }

  @Test(arguments: [
    "", " ", "five", "5 or 6", "5 squared", "5 dozen", "1/0", "2 +", "(2", "y", "[5]", "5 5",
    "1,2,3", "--", "e", "0x10z",
    "1e999", "((((((((((((((((((((((((5))))))))))))))))))))))))",
  ])
  func `is asked for again when it cannot be read`(typed: String) {
    #expect(
      prediction("5").grade(typed, in: scope("let y = 5"))
        == .unreadable("Type a number, such as 5, -0.25, 1/9 or 2 * (3 + 4)."))
  }

  @Test(arguments: ["What share, in per cent?", "How many % are right?"])
  func `in per cent is taken as it stands where per cents are asked for`(ask: String) {
    var asked = prediction("50.0")
    asked.ask = [.text(ask)]
    for typed in ["50 %", "50%", "50", "50 per cent"] {
      #expect(asked.grade(typed, in: scope()) == .right)
    }
    #expect(asked.grade("5000 %", in: scope()) == .right)
  }

  @Test func `is judged by its own tolerance`() {
    #expect(prediction("90", tolerance: 0.02).grade("89", in: scope()) == .right)
    #expect(prediction("90").grade("89.9", in: scope()) != .right)
  }

  @Test func `that a classic slip gives is told which one`() {
    var asked = prediction("n * n")
    asked.slips = [
      Slip(value: "16", says: [.text("right by chance")]),
      Slip(value: "n + n", says: [.text("doubled {n}")]), Slip(value: "n", says: [.text("n")]),
      Slip(value: "zeros(", says: [.text("broken")]),
    ]
    asked.fresh = [("n", "[4]")]
    let page = scope("let n = 4")
    #expect(asked.grade("8", in: page) == .wrong(says: [.text("doubled 4")]))
    #expect(asked.grade("16", in: page) == .right)
    #expect(
      asked.grade("-16", in: page)
        == .wrong(says: [.text("The size is right; look at the sign again.")]))
    #expect(
      asked.grade("17", in: page)
        == .wrong(says: [
          .text("Off by one: where places are counted, look at both ends.")
        ]))
    #expect(asked.grade("99", in: page) == .wrong(says: nil))
    #expect(
      prediction("25557032").grade("25557020", in: page)
        == .wrong(says: [.text("Close, but not exact enough.")]))
    #expect(
      prediction("1.0 / 3").grade("0.3", in: page)
        == .wrong(says: [.text("Rounded too far: give one digit more, or a fraction.")]))
  }

  @Test func `is told as text`() {
    #expect(prediction("5").answerText(in: scope()) == "5")
    #expect(prediction("Float(5)").answerText(in: scope()) == "5")
    #expect(prediction("1.0 / 9").answerText(in: scope()) == "0.1111")
    #expect(prediction("-2.5").answerText(in: scope()) == "-2.5")
    #expect(prediction("nothing").answerText(in: scope()) == nil)
  }
}

@Suite struct `A shape` {
  let asked = Prediction(id: "s", kind: .shape, ask: [], answer: "[1, 8, 32, 16]")

  @Test(arguments: [
    "[1, 8, 32, 16]", "1,8,32,16", "1 8 32 16", "(8, 32, 16)", "8x32x16", "8×32×16",
    "8 × 32 × 16", "8 by 32 by 16", " [8,32,16] ", "y.shape = [1, 8, 32, 16]", "C=8, H=32, W=16",
    "8*32*16",
  ])
  func `is accepted however it is written`(typed: String) {
    #expect(asked.grade(typed, in: scope()) == .right)
  }

  @Test(arguments: [
    ("[1, 8, 16, 32]", "The numbers are right, their order is not."),
    ("[4, 8, 32, 16]", "All but the first axis is right."),
    ("[1, 8, 30, 14]", "All but the last two axes are right."),
    ("32, 16", "These axes are right, but there are more before them."),
    ("5, 5", nil),
  ])
  func `is refused, with what is right about it`(typed: String, says: String?) {
    #expect(asked.grade(typed, in: scope()) == .wrong(says: says.map { [.text($0)] }))
  }

  @Test(arguments: ["", "[]", "eight", "8, -1", "8, 3.5", "99999999999999999999, 1"])
  func `is asked for again when it cannot be read`(typed: String) {
    #expect(
      asked.grade(typed, in: scope())
        == .unreadable("Type the lengths of the axes, such as 8, 32, 32 or 32x32."))
  }

  @Test func `that a classic slip gives is told which one`() {
    var asked = asked
    asked.slips = [Slip(value: "[1, 8, 28, 12]", says: [.text("padding")])]
    #expect(asked.grade("8x28x12", in: scope()) == .wrong(says: [.text("padding")]))
    #expect(asked.answerText(in: scope()) == "[1, 8, 32, 16]")
  }
}

@Suite struct `A choice` {
  let asked = Prediction(
    id: "c", kind: .choice, ask: [], answer: "2",
    options: [
      Option(text: [.text("It grows.")], isRight: false, says: [.text("No.")]),
      Option(text: [.text("It "), .emphasis([.text("stays")])], isRight: true, says: []),
      Option(text: [.text("It shrinks.")], isRight: false, says: []),
    ])

  @Test(arguments: ["2", "2.", "b", "B)", "(b)", "it stays", "It stays."])
  func `is made by number, letter or text`(typed: String) {
    #expect(asked.grade(typed, in: scope()) == .right)
  }

  @Test(arguments: [
    ("-1", "2"), ("−1", "2"), ("n + 1", "3"), ("N - 1", "4"), ("n  +  1", "3"), ("b", "5"),
  ])
  func `by text is made by that very text`(typed: String, same: String) {
    var asked = asked
    asked.options = ["one", "-1", "n + 1", "n − 1", "b"].map {
      Option(text: [.text($0)], isRight: $0 == "one", says: [.text("You chose \($0).")])
    }
    guard case .wrong(let says?) = asked.grade(same, in: scope()) else {
      Issue.record("option \(same)")
      return
    }
    #expect(asked.grade(typed, in: scope()) == .wrong(says: says))
  }

  @Test func `that is wrong is told why`() {
    #expect(asked.grade("1", in: scope()) == .wrong(says: [.text("No.")]))
    #expect(asked.grade("it shrinks", in: scope()) == .wrong(says: nil))
    for typed in ["", "0", "4", "d", "it"] {
      #expect(asked.grade(typed, in: scope()) == .unreadable("Choose by number, 1 to 3."))
    }
    #expect(asked.answerText(in: scope()) == "It stays")
  }
}

@Suite struct `Fresh numbers` {
  let asked = Prediction(
    id: "f", kind: .number, ask: [.text("{n} and "), .code("{k}"), .maths("x^{n}")],
    answer: "n + k", fresh: [("n", "8...64"), ("k", "[n, n + 1]")])

  @Test func `are drawn from what is offered, one after the other`() throws {
    var generator = Steps(state: 1)
    var seen: Set<Int> = []
    for _ in 0..<50 {
      let scope = asked.drawing(using: &generator, in: scope())
      guard case .int(let n)? = scope["n"], case .int(let k)? = scope["k"] else {
        Issue.record("not drawn")
        return
      }
      #expect(8...64 ~= n && n...(n + 1) ~= k)
      seen.insert(n)
      #expect(asked.grade("\(n + k)", in: scope) == .right)
    }
    #expect(seen.count > 10)
  }

  @Test func `stand in the question`() {
    #expect(
      asked.asking(in: scope("let n = 9\nlet k = 3")) == [
        .text("9 and "), .code("3"), .maths("x^{9}"),
      ])
  }
}
