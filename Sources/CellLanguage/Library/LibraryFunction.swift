import CNNEngine

/// One function or method that cells may call: a row of the library's tables.
final class LibraryFunction: Sendable {
  struct Parameter: Sendable {
    /// What a call writes before the colon; `nil` where it writes nothing.
    var label: String?
    /// What the signature calls it.
    var name: String
    var type: TypeName
    /// What stands in the signature where the argument may be left out.
    var fallback: String?
    var isVariadic = false
    var isRequired: Bool { fallback == nil && !isVariadic }
  }

  typealias Body = @Sendable (inout Machine, Call) throws -> Value
  typealias Change = @Sendable (inout Machine, inout Value, Call) throws -> Value

  let name: String
  let parameters: [Parameter]
  /// One line for the help.
  let summary: String
  let result: String
  let isMutating: Bool
  /// What a call costs besides what its body pays for.
  let cost: Cost
  /// Figures are asked for by the arguments' source text too, not by their values alone.
  let isDisplay: Bool
  /// Whether its arguments have one type, which its result has too.
  let kinds: Kinds
  /// Whether what stands around a call has a say in the types of its parameters, or of what a closure gives.
  let takesContext: Bool
  /// The type of number that it makes of another, if it does that.
  let conversion: TypeName?
  /// Whether it prints, and so takes any value as it is by itself.
  let isPrint: Bool
  /// How many parameters there are besides one that takes any number of values.
  let fixedCount: Int
  let body: Body
  /// What a mutating method does where it changes its receiver in place: `body` is not called then.
  let change: Change?

  init(
    name: String, parameters: [Parameter], summary: String, result: String,
    isMutating: Bool = false, cost: Cost = .whole, isDisplay: Bool = false,
    kinds: Kinds = .own, body: @escaping Body,
    change: Change? = nil
  ) {
    (self.name, self.parameters, self.summary) = (name, parameters, summary)
    (self.result, self.isMutating, self.cost) = (result, isMutating, cost)
    (self.isDisplay, self.kinds, self.body, self.change) = (isDisplay, kinds, body, change)
    conversion = ["Int", "Double", "Float"].contains(name) ? TypeName(word: name) : nil
    isPrint = name == "print"
    fixedCount = parameters.count - (parameters.last?.isVariadic == true ? 1 : 0)
    takesContext = Self.contextual.contains(name)
  }

  private static let contextual: Set<String> = [
    "Array", "reduce", "contains", "firstIndex", "lastIndex", "truncatingRemainder",
    "map", "compactMap",
  ]

  enum Kinds: Sendable {
    /// Each parameter has a type of its own.
    case own
    /// All are numbers of one type, or tensors with numbers beside them.
    case alike
    /// The same without whole numbers.
    case realsAlike
  }

  enum Cost: Sendable {
    /// The method looks at all of its receiver, and its result is new.
    case whole
    /// It looks only at what it gives back, which is new.
    case result
    /// It looks at little, and gives back what there was.
    case none
  }

  /// As the help and the errors write it.
  var signature: String { signature(of: parameters) }

  /// The same where a call knows more of the parameters' types.
  func signature(of parameters: [Parameter]) -> String {
    let list = parameters.map { parameter in
      let head =
        parameter.label.map { $0 == parameter.name ? $0 : "\($0) \(parameter.name)" }
        ?? "_ \(parameter.name)"
      return "\(head): \(parameter.type)" + (parameter.isVariadic ? "…" : "")
        + (parameter.fallback.map { " = \($0)" } ?? "")
    }
    return "\(name)(\(list.joined(separator: ", ")))" + (result.isEmpty ? "" : " -> \(result)")
  }
}

/// The arguments of one call, in the order of the parameters.
struct Call {
  var receiver: Value?
  var values: [Value?]
  var range: Range<Int>
  /// As the cell writes them.
  var arguments: [Expression.Argument] = []
  /// What stands before the dot of a method's call.
  var base: Expression?
  /// What the call is expected to give.
  var expected: TypeName?

  /// A closure that gives what the call needs of it, as far as it does not say so itself.
  func closure(_ i: Int, giving result: TypeName?) -> Value.Closure? {
    guard var closure = closure(i), let result, result.isKnown, closure.signature == nil,
      closure.declaration.result == nil
    else { return closure(i) }
    closure.signature = .init(closure.declaration.parameters.map(\.type), result)
    return closure
  }

  func tensor(_ i: Int) -> Tensor {
    if case .tensor(let value, _)? = values[i] { value } else { Tensor(zeros: [0]) }
  }
  func optionalTensor(_ i: Int) -> Tensor? {
    if case .tensor(let value, _)? = values[i] { value } else { nil }
  }
  func int(_ i: Int, _ fallback: Int = 0) -> Int {
    if case .int(let value)? = values[i] { value } else { fallback }
  }
  func optionalInt(_ i: Int) -> Int? { if case .int(let value)? = values[i] { value } else { nil } }
  func float(_ i: Int, _ fallback: Float = 0) -> Float {
    values[i]?.number.map { Float($0) } ?? fallback
  }
  func bool(_ i: Int, _ fallback: Bool) -> Bool {
    if case .bool(let value)? = values[i] { value } else { fallback }
  }
  func string(_ i: Int) -> String {
    if case .string(let value, _)? = values[i] { value } else { "" }
  }
  func choice(_ i: Int) -> String? {
    if case .choice(_, let name)? = values[i] { name } else { nil }
  }
  func array(_ i: Int) -> [Value] {
    if case .array(let parts, _)? = values[i] { parts } else { [] }
  }
  func ints(_ i: Int) -> [Int] {
    array(i).compactMap { if case .int(let value) = $0 { value } else { nil } }
  }
  func tensors(_ i: Int) -> [Tensor] {
    array(i).compactMap { if case .tensor(let value, _) = $0 { value } else { nil } }
  }

  /// A number for both axes, or one for rows and one for columns.
  func pair(_ i: Int, _ fallback: Pair) -> Pair {
    switch values[i] {
    case .int(let both)?: Pair(both)
    case .tuple(let parts)?:
      if case .int(let rows) = parts[0].value, case .int(let columns) = parts[1].value {
        Pair(rows, columns)
      } else {
        fallback
      }
    case .record(let record)?:
      if case .int(let rows)? = record.parts.first?.value,
        case .int(let columns)? = record.parts.last?.value
      {
        Pair(rows, columns)
      } else {
        fallback
      }
    default: fallback
    }
  }

  func closure(_ i: Int) -> Value.Closure? {
    if case .function(let closure)? = values[i] { closure } else { nil }
  }

  /// What counts the storage of the arguments.
  var footprints: [Footprint] {
    values.flatMap { value -> [Footprint] in
      if case .array(let parts, let own)? = value {
        return ([own] + parts.map(\.footprint)).compactMap { $0 }
      }
      return [value?.footprint].compactMap { $0 }
    }
  }

  /// The tensor whose method is called.
  var own: Tensor {
    if case .tensor(let value, _)? = receiver { value } else { Tensor(zeros: [0]) }
  }
}

extension LibraryFunction.Parameter {
  /// An argument without a name.
  static func plain(_ name: String, _ type: TypeName, _ fallback: String? = nil) -> Self {
    Self(label: nil, name: name, type: type, fallback: fallback)
  }
  /// An argument with its name.
  static func named(_ name: String, _ type: TypeName, _ fallback: String? = nil) -> Self {
    Self(label: name, name: name, type: type, fallback: fallback)
  }
  static func many(_ name: String, _ type: TypeName) -> Self {
    Self(label: nil, name: name, type: type, fallback: nil, isVariadic: true)
  }
}

/// What cells know: functions, methods, properties, constants.
enum Library {
  static let functions: [LibraryFunction] =
    convolutionFunctions + makingFunctions + elementwiseFunctions + networkFunctions
    + metricFunctions
    + lossFunctions + normalizationFunctions + optimizerFunctions + checkFunctions
    + trainingFunctions + displayFunctions + plainFunctions + dataFunctions
    + stoppingFunctions

  private static let byName = Dictionary(
    functions.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })

  static func function(named name: String) -> LibraryFunction? { byName[name] }

  /// All names that can stand alone.
  static let names: Set<String> = Set(functions.map(\.name)).union(["digits"])

  /// The engine's small types, and their cases.
  static let choices: [String: [String]] = [
    "PaddingMode": PaddingMode.allCases.map(\.rawValue), "Scale": ["separate", "shared"],
    "FloatingPointRoundingRule": [
      "up", "down", "towardZero", "awayFromZero", "toNearestOrEven", "toNearestOrAwayFromZero",
    ],
    "Mode": ["training", "inference"], "Weighting": Weighting.allCases.map(\.rawValue),
    "TensorStyle": ["automatic", "numbers", "heatmap", "picture"],
  ].merging(trainingChoices) { first, _ in first }

  static let digitsAreMissing = "the digits beside the chapters are missing or cannot be read"

  static func constant(_ name: String, _ surroundings: Surroundings) -> Value? {
    guard name == "digits", let (images, labels) = surroundings.digits() else { return nil }
    return .record(
      Value.Record(
        type: dataType, parts: [("images", .tensor(images)), ("labels", .tensor(labels))]))
  }

  static func typeMember(_ type: String, _ name: String) -> Value? {
    switch (type, name) {
    case ("Double", _): real(name).map { .double($0) }
    case ("Float", _): real(name).map { .float($0) }
    case ("Int", "max"): .int(.max)
    case ("Int", "min"): .int(.min)
    case ("Int", "zero"): .int(0)
    default: nil
    }
  }

  private static func real<Number: BinaryFloatingPoint>(_ name: String) -> Number? {
    switch name {
    case "pi": .pi
    case "infinity": .infinity
    case "nan": .nan
    case "zero": .zero
    case "ulpOfOne": .ulpOfOne
    case "greatestFiniteMagnitude": .greatestFiniteMagnitude
    case "leastNormalMagnitude": .leastNormalMagnitude
    case "leastNonzeroMagnitude": .leastNonzeroMagnitude
    default: nil
    }
  }
}
