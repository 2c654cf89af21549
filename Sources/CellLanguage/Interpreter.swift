import CNNEngine

/// What cells may use of the world: data that ships, and the time.
public struct Surroundings: Sendable {
  /// Digit number `i` of the shipped ones, `[8, 8]`, 0…16; throws a sentence.
  public var digit: @Sendable (Int) -> Tensor?
  /// All digits, `[1797, 1, 8, 8]`, and their labels, `[1797]`.
  public var digits: @Sendable () -> (images: Tensor, labels: Tensor)?
  /// A shipped picture by name: `[3, H, W]` or `[H, W]` for a grey one, 0…1.
  public var picture: @Sendable (String) -> Tensor?
  /// The names that `picture` knows.
  public var pictureNames: [String]
  /// Seconds, from any fixed moment.
  public var clock: @Sendable () -> Double

  public init(
    digit: @escaping @Sendable (Int) -> Tensor?,
    digits: @escaping @Sendable () -> (images: Tensor, labels: Tensor)?,
    picture: @escaping @Sendable (String) -> Tensor?, pictureNames: [String],
    clock: @escaping @Sendable () -> Double
  ) {
    self.digit = digit
    self.digits = digits
    self.picture = picture
    self.pictureNames = pictureNames
    self.clock = clock
  }

  /// No data and no clock.
  public static let none = Surroundings(
    digit: { _ in nil }, digits: { nil }, picture: { _ in nil }, pictureNames: [], clock: { 0 })
}

/// How much one run may use before it is refused with a sentence.
public struct Budget: Equatable, Sendable {
  public var steps = 1_000_000
  /// Tensor entries and array elements made, in all.
  public var entries = 20_000_000
  public var multiplications = 2_000_000_000
  public init() {}
}

/// Runs cells one after the other in one scope, which grows.
public struct Interpreter: Sendable {
  /// Creates an interpreter with nothing in scope but the library.
  public init(surroundings: Surroundings, budget: Budget = Budget()) {}

  /// Runs a cell. What it declared stays in scope; when it fails, its declarations so far stay too. The budget
  /// starts anew with each call.
  public mutating func run(_ source: String) -> Outcome { Outcome(outputs: [], value: nil, error: nil) }

  /// The value of a variable in scope.
  public subscript(name: String) -> Value? {
    get { nil }
    set {}
  }

  /// Names in scope and in the library that begin with `prefix`, sorted: for completion. After a dot
  /// (`x.me`), members.
  public func completions(of prefix: String) -> [String] { [] }
}

/// What one run came to.
public struct Outcome: Sendable {
  public var outputs: [Output]
  /// The last expression's value where it was neither assigned nor printed: the console shows it.
  public var value: Value?
  public var error: CellError?
  public init(outputs: [Output], value: Value?, error: CellError?) {
    self.outputs = outputs
    self.value = value
    self.error = error
  }
}

/// A number in a cell's text that can be turned like a knob.
public struct Literal: Equatable, Sendable {
  /// Where the literal stands, in UTF-8 bytes of the source, its minus sign included.
  public var range: Range<Int>
  /// Whether it is written without a fraction.
  public var isInteger: Bool
  public var value: Double
  /// Its place in a literal matrix `[[…], […]]`, if it stands in one: which matrix of the cell, row, column.
  public var matrix: (index: Int, row: Int, column: Int)?

  public static func == (a: Self, b: Self) -> Bool {
    a.range == b.range && a.isInteger == b.isInteger && a.value == b.value
      && a.matrix?.index == b.matrix?.index && a.matrix?.row == b.matrix?.row
      && a.matrix?.column == b.matrix?.column
  }

  /// The literals of a cell in reading order; works on cells that do not parse, as far as they can be read.
  public static func all(in source: String) -> [Literal] { [] }
}
