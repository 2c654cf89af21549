import CNNEngine

/// What an expression comes to.
///
/// Values with storage of their own go about with what counts it, as far as a run has counted it. What is large and rare
/// stands in a box, for arrays have as much room for each element as the largest case needs.
public enum Value: Sendable {
  case int(Int)
  case double(Double)
  case float(Float)
  case bool(Bool)
  case string(String, Footprint? = nil)
  case tensor(Tensor, Footprint? = nil)
  case array([Value], Footprint? = nil)
  /// Part of an array; its indices go on where the array's are.
  indirect case slice(Slice)
  case tuple([(label: String?, value: Value)])
  case range(Range<Int>, isClosed: Bool)
  /// Layers, and networks as plans. In a box, since a value of which Swift knows all the parts is copied much faster.
  indirect case layer(any Layer)
  indirect case optimizer(OptimizerState, Footprint? = nil)
  /// What a layer keeps of a pass for the way back.
  indirect case kept(KeptState, Footprint? = nil)
  /// A plan with its weights.
  indirect case network(Network, Footprint? = nil)
  /// A value with named parts: gradients, a row of a summary, a box.
  case record(Record)
  /// A case of one of the engine's small types: `.reflect`.
  case choice(type: String, name: String)
  indirect case function(Closure)
  /// An optional that holds a value.
  indirect case some(Value)
  /// `nil`, and what a function without a result gives back.
  case none

  /// A value with named parts.
  public struct Record: Sendable {
    public var type: String
    public var parts: [(name: String, value: Value)]
    public init(type: String, parts: [(name: String, value: Value)]) {
      self.type = type
      self.parts = parts
    }
  }

  /// Some elements of an array that stand one after the other.
  public struct Slice: Sendable {
    public var parts: [Value]
    /// The first one's index.
    public var start: Int
    var footprint: Footprint?
    var indices: Range<Int> { start..<start + parts.count }
  }

  /// A closure or a function of the cell's own; opaque to everyone but the evaluator.
  public struct Closure: Sendable {
    var declaration: FunctionDeclaration
    /// Whether parameters were left to `$0`, `$1`.
    var isAnonymous: Bool
    /// What it uses of the frame in which it was made, in the order of the declaration's `captures`.
    var captured: [Variable]
    /// What the place where it stands has it take and give, where it does not say so itself.
    var signature: Signature?

    /// An object, since closures are copied often, and few have one.
    final class Signature: Sendable {
      let parameters: [TypeName]
      let result: TypeName
      init(_ parameters: [TypeName], _ result: TypeName) {
        (self.parameters, self.result) = (parameters, result)
      }
    }

    var type: TypeName {
      let parameters = declaration.parameters.map(\.type)
      if let result = declaration.result, parameters.allSatisfy({ $0 != .any }) {
        return .closure(parameters, result: result)
      }
      return signature.map { .closure($0.parameters, result: $0.result) } ?? .function
    }
  }
}

/// A name's value, and whether it may change.
struct Variable: Sendable {
  var value: Value
  /// What it was declared to be: an empty array does not know.
  var type: TypeName?
  /// What few variables have: one word, since variables are copied often.
  private var attachment: Attachment?
  /// Which change made the value: the same stamp means the same value.
  var stamp: Stamp?
  var isVariable: Bool
  /// Whether the value is elsewhere for now, being changed: nobody may look.
  var isTaken = false
  /// Whether it waits for its first value, and is a constant then.
  var (isAwaited, staysThen) = (false, false)
  /// Whether this run has looked at it, as a variable of the page.
  var isSeen = false
  /// Whether this run has made or changed it.
  var isChanged = false
  /// `false` in a frame's room for a variable that is still to come.
  var isDeclared = true

  init(
    value: Value, isVariable: Bool, type: TypeName? = nil, stamp: Stamp? = nil
  ) {
    (self.value, self.isVariable, self.type, self.stamp) = (value, isVariable, type, stamp)
  }

  static let blank: Variable = {
    var variable = Variable(value: .none, isVariable: false)
    variable.isDeclared = false
    return variable
  }()

  /// A variable that closures share with the block in which it stands.
  final class Box: Sendable {
    /// One run alone has the box: `Globals` gives each its own.
    @exclusivity(unchecked) nonisolated(unsafe) var variable: Variable
    init(_ variable: Variable) { self.variable = variable }
  }

  private enum Attachment { case origin(Origin), box(Box) }

  /// The convolution or pooling that the value came from, for the stepper.
  var origin: Origin? {
    get { if case .origin(let origin)? = attachment { origin } else { nil } }
    set { attachment = newValue.map { .origin($0) } }
  }

  /// Where the variable itself is, if closures share it.
  var box: Box? {
    get { if case .box(let box)? = attachment { box } else { nil } }
    set { attachment = newValue.map { .box($0) } }
  }

  /// The variable in the box, if it is in one.
  var own: Variable { box?.variable ?? self }

  /// A variable in a box of its own.
  static func boxed(_ variable: Variable) -> Variable {
    var outside = Variable(value: .none, isVariable: variable.isVariable)
    outside.box = Box(variable)
    return outside
  }

  /// A trace, which is rare, and large.
  final class Origin: Sendable {
    let trace: WindowTrace
    /// What counts the storage that the trace holds.
    let holding: [Footprint]
    init(_ trace: WindowTrace, holding: [Footprint]) {
      (self.trace, self.holding) = (trace, holding)
    }
  }

  /// The memory that a closure is taken to need for each variable that it has captured.
  static let bytes = 336
}

extension Value: CustomStringConvertible {
  /// The value as Swift prints it, NaN without a sign.
  public var description: String {
    switch self {
    case .int(let value): "\(value)"
    case .double(let value): value.text
    case .float(let value): value.text
    case .bool(let value): "\(value)"
    case .string(let value, _): value
    case .tensor(let value, _): "\(value)"
    case .array(let parts, _): "[" + parts.map(\.nested).joined(separator: ", ") + "]"
    case .slice(let slice): "\(Value.array(slice.parts))"
    case .tuple(let parts):
      "("
        + parts.map { part in (part.label.map { "\($0): " } ?? "") + part.value.nested }.joined(
          separator: ", ") + ")"
    case .range(let range, let isClosed):
      isClosed
        ? "\(range.lowerBound)...\(range.upperBound - 1)"
        : "\(range.lowerBound)..<\(range.upperBound)"
    case .layer(let layer): layer.name
    case .optimizer(let state, _): state.type
    case .kept(let state, _): "Kept(\(state.kept.tensors.map(\.shape)))"
    case .network(let network, _): "network of \(network.plan.layers.count) layers"
    case .record(let record):
      "\(record.type)("
        + record.parts.map { "\($0.name): \($0.value.nested)" }.joined(separator: ", ") + ")"
    case .choice(_, let name): name
    case .function: "(Function)"
    case .some(let value): "Optional(\(value.nested))"
    case .none: "nil"
    }
  }

  /// As Swift prints it inside another value: texts in quotation marks.
  private var nested: String {
    if case .string(let text, _) = self { return text.debugDescription }
    return description
  }

  /// The type as Swift names it.
  public var typeName: String { "\(type)" }

  /// The type as the evaluator compares it.
  var type: TypeName {
    switch self {
    case .int: .int
    case .double: .double
    case .float: .float
    case .bool: .bool
    case .string: .string
    case .tensor: .tensor
    case .array(let parts, _): .array(parts.first?.type ?? .any)
    case .slice(let slice): .slice(slice.parts.first?.type ?? .any)
    case .tuple(let parts): .tuple(parts.map(\.value.type), labels: parts.map(\.label))
    case .range(_, let isClosed): .named(isClosed ? "ClosedRange<Int>" : "Range<Int>")
    case .layer: .layer
    case .network: .named("Network")
    case .optimizer(let state, _): .named(state.type)
    case .kept: .named("Kept")
    case .record(let record): .named(record.type)
    case .choice(let type, _): .named(type)
    case .function(let closure): closure.type
    case .some(let value): .optional(value.type)
    case .none: .nothing
    }
  }

  /// The value as a Double, if it is a number.
  public var number: Double? {
    switch self {
    case .int(let value): Double(value)
    case .double(let value): value
    case .float(let value): Double(value)
    default: nil
    }
  }
}
