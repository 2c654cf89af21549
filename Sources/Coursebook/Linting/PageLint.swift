import CellLanguage

/// Goes through one page as a reader would, and takes down what does not work.
struct PageLint {
  let page: Page
  let file: String
  private(set) var complaints: [PageComplaint]
  let mentions: PageMentions
  private let codeLines: [Int]
  let blockLines: [Int]

  init(_ parser: PageParser, file: String) {
    page = parser.page
    mentions = parser.mentions
    codeLines = parser.codeLines
    blockLines = parser.blockLines
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
    var scope = Interpreter(surroundings: surroundings, budget: .page(surroundings))
    // A scope holds all that its cells have made: those that no prompt needs are let go of.
    var prompts: [(kind: any PromptKind, above: Interpreter)] = []
    for block in page.blocks {
      if case .cell(let cell) = block, let error = scope.run(cell.source).error {
        complain(
          cell.line + error.line - 1, error.column,
          "The cell \(cell.name) does not run: \(error.message)")
      }
      if let kind = block.prompt as? any PromptKind { prompts.append((kind, scope)) }
    }
    for (kind, above) in prompts { kind.lint(&self, above: above, page: scope) }
  }

  /// A reader who has run the whole page is judged as one who has not.
  mutating func complainOfLaterCells(_ id: String, line: Int) {
    complain(line, "A cell below \(id) changes what is right; give its variables other names.")
  }

  // MARK: - What a page must have

  /// A question and a live cell, and no name twice.
  ///
  /// `needsCell` is false in a chapter about talking, whose pages need not compute.
  mutating func lintForm(needsCell: Bool) {
    var prompts: Set<String> = []
    var cells: Set<String> = []
    var questionCount = 0
    for block in page.blocks {
      if case .cell(let cell) = block, !cells.insert(cell.name).inserted {
        complain(cell.line - 1, "Two cells of this page are named \(cell.name); rename one.")
      }
      guard let prompt = block.prompt else { continue }
      if !(prompt is Score) { questionCount += 1 }
      if !prompts.insert(prompt.id).inserted {
        complain(prompt.line, "Two prompts of this page have the id \(prompt.id); rename one.")
      }
    }
    if questionCount == 0 {
      complain(1, "A page asks something: add a predict, exercise or question block.")
    }
    if cells.isEmpty && needsCell {
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

  /// A page that checks a chapter leads back to each of its pages, so that a miss says what to read again.
  mutating func lintCoverage(of pages: [PageID], _ numbers: [PageName: PageID]) {
    let linked = Set(mentions.links.compactMap { PageID($0.text) ?? numbers[PageName($0.text)] })
    let missing = pages.filter { !linked.contains($0) }
    if !missing.isEmpty {
      complain(
        1,
        "This page checks its chapter, and links to no page "
          + missing.map(\.description).joined(separator: ", ") + ": ask something about each.")
    }
    if !page.blocks.contains(where: { $0.prompt is Score }) {
      complain(1, "This page checks its chapter, and gives no score: end it with a `score` block.")
    }
  }

  /// Each term is introduced once in the course.
  mutating func lintTerms(introduced: inout [String: PageID]) {
    for term in mentions.terms {
      if let first = introduced[term.text] {
        complain(
          term.line, term.column,
          "The term `\(term.text)` is introduced on page \(first) already; take one mark away.")
      } else {
        introduced[term.text] = page.id
      }
    }
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
