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

  /// A closure or a function of the cell's own; opaque to everyone but the evaluator.
  public struct Closure: Sendable {
    var declaration: FunctionDeclaration
    /// Whether parameters were left to `$0`, `$1`.
    var isAnonymous: Bool
    /// What it uses of the frame in which it was made, in the order of the declaration's `captures`.
    var captured: [Variable]
  }
}

/// A name's value, and whether it may change.
struct Variable: Sendable {
  var value: Value
  /// What it was declared to be: an empty array does not know.
  var type: TypeName?
  /// The convolution or pooling that the value came from, for the stepper.
  var origin: Origin?
  /// Which change made the value: the same stamp means the same value.
  var stamp: Stamp?
  var isVariable: Bool
  /// Whether the value is elsewhere for now, being changed: nobody may look.
  var isTaken = false
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
    case .tuple(let parts): .tuple(parts.map(\.value.type), labels: parts.map(\.label))
    case .range(_, let isClosed): .named(isClosed ? "ClosedRange<Int>" : "Range<Int>")
    case .layer: .layer
    case .network: .named("Network")
    case .optimizer(let state, _): .named(state.type)
    case .kept: .named("Kept")
    case .record(let record): .named(record.type)
    case .choice(let type, _): .named(type)
    case .function: .function
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
