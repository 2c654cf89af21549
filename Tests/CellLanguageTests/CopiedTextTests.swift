import CellLanguage
import Testing

/// Text that comes from figures, books and word processors.
@Suite struct `Copied text` {
  func value(_ program: String) -> String {
    var interpreter = Interpreter(surroundings: .none)
    let outcome = interpreter.run(program)
    return outcome.error.map { "\($0)" } ?? outcome.value.map { "\($0)" } ?? ""
  }

  @Test(arguments: [
    ("[[−1, 2], [3, −4.5]]", "[[-1.0, 2.0], [3.0, -4.5]]"), ("5 − 3", "2"), ("5−3", "2"),
    ("1e−3", "0.001"), ("var a = 5\na −= 3\na", "2"), ("2 * −3", "-6"),
    ("\u{FEFF}1 + 1", "2"), ("1\u{A0}+\u{A0}1", "2"), ("let\u{A0}a\u{2009}=\u{3000}4\na", "4"),
    ("1 \u{A0}-1", "1:4: write blanks on both sides of `-`, or on neither"),
  ]) func `means what it shows`(program: String, result: String) {
    #expect(value(program) == result)
  }

  @Test(arguments: [
    ("print(“a”)", "1:7: expected a value, found `“`; a text stands between straight quotes: \""),
    (
      "print(‘a’)",
      "1:7: expected a value, found `‘`; a text stands between straight double quotes: \""
    ),
    ("2 × 3", "1:3: `×` means nothing here; the sign for products is *"),
    ("6 ÷ 3", "1:3: `÷` means nothing here; the sign for quotients is /"),
    ("let a = 5 – 3", "1:11: `–` means nothing here; the minus sign is -"),
    ("1 ≤ 2", "1:3: `≤` means nothing here; write <="),
    (#""\é""#, #"1:1: `\é` means nothing in a text"#),
    (#""\👩‍👩‍👧x""#, #"1:1: `\👩□👩□👧` means nothing in a text"#),
  ]) func `is told what to write instead`(program: String, sentence: String) {
    #expect(value(program) == sentence)
  }

  @Test func `is a knob with its sign`() {
    let literals = Literal.all(in: "let k = [[−1, 2]]")
    #expect(literals.map(\.value) == [-1, 2])
    #expect("let k = [[−1, 2]]".replacing(literals[0], with: "0") == "let k = [[0, 2]]")
  }

  @Test func `makes no sentence of more than one line, or longer than a screen`() {
    for program in [
      #"picture("\n\n")"#, "\"" + String(repeating: "x", count: 40_000) + "\" 5",
      String(repeating: "x", count: 40_000),
      "picture(\"\(String(repeating: "x ", count: 20_000))\")",
      "let a = 1 \u{1B}[31m",
    ] {
      let sentence = value(program)
      #expect(sentence.utf8.count < 1_200 && sentence.contains(":"))
      #expect(sentence.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F })
    }
  }

  @Test func `names a picture whose file is broken`() {
    let around = Surroundings(
      digits: { nil }, picture: { _ in nil }, pictureNames: ["cat"], clock: { 0 })
    var interpreter = Interpreter(surroundings: around)
    #expect(
      interpreter.run("picture(\"cat\")").error?.message
        == "the picture `cat` ships with the book, but its file cannot be read here")
    #expect(
      interpreter.run("picture(\"cart\")").error?.message
        == "there is no picture `cart`; there are cat; did you mean `cat`?")
  }
}
