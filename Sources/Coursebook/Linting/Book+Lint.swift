import CellLanguage

extension Book {
  /// Everything that is wrong with the book's pages, in reading order, each with how to mend it.
  ///
  /// `checkMaths` says what is wrong with a formula, `isAllowed` which glyphs every terminal has, `exists` whether a
  /// source file that a page names is there.
  public func lint(
    checkMaths: (String) -> String?, isAllowed: (Unicode.Scalar) -> Bool,
    exists: (String) -> Bool, surroundings: Surroundings
  ) -> [PageComplaint] {
    var all = complaints
    for chapter in chapterFiles {
      all += Self.glyphComplaints(in: chapter, isAllowed: isAllowed)
    }
    var introduced: [String: PageID] = [:]
    let terms = termOrder
    let titles = bibliography.titles
    var cited: Set<String> = []
    var chapterLints = Dictionary(
      uniqueKeysWithValues: chapters.map {
        ($0.number, ChapterLint($0, file: file(ofChapter: $0)))
      })
    for id in pageIDs {
      guard let file = files[id] else { continue }
      let parser = PageParser(
        file.text, id: id, name: file.name, file: file.path, references: references,
        sourceFile: sourceFile)
      var lint = PageLint(parser, file: file.path)
      lint.lintPromptsAndCells(surroundings)
      let rules = chapterLints[id.chapter]?.chapter.rules ?? Chapter.Rules()
      lint.lintForm(needsCell: rules.needsCells)
      lint.lintCellNames()
      let front = FrontMatter(file.text.withPlainLineEndings)
      if front.name == nil { lint.lintMissingName(file.name) }
      if front.checksChapter {
        lint.lintCoverage(
          of: pageIDs.filter { $0.chapter == id.chapter && $0.page > 0 && $0 != id }, numbers)
      }
      if rules.ordersTerms { lint.lintOrder(of: terms, uses: front.uses) }
      chapterLints[id.chapter]?.take(lint.page)
      lint.lintMentions(
        isPage: { files[$0] != nil }, isName: { numbers[$0] != nil }, checkMaths: checkMaths,
        exists: exists)
      lint.lintTerms(introduced: &introduced)
      lint.lintCitations(bibliography, titles: titles)
      cited.formUnion(lint.mentions.citations.map(\.text))
      all += (lint.complaints + Self.glyphComplaints(in: file, isAllowed: isAllowed))
        .sorted { ($0.line, $0.column, $0.message) < ($1.line, $1.column, $1.message) }
    }
    for number in chapterLints.keys.sorted() {
      chapterLints[number]?.lint()
      all += chapterLints[number]?.complaints ?? []
    }
    all += bibliography.lint(cited: cited)
    if let sourcesFile { all += Self.glyphComplaints(in: sourcesFile, isAllowed: isAllowed) }
    return all
  }

  private func file(ofChapter chapter: Chapter) -> String {
    let folder = chapter.pageIDs.first.flatMap { files[$0]?.path.split(separator: "/").first }
    return "\(folder ?? "")/chapter.md"
  }

  /// Every term of the course, where its mark stands.
  private var termOrder: TermOrder {
    var order = TermOrder()
    guard chapters.contains(where: \.rules.ordersTerms) else { return order }
    for id in pageIDs {
      guard let file = files[id] else { continue }
      let parser = PageParser(
        file.text, id: id, name: file.name, file: file.path, references: references,
        sourceFile: sourceFile)
      let everyday = FrontMatter(file.text.withPlainLineEndings).everyday
      for term in parser.mentions.terms {
        order.introduce(term.text, on: id, isEveryday: everyday.contains(term.text))
      }
    }
    return order
  }

  /// The first of each glyph in a file that not every terminal has.
  private static func glyphComplaints(
    in file: PageFile, isAllowed: (Unicode.Scalar) -> Bool
  ) -> [PageComplaint] {
    var complaints: [PageComplaint] = []
    var seen: Set<Unicode.Scalar> = []
    var (line, column) = (1, 1)
    for scalar in file.text.withPlainLineEndings.unicodeScalars {
      if scalar == "\n" {
        (line, column) = (line + 1, 1)
        continue
      }
      if !scalar.isASCII || scalar.value < 0x20, !isAllowed(scalar), seen.insert(scalar).inserted {
        let code = String(scalar.value, radix: 16, uppercase: true)
        let name = scalar.value < 0x20 ? "" : " \(scalar)"
        complaints.append(
          PageComplaint(
            file: file.path, line: line, column: column,
            message: "The glyph\(name) (U+\(code)) is not one that every terminal shows one column "
              + "wide; write another."))
      }
      column += 1
    }
    return complaints
  }
}
