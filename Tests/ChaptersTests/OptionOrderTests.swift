import Coursebook
import Testing

/// Chapters 1 and 2 over 200 sittings: what a reader who knows nothing could guess by.
@Suite struct OptionOrderTests {
  static func choices(of chapter: Int) -> [(page: Page, prompt: Prediction, right: Int)] {
    Course.pages.filter { $0.id.chapter == chapter }.flatMap { page in
      page.blocks.compactMap { block in
        guard let prompt = block.prompt as? Prediction, prompt.kind == .choice,
          let right = prompt.options.firstIndex(where: \.isRight)
        else { return nil }
        return (page, prompt, right)
      }
    }
  }

  @Test(arguments: [3, 4]) func `each letter is right about equally often`(count: Int) {
    let choices = (1...2).flatMap { Self.choices(of: $0) }
      .filter { $0.prompt.options.count == count }
    var letters = Array(repeating: 0.0, count: count)
    for (page, prompt, right) in choices {
      for seed in 0..<200 {
        let order = prompt.drawnOrder(on: page.name, seed: UInt64(seed))
        let place = order.numbers.firstIndex(of: right) ?? 0
        letters[place] += 1 / Double(200 * choices.count)
      }
    }
    #expect(
      letters.allSatisfy { 0.8 / Double(count)...1.2 / Double(count) ~= $0 }, "\(letters)")
  }

  @Test(arguments: [1, 2]) func `the longest option is right no more often than by chance`(
    chapter: Int
  ) {
    var (longest, chance) = (0.0, 0.0)
    for (_, prompt, right) in Self.choices(of: chapter) {
      let lengths = prompt.options.map { $0.text.plainText.unicodeScalars.count }
      let isLongest = lengths[right] == lengths.max()
      if isLongest { longest += 1 / Double(lengths.count { $0 == lengths[right] }) }
      chance += 1 / Double(lengths.count)
    }
    #expect(longest <= chance, "\(longest) against \(chance)")
  }
}
