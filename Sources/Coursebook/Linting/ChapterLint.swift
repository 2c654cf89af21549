/// What only a whole chapter shows: whether a reader who knows nothing can guess, and whether there is enough to write.
struct ChapterLint {
  let chapter: Chapter
  /// The chapter's `chapter.md`, which complaints name.
  let file: String
  private(set) var complaints: [PageComplaint] = []
  private var choices: [(page: PageID, name: PageName, prompt: Prediction)] = []
  private var exerciseCount = 0

  /// How many sittings are drawn.
  static let seeds: Range<UInt64> = 0..<200
  /// In fewer questions a habit is no more than chance.
  static let fewestChoices = 8

  init(_ chapter: Chapter, file: String) {
    self.chapter = chapter
    self.file = file
  }

  mutating func take(_ page: Page) {
    for prompt in page.blocks.compactMap(\.prompt) {
      if prompt is Exercise { exerciseCount += 1 }
      guard let choice = prompt as? Prediction, choice.kind == .choice,
        choice.options.count(where: \.isRight) == 1
      else { continue }
      choices.append((page.id, page.name, choice))
    }
  }

  /// Says what leans, when all pages are taken.
  mutating func lint() {
    if choices.count >= Self.fewestChoices {
      lintLetters()
      lintLengths()
    }
    let pageCount = chapter.pageIDs.count
    if chapter.rules.needsWriting, exerciseCount * 3 < pageCount {
      complain(
        "Chapter \(chapter.number) has \(pageCount) pages and \(exerciseCount) exercise\(exerciseCount == 1 ? "" : "s"); one on three pages is "
          + "\((pageCount + 2) / 3).")
    }
  }

  /// Each letter is right about as often as any other, over many sittings.
  ///
  /// A share may be a fifth of itself off: among four options 20 to 30 %. Fewer than three questions of a number of options
  /// are left out, since a fair draw of so few is further off than that by chance.
  private mutating func lintLetters() {
    for (count, group) in Dictionary(grouping: choices, by: \.prompt.options.count).sorted(by: {
      $0.key < $1.key
    }) where group.count >= 3 {
      var places = Array(repeating: 0, count: count)
      for (_, page, prompt) in group {
        let right = prompt.options.firstIndex(where: \.isRight) ?? 0
        for seed in Self.seeds {
          let order = prompt.drawnOrder(on: page, seed: seed)
          if let place = order.numbers.firstIndex(of: right) { places[place] += 1 }
        }
      }
      let shares = places.map { Double($0) / Double(group.count * Self.seeds.count) }
      let even = 0.8 / Double(count)...1.2 / Double(count)
      guard !shares.allSatisfy(even.contains) else { continue }
      let letters = shares.enumerated().map { "\(Option.name(at: $0)) \(Self.percent($1))" }
      let kept = group.filter { $0.prompt.order != .drawn || $0.prompt.options.areNumbers }
      complain(
        "Of the \(group.count) choices with \(count) options the right one is "
          + letters.joined(separator: ", ") + "; \(Self.percent(even.lowerBound)) to "
          + "\(Self.percent(even.upperBound)) each is even. Those in a kept order: \(Self.names(kept))."
      )
    }
  }

  /// The right option is not the longest more often than by chance.
  ///
  /// One standard deviation above it is let pass: a chapter written without a habit stays below that five times in six, and
  /// who always takes the longest gains no more by it than by luck. Options of one length share the honour.
  private mutating func lintLengths() {
    var (longest, expected, variance) = (0.0, 0.0, 0.0)
    var named: [(page: PageID, name: PageName, prompt: Prediction)] = []
    for choice in choices {
      let lengths = choice.prompt.options.map { $0.text.plainText.unicodeScalars.count }
      let right = choice.prompt.options.firstIndex(where: \.isRight) ?? 0
      let chance = 1 / Double(lengths.count)
      expected += chance
      variance += chance * (1 - chance)
      guard lengths[right] == lengths.max() else { continue }
      longest += 1 / Double(lengths.count { $0 == lengths[right] })
      if lengths.count(where: { $0 == lengths[right] }) == 1 { named.append(choice) }
    }
    guard longest > expected + variance.squareRoot() else { return }
    complain(
      "The right option is the longest in \(Self.tenths(longest)) of \(choices.count) choices; chance makes "
        + "\(Self.tenths(expected)), and \(Self.tenths(expected + variance.squareRoot())) pass. Give the wrong "
        + "ones as much to say: \(Self.names(named)).")
  }

  private mutating func complain(_ message: String) {
    complaints.append(PageComplaint(file: file, line: 1, column: 1, message: message))
  }

  private static func names(_ choices: [(page: PageID, name: PageName, prompt: Prediction)])
    -> String
  {
    choices.isEmpty ? "none" : choices.map { "\($0.page) \($0.prompt.id)" }.joined(separator: ", ")
  }

  private static func percent(_ share: Double) -> String { "\(Int((100 * share).rounded())) %" }

  private static func tenths(_ number: Double) -> String {
    let tenths = Int((10 * number).rounded())
    return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
  }
}
