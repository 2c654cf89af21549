import CellLanguage
import Coursebook
import Testing

@testable import Tutor

/// A turned knob runs only the cells that see it; what stands on the page is what a page opened anew would show.
@Suite struct RunAgainTests {
  @Test(arguments: Course.pages.map(\.id)) func `turned knobs show what a page opened anew shows`(
    id: PageID
  ) throws {
    let page = try #require(Course.book.page(id))
    var generator = SplitMix64(seed: UInt64(id.chapter * 100 + id.page))
    var open = OpenPage(
      page, progress: ReaderProgress(), surroundings: Course.surroundings, seed: 1)
    open.runNow()
    var progress = ReaderProgress()
    for _ in 0..<4 {
      guard let index = open.cells.keys.sorted().randomElement(using: &generator),
        let literal = open.cells[index]?.literals.randomElement(using: &generator)
      else { return }
      let text = literal.turned(by: Bool.random(using: &generator) ? 1 : -1)
      open.change(cellAt: index) { $0.setSource($0.source.replacing(literal, with: text)) }
      open.runNow()
      let cell = try #require(open.cells[index])
      progress.apply(.cell(page.name, name: cell.cell.name, source: cell.source))
    }
    var anew = OpenPage(page, progress: progress, surroundings: Course.surroundings, seed: 1)
    anew.runNow()
    for (index, cell) in open.cells {
      let other = try #require(anew.cells[index])
      #expect(cell.source == other.source)
      #expect(cell.outcome.error == other.outcome.error, "cell \(cell.cell.name)")
      #expect(cell.outcome.outputs.count == other.outcome.outputs.count)
      for (output, wanted) in zip(cell.outcome.outputs, other.outcome.outputs) {
        #expect(output.isSame(as: wanted), "cell \(cell.cell.name)")
      }
    }
  }

  /// A page as the book has it, its cells run.
  private static func opened(_ id: String) throws -> OpenPage {
    let number = try #require(Course.book.id(written: id))
    let page = try #require(Course.book.page(number))
    var open = OpenPage(
      page, progress: ReaderProgress(), surroundings: Course.surroundings, seed: 1)
    open.runNow()
    return open
  }

  @Test func `a knob of the last cell runs no other`() throws {
    var open = try Self.opened("relu-and-its-relatives")
    let before = open.revisions
    let last = try #require(open.cells.keys.max())
    let literal = try #require(open.cells[last]?.literals.last)
    open.change(cellAt: last) { $0.setSource($0.source.replacing(literal, with: "7")) }
    open.runNow()
    for index in open.cells.keys {
      #expect((open.revisions[index] != before[index]) == (index == last))
    }
  }

  @Test func `a knob of the first cell leaves cells alone that do not see it`() throws {
    var open = try Self.opened("noise-on-purpose")
    let before = open.revisions
    let first = try #require(open.cells.keys.min())
    let literal = try #require(open.cells[first]?.literals.first)
    open.change(cellAt: first) { $0.setSource($0.source.replacing(literal, with: "5")) }
    open.runNow()
    let ran = open.cells.keys.filter { open.revisions[$0] != before[$0] }
    #expect(ran == [first])
  }
}

extension Output {
  /// Whether both show the same, NaN in the same places included.
  fileprivate func isSame(as other: Output) -> Bool {
    switch (self, other) {
    case (
      .figure(.tensors(let a, let scale, let style)),
      .figure(.tensors(let b, let otherScale, let otherStyle))
    ):
      scale == otherScale && style == otherStyle && a.count == b.count
        && zip(a, b).allSatisfy { a, b in
          a.name == b.name && a.tensor.shape == b.tensor.shape
            && zip(a.tensor.scalars, b.tensor.scalars).allSatisfy {
              $0.bitPattern == $1.bitPattern
            }
        }
    default: self == other
    }
  }
}
