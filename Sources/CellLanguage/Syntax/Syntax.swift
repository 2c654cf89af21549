/// An expression of the cell language, with the bytes of the source that it stands on.
indirect enum Expression: Sendable {
  case integer(Int, Range<Int>)
  case float(Double, Range<Int>)
  case string([StringPart], Range<Int>)
  case bool(Bool, Range<Int>)
  case none(Range<Int>)
  case name(String, Range<Int>)
  /// `.reflect`, whose type the context knows.
  case implicitMember(String, Range<Int>)
  case array([Expression], Range<Int>)
  case tuple([Argument], Range<Int>)
  case prefix(String, Expression, Range<Int>)
  case binary(String, Expression, Expression, Range<Int>)
  case ternary(Expression, Expression, Expression, Range<Int>)
  case call(Expression, [Argument], Range<Int>)
  case member(Expression, String, Range<Int>)
  case subscripted(Expression, [Expression], Range<Int>)
  /// A closure, and whether its parameters were left to `$0`, `$1`.
  case closure(FunctionDeclaration, isAnonymous: Bool, Range<Int>)
  /// `x!`
  case unwrapped(Expression, Range<Int>)

  struct Argument: Sendable {
    var label: String?
    /// Where the label stands.
    var labelRange: Range<Int>?
    var value: Expression
    /// Whether it is a closure behind the brackets, which needs no label.
    var isTrailing = false
  }
  enum StringPart: Sendable {
    case text(String)
    case value(Expression)
  }

  /// Where the expression stands; a binary one from its first operand to its last.
  var range: Range<Int> {
    switch self {
    case .integer(_, let range), .float(_, let range), .string(_, let range), .bool(_, let range),
      .none(let range),
      .name(_, let range), .implicitMember(_, let range), .array(_, let range),
      .tuple(_, let range),
      .prefix(_, _, let range), .binary(_, _, _, let range), .ternary(_, _, _, let range),
      .call(_, _, let range),
      .member(_, _, let range), .subscripted(_, _, let range), .closure(_, _, let range),
      .unwrapped(_, let range):
      range
    }
  }

  /// Whether only literals make it up, so that its type is the context's to choose.
  var isLiteral: Bool {
    switch self {
    case .integer, .float: true
    case .prefix("-", let inner, _): inner.isLiteral
    case .binary(let symbol, let a, let b, _):
      ["+", "-", "*", "/", "%"].contains(symbol) && a.isLiteral && b.isLiteral
    case .tuple(let parts, _): parts.count == 1 && parts[0].value.isLiteral
    case .array(let parts, _): parts.allSatisfy(\.isLiteral)
    case .ternary(_, let a, let b, _): a.isLiteral && b.isLiteral
    default: false
    }
  }

  /// Whether a literal expression has a fraction in it, which makes it a Double where nothing else decides.
  var hasFraction: Bool {
    switch self {
    case .float: true
    case .prefix(_, let inner, _): inner.hasFraction
    case .binary(_, let a, let b, _), .ternary(_, let a, let b, _): a.hasFraction || b.hasFraction
    case .tuple(let parts, _): parts.contains { $0.value.hasFraction }
    case .array(let parts, _): parts.contains(where: \.hasFraction)
    default: false
    }
  }
}

/// A statement of the cell language.
indirect enum Statement: Sendable {
  case declare(Pattern, isVariable: Bool, type: TypeName?, value: Expression, Range<Int>)
  /// Several in the scope where they stand: `let a = 1, b = 2`.
  case several([Statement])
  /// `do { … }`
  case block([Statement])
  case assign(Expression, symbol: String, Expression, Range<Int>)
  case expression(Expression)
  case function(FunctionDeclaration, Range<Int>)
  case conditional([(conditions: [Condition], body: [Statement])], otherwise: [Statement]?)
  case guarded([Condition], otherwise: [Statement], Range<Int>)
  case loop(Pattern, over: Expression, only: Expression?, body: [Statement], Range<Int>)
  case whileLoop([Condition], body: [Statement], Range<Int>)
  case giveBack(Expression?, Range<Int>)
  case leave(Range<Int>)
  case next(Range<Int>)
}

/// The names that a value is taken apart into: `i`, or `(i, (a, b))`; `_` drops its part.
indirect enum Pattern: Sendable {
  case name(String)
  case tuple([Pattern])
}

/// What `if`, `guard` and `while` ask.
enum Condition: Sendable {
  case test(Expression)
  /// `let x = optional`: true where there is a value, which then has that name.
  case unwrap(String, Expression, isVariable: Bool)
}

struct FunctionDeclaration: Sendable {
  struct Parameter: Sendable {
    /// What a call writes before the colon; `nil` for `_`.
    var label: String?
    var name: String
    var type: TypeName
    var isInout = false
    var fallback: Expression?
  }
  var name: String
  var parameters: [Parameter]
  var result: TypeName?
  var body: [Statement]
}

/// A type as a cell writes it.
indirect enum TypeName: Equatable, Sendable {
  case int, double, float, bool, string, tensor, pair, layer, any
  /// A number, or a tensor, which a literal matrix then is.
  case numeric
  case array(TypeName)
  case tuple([TypeName], labels: [String?])
  case function
  case optional(TypeName)
  case named(String)
}

extension TypeName: CustomStringConvertible {
  var description: String {
    switch self {
    case .int: "Int"
    case .double: "Double"
    case .float: "Float"
    case .bool: "Bool"
    case .string: "String"
    case .tensor: "Tensor"
    case .pair: "Int or (Int, Int)"
    case .layer: "a layer"
    case .any: "any value"
    case .numeric: "Tensor or number"
    case .array(let element): "[\(element)]"
    case .tuple(let parts, let labels):
      "("
        + zip(parts, labels).map { part, label in (label.map { "\($0): " } ?? "") + "\(part)" }
        .joined(separator: ", ") + ")"
    case .function: "a closure"
    case .optional(let inner): "\(inner)?"
    case .named(let name): name
    }
  }
}
