/// Options stand in another order for each reader: what they say must hold in every one.
extension PageLint {
  mutating func lintOrder(of prompt: some OptionPrompt) {
    lintNumbers(of: prompt)
    lintLetters(of: prompt)
    for (index, option) in prompt.options.enumerated() where option.speaksOfOthers {
      let isLast = index == prompt.options.count - 1
      if !isLast || prompt.order == .drawn {
        complain(
          prompt.line,
          "An option of \(prompt.id), `\(option.text.plainText)`, speaks of the others: put it last, and write `order: last`."
        )
      }
    }
  }

  /// Numbers in ascending order, and none that is read as the number of another option.
  private mutating func lintNumbers(of prompt: some OptionPrompt) {
    let options = prompt.options
    if options.areNumbers, !options.isAscending {
      complain(
        prompt.line,
        "The options of \(prompt.id) are numbers, which stand in ascending order; sort them.")
    }
    for (index, option) in options.enumerated() {
      guard let number = Int(option.text.plainText), options.indices.contains(number - 1) else {
        continue
      }
      let stands = options.areNumbers || prompt.order == .fixed
      if stands, number == index + 1 { continue }
      complain(
        prompt.line,
        stands
          ? "Option \(index + 1) of \(prompt.id) reads \(number), which chooses option \(number); "
            + "put it there, or add a word."
          : "Option \(index + 1) of \(prompt.id) reads \(number), which chooses the option at that place; add a word."
      )
    }
  }

  /// No text names an option by a letter that another reader sees beside another one.
  private mutating func lintLetters(of prompt: some OptionPrompt) {
    for text in (prompt.offered + prompt.told).map(\.plainText) {
      guard let name = Self.optionName(in: text) else { continue }
      complain(
        prompt.line,
        "A text of \(prompt.id) names an option by its place, `\(name)`: readers see options in different orders. Say what it says."
      )
    }
  }

  /// "option b", "(b)", "the second option".
  private static func optionName(in text: String) -> String? {
    let patterns: [Regex<Substring>] = [
      #/\b[Oo]ptions? [a-iA-I1-9]\b/#, #/(?:^|\s)\([a-i]\)/#,
      #/\b(?:[Aa]nswer|[Cc]hoice) [b-iB-I]\b/#,
      #/\b(?:first|second|third|fourth|fifth|last) (?:option|answer|choice)\b/#,
    ]
    return patterns.lazy.compactMap { text.firstMatch(of: $0).map { String($0.output) } }.first
  }
}

extension [Option] {
  fileprivate var isAscending: Bool {
    zip(self, dropFirst()).allSatisfy { ($0.number ?? 0) < ($1.number ?? 0) }
  }
}

extension Option {
  /// Whether it means nothing without the options above it: "neither", "all of the above".
  fileprivate var speaksOfOthers: Bool {
    let text = text.plainText.lowercased()
    let first = text.prefix { $0.isLetter }
    let isAlone =
      ["neither", "both", "none", "all"].contains(first)
      && [nil, ".", ":", ","].contains(text.dropFirst(first.count).first)
    return isAlone || ["of the above", "of the others"].contains { text.contains($0) }
  }
}
