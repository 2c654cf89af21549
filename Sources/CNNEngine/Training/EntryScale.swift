/// What the entries of a data set become when they are read: minus a mean, over a deviation, with numbers for each channel;
/// nothing, or this several times.
///
/// The steps are done one by one, not joined: a data set that was normalised twice comes to the bits that it came to when
/// every step was done on all entries.
struct EntryScale: Equatable, Sendable {
  let channels: Int
  let steps: Int
  /// What a byte is divided by before the first step; `nil` where the entries are floats.
  let divisor: Float?
  /// For each channel what stands where nothing is; for each step the means of all channels, then the deviations; of
  /// bytes what each of the 256 stands for, channel by channel; and one more, so that there is a first one.
  private let numbers: [Float]

  /// Entries as they are.
  init(blank: Float, channels: Int, divisor: Float?) {
    self.init(
      blanks: Array(repeating: blank, count: channels), moments: [], steps: 0, divisor: divisor)
  }

  private init(blanks: [Float], moments: [Float], steps: Int, divisor: Float?) {
    channels = blanks.count
    (self.steps, self.divisor) = (steps, divisor)
    var numbers = blanks + moments
    if let divisor {
      for c in blanks.indices {
        numbers += (0..<256).map { Self.scaled(Float($0) / divisor, c, moments[...], blanks.count) }
      }
    }
    self.numbers = numbers + [0]
  }

  /// An entry of channel `c` after the steps whose means and deviations are given.
  private static func scaled(
    _ entry: Float, _ c: Int, _ moments: ArraySlice<Float>, _ channels: Int
  ) -> Float {
    var entry = entry
    for i in stride(from: moments.startIndex + c, to: moments.endIndex, by: 2 * channels) {
      entry = (entry - moments[i]) / moments[i + channels]
    }
    return entry
  }

  /// What stands where nothing is, a number for each channel.
  var blanks: [Float] { Array(numbers[..<channels]) }

  /// One step more.
  func normalized(means: [Float], deviations: [Float]) -> EntryScale {
    EntryScale(
      blanks: blanks.enumerated().map { c, blank in (blank - means[c]) / deviations[c] },
      moments: Array(numbers[channels..<channels * (1 + 2 * steps)]) + means + deviations,
      steps: steps + 1, divisor: divisor)
  }

  /// Hands out the numbers where they lie: blanks, the steps' moments, and what bytes stand for.
  @inline(__always)
  func withNumbers<Result>(
    _ body: (_ blanks: Scalars, _ moments: Scalars, _ table: Scalars) -> Result
  ) -> Result {
    numbers.withUnsafeBufferPointer { numbers in
      guard let first = numbers.baseAddress else { preconditionFailure("A scale has numbers.") }
      return body(first, first + channels, first + channels * (1 + 2 * steps))
    }
  }

  /// Words that differ where anything that an entry depends on differs.
  var words: [UInt64] {
    [UInt64(steps), divisor.map { UInt64($0.bitPattern) } ?? .max]
      + numbers[..<(channels * (1 + 2 * steps))].map { UInt64($0.bitPattern) }
  }
}
