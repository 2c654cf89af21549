import Coursebook
import Screen
import Testing

@testable import Tutor

/// Every page as a terminal shows it, screenful by screenful, in every size and every way of drawing.
@Suite struct FrameTests {
  static let sizes = [(80, 24), (40, 12), (120, 40)]
  static let appearances = [
    Appearance(depth: .truecolor), Appearance(depth: .indexed256, theme: .light),
    Appearance(depth: .monochrome),
    Appearance(depth: .monochrome, isASCII: true),
  ]

  @Test(arguments: Course.book.pageIDs)
  func `every screenful of a page is whole and drawn with allowed glyphs`(id: PageID) {
    for (width, height) in Self.sizes {
      for appearance in Self.appearances {
        var session = Session.onCourse(
          page: id, appearance: appearance, width: width, height: height)
        var seen = 0
        repeat {
          session.expectSoundFrame()
          if appearance.isASCII {
            #expect(
              session.frame(width: width, height: height).grid.glyphs.allSatisfy {
                $0.scalar.isASCII
              })
          }
          if session.row >= session.lastRow { break }
          _ = session.receive(.key(.pageDown))
          seen += 1
        } while seen < 200
        #expect(session.open.page.id == id)
        #expect(session.row == session.lastRow)
      }
    }
  }

  @Test(arguments: Course.book.pageIDs) func `what has the focus can be seen, all round the page`(
    id: PageID
  ) {
    var session = Session.onCourse(page: id, appearance: Appearance(), width: 80, height: 24)
    for focus in session.open.focusable {
      _ = session.receive(.key(.tab))
      #expect(session.focus == focus)
      let rows = session.layout.rows(of: focus) ?? 0..<0
      #expect(rows.overlaps(session.row..<session.row + session.bodyHeight), "\(id) \(focus)")
      session.expectSoundFrame()
    }
  }

  @Test(arguments: Course.book.pageIDs) func `colour says nothing that monochrome does not`(
    id: PageID
  ) {
    // The text of a page but for its figures is the same glyph for glyph; figures may draw other glyphs.
    let color = Session.onCourse(page: id, appearance: Appearance(), width: 80, height: 24)
    let plain = Session.onCourse(page: id, appearance: .plain, width: 80, height: 24)
    for index in color.open.page.blocks.indices {
      if case .cell = color.open.page.blocks[index] { continue }
      let (a, b) = (color.layout.blocks[index], plain.layout.blocks[index])
      #expect("\(color.layout.grid.rows(a))" == "\(plain.layout.grid.rows(b))")
    }
  }

  @Test(arguments: Course.book.pageIDs) func `a page reads as plain text without a line too long`(
    id: PageID
  ) throws {
    let page = try #require(Course.book.page(id))
    for width in [40, 80, 120] {
      let lines = PageText(page, surroundings: Course.surroundings, width: width).text.split(
        separator: "\n")
      #expect(lines.first?.hasPrefix("\(id)  \(page.title.prefix(20))") ?? false)
      let longest = lines.map(\.unicodeScalars.count).max() ?? 0
      #expect(longest <= width, "\(id) at \(width)")
    }
    let ascii = PageText(page, surroundings: Course.surroundings, isASCII: true).text
    #expect(ascii.utf8.allSatisfy { $0 < 0x80 })
  }
}

extension Session {
  static func onCourse(
    page: PageID? = nil, appearance: Appearance = Appearance(), width: Int = 80, height: Int = 24,
    progress: ReaderProgress = ReaderProgress(), seed: UInt64 = 1
  ) -> Session {
    var session = Session(
      book: Course.book, page: page, progress: progress, surroundings: Course.surroundings,
      appearance: appearance, seed: seed)
    _ = session.receive(.resize(width: width, height: height))
    return session
  }

  /// What holds of every frame: its size, its glyphs, its cursor, the row it begins at.
  func expectSoundFrame(sourceLocation: SourceLocation = #_sourceLocation) {
    let frame = frame(width: width, height: height)
    #expect(
      frame.grid.width == width && frame.grid.height == height, sourceLocation: sourceLocation)
    if let bad = frame.grid.glyphs.first(where: { !AllowedGlyphs.contains($0.scalar) }) {
      Issue.record(
        "U+\(String(bad.scalar.value, radix: 16)) is drawn on page \(open.page.id)",
        sourceLocation: sourceLocation)
    }
    if let cursor = frame.cursor {
      #expect(
        (0..<width).contains(cursor.column) && (0..<height).contains(cursor.row), "\(cursor)",
        sourceLocation: sourceLocation)
    }
    #expect((0...lastRow).contains(row), sourceLocation: sourceLocation)
    if let focus { #expect(open.focusable.contains(focus), sourceLocation: sourceLocation) }
  }
}
