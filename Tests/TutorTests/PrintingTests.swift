import CellLanguage
import Screen
import Testing

@testable import Tutor

@Suite struct `What a program prints` {
  func printed(_ program: String) -> String {
    var interpreter = Interpreter(surroundings: .none)
    return plainText(of: interpreter.run(program))
  }

  @Test func `goes out letter for letter`() {
    #expect(printed(#"print("a\nb")"#) == "a\nb\n")
    #expect(
      printed(#"print("  right   5"); print("\tx\t"); print("")"#) == "  right   5\n\tx\t\n\n")
    #expect(printed(#"print("猫 é 👩 ")"#) == "猫 é 👩 \n")
    let long = String(repeating: "word ", count: 100)
    #expect(printed("print(\"\(long)\")") == long + "\n")
    #expect(printed("\"\(long)\"").contains(long))
  }

  @Test func `ends as the program ends it`() {
    #expect(printed(#"print("a", terminator: "")"#) == "a")
    #expect(printed(#"print("a", terminator: ""); print("b", "c", separator: "")"#) == "abc\n")
    #expect(printed(#"print("a", terminator: ""); ones(2)"#).hasPrefix("a"))
  }

  @Test func `says where it was cut`() {
    var interpreter = Interpreter(surroundings: .none)
    interpreter.budget.lineLength = 3
    #expect(plainText(of: interpreter.run(#"print("abc"); print("abcd")"#)) == "abc\nabc…\n")
  }

  @Test func `stands in columns on the page and in the console`() {
    var session = Session.small()
    session.press(":")
    session.press("print(\"a     b\")")
    session.press(.enter)
    #expect(session.text.contains("a     b"))
  }

  @Test(arguments: ["help", "?", " help "]) func `is an answer where help is asked for`(
    line: String
  ) {
    let answer = consoleAnswer(to: line) ?? ""
    #expect(answer.contains("conv2d") && answer.hasSuffix("Esc leaves."))
    #expect(answer.split(separator: "\n").allSatisfy { $0.unicodeScalars.count <= 60 })
  }

  @Test func `is help on one function, and how to leave`() {
    #expect(consoleAnswer(to: "help conv2d")?.contains("conv2d(") == true)
    #expect(consoleAnswer(to: "help(conv2d)")?.contains("conv2d(") == true)
    #expect(
      consoleAnswer(to: "help nothing") == "There is no function `nothing`; `help` lists all.")
    #expect(consoleAnswer(to: "exit") == "Esc leaves the console.")
    for program in ["q + 1", "let help = 2", "exit(1) + 2", "relu(x)", "help = 3"] {
      #expect(consoleAnswer(to: program) == nil)
    }
  }
}
