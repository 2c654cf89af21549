/// An expression of the cell language, with the bytes of the source that it stands on.
///
/// What the evaluator asks again and again is found out once, when the expression is read.
final class Expression: Sendable {
  enum Form: Sendable {
    case integer(Int)
    case float(Double)
    case string([StringPart])
    case bool(Bool)
    case none
    case name(Name)
    /// `.reflect`, whose type the context knows.
    case implicitMember(String)
    case array([Expression])
    case tuple([Argument])
    case prefix(Sign, Expression)
    case binary(Operator, Expression, Expression)
    case ternary(Expression, Expression, Expression)
    case call(Expression, [Argument])
    case member(Expression, String)
    case subscripted(Expression, [Expression])
    /// A closure, and whether its parameters were left to `$0`, `$1`.
    case closure(FunctionDeclaration, isAnonymous: Bool)
    /// A range of which one end is the sequence's: `1...`, `..<3`.
    case openRange(from: Expression?, to: Expression?, isClosed: Bool)
    /// `x!`
    case unwrapped(Expression)
    /// The `x?` of a chain: what follows is left out where it is nil.
    case tried(Expression)
    /// `1 as Float`
    case typed(Expression, TypeName)
    /// A value that is there already.
    case given(Value)
    /// A chain with such a sign in it.
    case chain(Expression)
  }

  enum Sign: String, Sendable { case plus = "+", minus = "-", not = "!", change = "&" }

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

  let form: Form
  /// Where the expression stands; a binary one from its first operand to its last.
  let range: Range<Int>
  /// Whether only literals make it up, so that its type is the context's to choose.
  let isLiteral: Bool
  /// Whether it is a literal expression, or calls functions of them that have no type of their own.
  let isOpen: Bool
  /// Whether something around it may have a say in its type, since numbers as such stand in it, or `nil`.
  let leavesTypeOpen: Bool
  /// Whether a literal expression has a fraction in it, which makes it a Double where nothing else decides.
  let hasFraction: Bool

  init(_ form: Form, _ range: Range<Int>) {
    (self.form, self.range) = (form, range)
    (isLiteral, hasFraction) =
      switch form {
      case .integer: (true, false)
      case .float: (true, true)
      case .prefix(let sign, let inner): (sign == .minus && inner.isLiteral, inner.hasFraction)
      case .binary(let symbol, let a, let b):
        (
          symbol.isArithmetic && a.isLiteral && b.isLiteral, a.hasFraction || b.hasFraction
        )
      case .tuple(let parts):
        (
          parts.count == 1 && parts[0].value.isLiteral, parts.contains { $0.value.hasFraction }
        )
      case .array(let parts): (parts.allSatisfy(\.isLiteral), parts.contains(where: \.hasFraction))
      case .ternary(_, let a, let b):
        (a.isLiteral && b.isLiteral, a.hasFraction || b.hasFraction)
      case .implicitMember(let name): (Self.numberMembers.contains(name), name != "zero")
      case .call(let callee, let arguments): (false, Self.givesFraction(callee, arguments))
      default: (false, false)
      }
    isOpen = isLiteral || Self.isOpen(form)
    leavesTypeOpen = isLiteral || Self.leavesTypeOpen(form)
  }

  /// `.pi` and the like, whose type is the context's to choose.
  private static let numberMembers: Set<String> = [
    "pi", "infinity", "nan", "zero", "ulpOfOne", "greatestFiniteMagnitude",
  ]

  /// Whether a call of a function that has no type of its own gives a Double where nothing else decides.
  private static func givesFraction(_ callee: Expression, _ arguments: [Argument]) -> Bool {
    guard case .name(let name) = callee.form, let function = name.function else { return false }
    return switch function.kinds {
    case .own: false
    case .alike: arguments.contains { $0.value.hasFraction }
    case .realsAlike: arguments.allSatisfy(\.value.isOpen)
    }
  }

  private static func leavesTypeOpen(_ form: Form) -> Bool {
    switch form {
    case .none, .implicitMember: true
    case .array(let parts): parts.allSatisfy(\.leavesTypeOpen)
    case .tuple(let parts): parts.contains { $0.value.leavesTypeOpen }
    case .ternary(_, let a, let b): a.leavesTypeOpen && b.leavesTypeOpen
    case .prefix(_, let inner): inner.leavesTypeOpen
    default: false
    }
  }

  /// Whether a form takes a type on as the numbers in it do: `sqrt(2)`, `1 / sqrt(2)`.
  private static func isOpen(_ form: Form) -> Bool {
    switch form {
    case .prefix(let sign, let inner): sign != .not && inner.isOpen
    case .binary(let symbol, let a, let b): symbol.isArithmetic && a.isOpen && b.isOpen
    case .tuple(let parts): parts.count == 1 && parts[0].value.isOpen
    case .call(let callee, let arguments):
      if case .name(let name) = callee.form, let function = name.function {
        function.kinds != .own && arguments.allSatisfy(\.value.isOpen)
      } else {
        false
      }
    default: false
    }
  }

  static func name(_ text: String, _ range: Range<Int>) -> Expression {
    Expression(.name(Name(text)), range)
  }
}

/// What stands between two operands.
enum Operator: String, Sendable {
  case add = "+", subtract = "-", multiply = "*", divide = "/", remainder = "%"
  case equal = "==", unequal = "!=", less = "<", greater = ">", lessOrEqual = "<=",
    greaterOrEqual = ">="
  case and = "&&", or = "||", coalesce = "??", halfOpen = "..<", closed = "..."

  var isArithmetic: Bool {
    switch self {
    case .add, .subtract, .multiply, .divide, .remainder: true
    default: false
    }
  }
}

/// A statement of the cell language.
enum Statement: Sendable {
  case declare(Declaration)
  /// Several in the scope where they stand: `let a = 1, b = 2`.
  case several([Statement])
  /// `do { … }`
  case block(Block)
  case assign(Assignment)
  case expression(Expression)
  case function(FunctionStatement)
  case conditional(Conditional)
  case guarded(Guard)
  case loop(Loop)
  case whileLoop(WhileLoop)
  case giveBack(Return)
  /// With the number of a loop that has a name; 0 for the innermost.
  case leave(Int)
  case next(Int)
}

/// Statements in a scope of their own.
final class Block: Sendable {
  let statements: [Statement]
  /// The functions among them, which are known from the block's beginning.
  let functions: [FunctionStatement]
  /// Where the scope's variables stand in the frame, those of its conditions or its loop among them.
  @exclusivity(unchecked) nonisolated(unsafe) var slots = 0..<0

  init(_ statements: [Statement]) {
    self.statements = statements
    functions = statements.compactMap {
      if case .function(let function) = $0 { function } else { nil }
    }
  }
}

final class Declaration: Sendable {
  let pattern: Pattern
  let isVariable: Bool
  let type: TypeName?
  /// `nil` where a later assignment gives the first value.
  let value: Expression?
  let range: Range<Int>

  init(
    _ pattern: Pattern, isVariable: Bool, type: TypeName?, value: Expression?, _ range: Range<Int>
  ) {
    (self.pattern, self.isVariable, self.type) = (pattern, isVariable, type)
    (self.value, self.range) = (value, range)
  }
}

final class Assignment: Sendable {
  let target: Expression
  /// What joins the old value and the new; `nil` for `=`.
  let symbol: Operator?
  let value: Expression
  let range: Range<Int>

  init(_ target: Expression, _ symbol: Operator?, _ value: Expression, _ range: Range<Int>) {
    (self.target, self.symbol, self.value, self.range) = (target, symbol, value, range)
  }
}

final class FunctionStatement: Sendable {
  let declaration: FunctionDeclaration
  let name: Pattern
  let range: Range<Int>

  init(_ declaration: FunctionDeclaration, _ range: Range<Int>) {
    (self.declaration, self.range) = (declaration, range)
    name = Pattern(declaration.name)
  }
}

final class Conditional: Sendable {
  struct Branch: Sendable {
    var conditions: [Condition]
    var body: Block
  }
  let branches: [Branch]
  let otherwise: Block?

  init(_ branches: [Branch], otherwise: Block?) {
    (self.branches, self.otherwise) = (branches, otherwise)
  }
}

final class Guard: Sendable {
  let conditions: [Condition]
  let otherwise: Block
  let range: Range<Int>
  /// Where the conditions leave their values, and the names that take them over.
  @exclusivity(unchecked) nonisolated(unsafe) var slots = 0..<0
  @exclusivity(unchecked) nonisolated(unsafe) var names: [(slot: Int, name: Pattern)] = []

  init(_ conditions: [Condition], otherwise: Block, _ range: Range<Int>) {
    (self.conditions, self.otherwise, self.range) = (conditions, otherwise, range)
  }
}

final class Loop: Sendable {
  let pattern: Pattern
  let sequence: Expression
  let only: Expression?
  let body: Block
  /// The number of its name; 0 where it has none.
  let label: Int

  init(
    _ pattern: Pattern, over sequence: Expression, only: Expression?, body: Block, label: Int
  ) {
    (self.pattern, self.sequence, self.only, self.body) = (pattern, sequence, only, body)
    self.label = label
  }
}

final class WhileLoop: Sendable {
  let conditions: [Condition]
  let body: Block
  let range: Range<Int>
  /// The number of its name; 0 where it has none.
  let label: Int

  init(_ conditions: [Condition], body: Block, _ range: Range<Int>, label: Int) {
    (self.conditions, self.body, self.range) = (conditions, body, range)
    self.label = label
  }
}

final class Return: Sendable {
  let value: Expression?
  let range: Range<Int>
  /// Whether it stands in the cell itself, in no block and no function.
  @exclusivity(unchecked) nonisolated(unsafe) var isOutside = false

  init(_ value: Expression?, _ range: Range<Int>) { (self.value, self.range) = (value, range) }
}

/// The names that a value is taken apart into: `i`, or `(i, (a, b))`; `_` drops its part.
final class Pattern: Sendable {
  enum Target: Sendable {
    /// Nobody wants the value.
    case nowhere
    /// A variable of the page.
    case global(Name)
    /// A variable of the frame.
    case local(Int)
    /// One that closures share.
    case sharedLocal(Int)
    /// The scope has a variable of this name already.
    case again
  }
  /// `nil` where the value is taken apart.
  let name: String?
  let parts: [Pattern]
  @exclusivity(unchecked) nonisolated(unsafe) var target = Target.nowhere

  init(_ name: String) { (self.name, parts) = (name, []) }
  init(_ parts: [Pattern]) { (name, self.parts) = (nil, parts) }
}

/// What `if`, `guard` and `while` ask.
enum Condition: Sendable {
  case test(Expression)
  /// `let x = optional`: true where there is a value, which then has that name.
  case unwrap(Pattern, Expression, isVariable: Bool)
}

/// A function or a closure as it is written.
final class FunctionDeclaration: Sendable {
  struct Parameter: Sendable {
    /// What a call writes before the colon; `nil` for `_`.
    var label: String?
    var name: String
    var type: TypeName
    var isInout = false
    /// Whether a call gives it any number of values, `Int...`; its type is the array's.
    var isVariadic = false
    var fallback: Expression?
  }
  let name: String
  let parameters: [Parameter]
  let result: TypeName?
  let body: Block
  /// The expression that is all of the body, and whose value is the result.
  let expression: Expression?
  /// Whether a call must come to a `return`.
  let hasResult: Bool
  /// What a named function is written as; `nil` for closures.
  let text: String?
  /// Set by the resolver, before anybody else sees the declaration.
  @exclusivity(unchecked) nonisolated(unsafe) var layout = Layout()

  struct Layout {
    /// What each variable of the frame is called.
    var slots: [String] = []
    /// Where the frame keeps each parameter; `nil` where nobody wants it.
    var parameters: [Int?] = []
    /// The parameters' types, where they say one.
    var types: [TypeName?] = []
    /// Whether the parameters are the frame's first variables, one after the other, and none is given back.
    var isPlain = false
    /// The frame's variables of parameters that closures share.
    var shared: [Int] = []
    var sharesParameters = false
    /// Where a closure finds, when it is made, what it uses of the frame around it.
    var captures: [Name.Place] = []
    /// Everything that it could use there.
    var around: Set<String> = []
  }

  init(
    name: String, parameters: [Parameter], result: TypeName?, body: [Statement],
    text: String? = nil
  ) {
    (self.name, self.parameters, self.result, self.text) = (name, parameters, result, text)
    self.body = Block(body)
    let isVoid = result == .named("Void")
    hasResult = result != nil && !isVoid
    if body.count == 1, case .expression(let expression) = body[0], !isVoid {
      self.expression = expression
    } else {
      expression = nil
    }
  }
}
