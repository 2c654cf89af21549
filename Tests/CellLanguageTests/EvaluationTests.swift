import CellLanguage
import Testing

/// Small programs and what Swift prints for them: the printed lines are the real compiler's.
@Suite struct EvaluationTests {
  @Test(arguments: Programs.all)
  func `a program prints what Swift prints`(program: String, printed: String) {
    var interpreter = Interpreter(surroundings: .none)
    let outcome = interpreter.run(program)
    #expect(outcome.error == nil)
    let lines = outcome.outputs.map { if case .text(let line) = $0 { line } else { "a figure" } }
    #expect(lines.joined(separator: "\n") == printed)
  }
}

enum Programs {
  static let all =
    PlainPrograms.all + FlowPrograms.all + ScopePrograms.all + LineBreakPrograms.all
    + TypePrograms.all + SharingPrograms.all + TensorPrograms.all + ExercisePrograms.all
}
