import CellLanguage
import Coursebook
import Figures
import Screen

/// The course linter: what the content's own linter finds, and what only drawing a page shows.
public struct CourseLint {
  let book: Book
  let surroundings: Surroundings
  let exists: (String) -> Bool

  /// Checks a book; `exists` says whether a source file that a page names is there.
  public init(book: Book, surroundings: Surroundings, exists: @escaping (String) -> Bool) {
    self.book = book
    self.surroundings = surroundings
    self.exists = exists
  }

  /// Everything that is wrong with the course, in reading order.
  public var complaints: [PageComplaint] {
    book.lint(
      checkMaths: { Self.complaint(onMaths: $0) }, isAllowed: { AllowedGlyphs.contains($0) },
      exists: exists,
      surroundings: surroundings) + book.pageIDs.flatMap { drawnComplaints(of: $0) }
  }

  /// What is wrong with a formula, in inline and in display form.
  static func complaint(onMaths source: String) -> String? {
    do {
      _ = try Maths.inline(source)
      _ = try Maths.display(source)
      return nil
    } catch {
      return error.message
    }
  }

  /// What a page shows when its cells have run.
  private func drawnComplaints(of id: PageID) -> [PageComplaint] {
    guard let page = book.page(id), let file = book.file(of: id) else { return [] }
    var open = OpenPage(
      page, progress: ReaderProgress(), surroundings: surroundings, seed: 1,
      budget: .page(surroundings))
    open.runNow()
    return widthComplaints(of: open, file: file) + LeakLint(open: open, file: file).complaints
  }

  /// Figures and listings that 80 columns cut, ASCII and monochrome included.
  private func widthComplaints(of open: OpenPage, file: String) -> [PageComplaint] {
    let page = open.page
    var complaints: [PageComplaint] = []
    for index in page.blocks.indices {
      switch page.blocks[index] {
      case .cell(let cell):
        for (row, line) in cell.source.split(separator: "\n", omittingEmptySubsequences: false)
          .enumerated()
        where line.unicodeScalars.count > 74 {
          complaints.append(
            PageComplaint(
              file: file, line: cell.line + row, column: 75,
              message:
                "this line of the cell has \(line.unicodeScalars.count) columns; break it so that it has 74 at most"
            ))
        }
        for output in open.cells[index]?.outcome.outputs ?? [] {
          guard case .figure(let request) = output else { continue }
          let grid = request.figure(stepper: nil, hidden: []).grid(
            width: 74, appearance: Appearance())
          if grid.width > 74 {
            complaints.append(
              PageComplaint(
                file: file, line: cell.line, column: 1,
                message: "a figure of this cell needs \(grid.width) columns; 74 fit"))
          }
        }
      case .maths(let source):
        if let grid = try? Maths.display(source), grid.width > 72 {
          complaints.append(
            PageComplaint(
              file: file, line: 1, column: 1,
              message: "the formula `\(source)` needs \(grid.width) columns; 72 fit"))
        }
      default: break
      }
    }
    return complaints
  }
}
