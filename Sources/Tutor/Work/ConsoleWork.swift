import CellLanguage

/// Lines of the console that are run, one after the other.
struct ConsoleWork: Work {
  let lines: [String]
  let scope: Interpreter

  func perform(_ interruption: Interruption, tell: (Result) -> Void) {
    var scope = scope
    scope.interruption = interruption
    let outcomes = lines.map { line in
      consoleAnswer(to: line).map { Outcome(outputs: [.text($0)], value: nil, error: nil) }
        ?? scope.run(line)
    }
    guard !interruption.isStopped else { return }
    scope.interruption = nil
    tell(Result(outcomes: outcomes, after: scope))
  }

  struct Result: WorkResult {
    let outcomes: [Outcome]
    /// The scope after the last line.
    let after: Interpreter

    func enter(_ session: inout Session) -> [Effect] {
      session.takeConsole(self)
      return []
    }
  }
}

extension Session {
  /// Takes in what the console's last lines came to.
  mutating func takeConsole(_ result: ConsoleWork.Result) {
    console.scope = result.after
    let first = max(0, console.entries.count - result.outcomes.count)
    for (i, outcome) in result.outcomes.enumerated()
    where console.entries.indices.contains(first + i) {
      console.entries[first + i].outcome = outcome
    }
  }
}
