import CellLanguage

/// Goes through one page as a reader would, and takes down what does not work.
struct PageLint {
  let page: Page
  let file: String
  private(set) var complaints: [PageComplaint]
  private let mentions: PageMentions
  private let codeLines: [Int]

  init(_ parser: PageParser, file: String) {
    page = parser.page
    mentions = parser.mentions
    codeLines = parser.codeLines
    complaints = parser.complaints
    self.file = file
  }

  mutating func complain(_ line: Int, _ message: String) { complain(line, 1, message) }

  mutating func complain(_ line: Int, _ column: Int, _ message: String) {
    complaints.append(PageComplaint(file: file, line: line, column: column, message: message))
  }

  // MARK: - What runs

  /// Runs the cells from top to bottom, and puts every prompt to the test.
  mutating func lintPromptsAndCells(_ surroundings: Surroundings) {
    var scope = Interpreter(surroundings: surroundings)
    var scopes: [Interpreter] = []
    for block in page.blocks {
      if case .cell(let cell) = block, let error = scope.run(cell.source).error {
        complain(
          cell.line + error.line - 1, error.column,
          "The cell \(cell.name) does not run: \(error.message)")
      }
      scopes.append(scope)
    }
    for (block, above) in zip(page.blocks, scopes) {
      switch block {
      case .prediction(let prediction):
        lint(prediction, in: prediction.hides == nil ? above : scope)
        if prediction.hides == nil, prediction.fresh.isEmpty,
          prediction.key(in: above) != prediction.key(in: scope)
        {
          complainOfLaterCells(prediction.id, line: prediction.line)
        }
      case .exercise(let exercise):
        lint(exercise, in: above)
        if exercise.grade(exercise.solution, in: above) == .right,
          exercise.grade(exercise.solution, in: scope) != .right
        {
          complainOfLaterCells(exercise.id, line: exercise.line)
        }
      default: break
      }
    }
  }

  /// A reader who has run the whole page is judged as one who has not.
  private mutating func complainOfLaterCells(_ id: String, line: Int) {
    complain(line, "A cell below \(id) changes what is right; give its variables other names.")
  }

  private mutating func lint(_ exercise: Exercise, in scope: Interpreter) {
    let (id, line) = (exercise.id, exercise.line)
    for check in exercise.checks {
      do {
        _ = try scope.value(of: check.equals)
      } catch {
        complain(line, "The check `\(check.equals)` of \(id) does not run: \(error.message)")
        return
      }
    }
    switch exercise.grade(exercise.solution, in: scope) {
    case .right: break
    case .wrong(let says):
      complain(
        line, "The solution of \(id) is refused: " + (says?.plainText ?? "a check fails."))
    case .unreadable(let why): complain(line, "The solution of \(id) does not run: \(why)")
    }
    if exercise.judge(exercise.starter, in: scope) == .right {
      complain(line, "The starter of \(id) solves it already; leave something to do.")
    }
    for (index, mistake) in exercise.wrong.enumerated() {
      switch exercise.judge(mistake.program, in: scope) {
      case .right:
        complain(
          line, "Wrong program \(index + 1) of \(id) is accepted; add a check that tells it apart.")
      case .unreadable(let why):
        complain(line, "Wrong program \(index + 1) of \(id) does not run: \(why)")
      case .wrong: break
      }
    }
  }

  // MARK: - What a page must have

  /// A question and a live cell, and no name twice.
  mutating func lintForm() {
    var prompts: Set<String> = []
    var cells: Set<String> = []
    var questionCount = 0
    for block in page.blocks {
      let name: (text: String, line: Int)
      switch block {
      case .cell(let cell):
        if !cells.insert(cell.name).inserted {
          complain(cell.line - 1, "Two cells of this page are named \(cell.name); rename one.")
        }
        continue
      case .prediction(let prediction): name = (prediction.id, prediction.line)
      case .exercise(let exercise): name = (exercise.id, exercise.line)
      case .question(let question): name = (question.id, question.line)
      default: continue
      }
      questionCount += 1
      if !prompts.insert(name.text).inserted {
        complain(name.line, "Two prompts of this page have the id \(name.text); rename one.")
      }
    }
    if questionCount == 0 {
      complain(1, "A page asks something: add a predict, exercise or question block.")
    }
    // The chapters on the competition and the interview are about talking, not computing.
    if cells.isEmpty && page.id.chapter < 6 {
      complain(1, "A page computes something: add a cell.")
    }
  }

  /// A page that nothing can go by but its number.
  mutating func lintMissingName(_ suggestion: PageName) {
    complain(
      1,
      "A page says what it is called, in three lines above its title: `---`, `id: \(suggestion)`, `---`."
    )
  }

  /// Links, formulas and the files at the page's foot.
  mutating func lintMentions(
    isPage: (PageID) -> Bool, isName: (PageName) -> Bool, checkMaths: (String) -> String?,
    exists: (String) -> Bool
  ) {
    for link in mentions.links {
      if let id = PageID(link.text) {
        if !isPage(id) { complain(link.line, link.column, "There is no page \(id) to link to.") }
      } else if !isName(PageName(link.text)), !link.text.contains("://") {
        complain(
          link.line, link.column,
          "A link leads to a page, [padding](padding-and-borders) or [padding](1.5), or to a whole "
            + "https:// address, not to `\(link.text)`.")
      }
    }
    for formula in mentions.formulas {
      guard let problem = checkMaths(formula.text) else { continue }
      complain(formula.line, formula.column, "The formula `\(formula.text)` fails: \(problem)")
    }
    for (path, line) in zip(page.code, codeLines) where !exists(path) {
      complain(line, "There is no file \(path); name the file that does what the page tells.")
    }
  }
}
