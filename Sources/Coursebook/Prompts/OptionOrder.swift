/// The order in which a reader meets the options of a prompt, and the letters that they have by it.
///
/// Letters belong to the screen. Records know an option by its place in the page's source, so that they hold in whatever order
/// a later sitting shows it.
public struct OptionOrder: Equatable, Sendable {
  /// The options from the top, by their places in the source, from 0.
  public let numbers: [Int]

  /// What an author says of the order: `order: fixed`.
  public enum Rule: String, Sendable {
    /// All are drawn.
    case drawn
    /// The last one stays the last, "neither" or "both"; those above it are drawn.
    case last
    /// All stand as the source has them.
    case fixed
  }

  /// The order of the source.
  public init(source count: Int) { numbers = Array(0..<count) }

  init(_ rule: Rule, of count: Int, using generator: inout some RandomNumberGenerator) {
    var numbers = Array(0..<count)
    switch rule {
    case .drawn: numbers.shuffle(using: &generator)
    case .last:
      numbers.dropLast().indices.reversed().forEach { i in
        numbers.swapAt(i, Int.random(in: 0...i, using: &generator))
      }
    case .fixed: break
    }
    self.numbers = numbers
  }

  /// The letter beside an option.
  public func name(of number: Int) -> String {
    numbers.firstIndex(of: number).map(Option.name(at:)) ?? ""
  }

  /// The option that a letter or a digit names.
  public func number(named name: Unicode.Scalar) -> Int? {
    Option.index(named: name).flatMap { numbers.indices.contains($0) ? numbers[$0] : nil }
  }
}

/// A prompt that offers options.
public protocol OptionPrompt: Prompt {
  var options: [Option] { get }
  var order: OptionOrder.Rule { get }
}

extension OptionPrompt {
  /// The order that a sitting shows: the same for a seed, and another for each prompt.
  public func drawnOrder(on page: PageName, seed: UInt64) -> OptionOrder {
    var generator = SplitMix64(seed: seed ^ "\(page)/\(id)".stableHash)
    return OptionOrder(options.areNumbers ? .fixed : order, of: options.count, using: &generator)
  }
}

extension [Option] {
  /// Whether each is a number and nothing else: one looks for a number by its size, so that these stand in ascending order.
  var areNumbers: Bool { !isEmpty && allSatisfy { $0.number != nil } }
}

extension Option {
  /// The number that the option is, where it is nothing else.
  var number: Double? {
    Double(text.plainText.replacing("−", with: "-").filter { $0 != " " && $0 != "," })
  }
}
