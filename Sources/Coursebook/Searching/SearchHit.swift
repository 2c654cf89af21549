/// A line of the book that holds what was searched for.
public struct SearchHit: Equatable, Sendable {
  /// Where it stands, for a screen that is to show it.
  public var place: Place
  /// The line as a reader sees it, without marks of Markdown.
  public var line: String
  /// The words of `line` that were found, in Unicode scalars from its beginning: apart, and in their order.
  public var matches: [Range<Int>]
  /// Which line of the book it is: hits by this are in reading order.
  public var number: Int

  /// One word of the book.
  public struct Place: Equatable, Sendable {
    public var page: PageID
    /// The block of the page; `nil` for its title.
    public var block: Int?
    /// The word as the page has it.
    public var word: String
    /// How often the very same letters stand in the block before it.
    public var occurrence: Int

    public init(page: PageID, block: Int?, word: String, occurrence: Int) {
      self.page = page
      self.block = block
      self.word = word
      self.occurrence = occurrence
    }
  }

  public init(place: Place, line: String, matches: [Range<Int>], number: Int) {
    self.place = place
    self.line = line
    self.matches = matches
    self.number = number
  }

  public var page: PageID { place.page }

  /// As much of the line as fits, its first match in it, cut between words where there are any; `…` stands for what is
  /// left out.
  ///
  /// - Parameter width: the scalars that the text takes at most; anything below 1 counts as 1.
  /// - Returns: the text, and where in it the matches stand.
  public func excerpt(width: Int) -> (text: String, matches: [Range<Int>]) {
    let (scalars, width) = (Array(line.unicodeScalars), max(1, width))
    guard scalars.count > width else { return (line, matches) }
    guard width > 2 else { return ("…", []) }
    let first = matches.first ?? 0..<0
    // A third of the room before the match, as far as that leaves none unused behind it.
    var start = max(0, min(first.lowerBound - width / 3, scalars.count - width + 1))
    if start > 0 {
      let word = scalars[start..<max(start, first.lowerBound)].firstIndex(of: " ").map { $0 + 1 }
      start = max(1, word ?? start)
    }
    let before = start > 0 ? 1 : 0
    var end = min(scalars.count, start + width - before)
    if end < scalars.count {
      end = max(start, end - 1)
      let last = scalars[min(end, max(start, first.upperBound))..<end].lastIndex(of: " ")
      end = last ?? end
    }
    var view = String.UnicodeScalarView()
    if start > 0 { view.append("…") }
    view.append(contentsOf: scalars[start..<end])
    if end < scalars.count { view.append("…") }
    let shown = matches.compactMap { match -> Range<Int>? in
      let seen = match.clamped(to: start..<end)
      return seen.isEmpty
        ? nil : seen.lowerBound - start + before..<seen.upperBound - start + before
    }
    return (String(view), shown)
  }
}

extension SearchHit {
  /// The hit for a screen that shows the options of its block in another order: other options stand before its own.
  public func shown(
    in block: Block, order: OptionOrder, maths: (String) -> String
  ) -> SearchHit {
    let lines = SearchIndex.lines(of: block, maths: maths)
    guard lines.count == order.numbers.count + 1, !place.word.isEmpty,
      let own = lines.firstIndex(where: { $0.elementsEqual(line.utf8) }), own > 0
    else { return self }
    func count(in numbers: some Sequence<Int>) -> Int {
      numbers.reduce(0) {
        $0 + SearchIndex.count(Array(place.word.utf8), in: ArraySlice(Array(lines[$1])))
      }
    }
    var shown = self
    let above = order.numbers.prefix { $0 + 1 != own }.map { $0 + 1 }
    shown.place.occurrence += count(in: above) - count(in: 1..<own)
    return shown
  }
}
