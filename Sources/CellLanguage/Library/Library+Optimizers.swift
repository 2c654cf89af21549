import CNNEngine

extension Value {
  /// An optimiser with its memory, and the shapes that the memory is for.
  public struct OptimizerState: Sendable {
    var optimizer: any Optimizer
    var type: String
    var shapes: [[Int]] = []
  }
}

extension Library {
  static let optimizerFunctions: [LibraryFunction] = [
    make(
      "SGD", "v ← μv + g, w ← w − ηv",
      [
        .named("momentum", .float, "0"), .named("nesterov", .bool, "false"),
        .named("weightDecay", .float, "0"),
      ]
    ) {
      try SGD.check(momentum: $0.float(0), weightDecay: $0.float(2))
      return SGD(momentum: $0.float(0), nesterov: $0.bool(1, false), weightDecay: $0.float(2))
    },
    make(
      "RMSProp", "each parameter's step measured by its own gradients",
      [.named("decay", .float, "0.99"), .named("epsilon", .float, "1e-8")]
    ) {
      try RMSProp.check(decay: $0.float(0, 0.99), epsilon: $0.float(1, 1e-8))
      return RMSProp(decay: $0.float(0, 0.99), epsilon: $0.float(1, 1e-8))
    },
    make("Adam", "means of g and g², both corrected for their start", adam("0")) {
      try checkAdam($0)
      return Adam(
        beta1: $0.float(0, 0.9), beta2: $0.float(1, 0.999), epsilon: $0.float(2, 1e-8),
        weightDecay: $0.float(3))
    },
    make("AdamW", "Adam with the weight decay beside it", adam("0.01")) {
      try checkAdam($0)
      return AdamW(
        beta1: $0.float(0, 0.9), beta2: $0.float(1, 0.999), epsilon: $0.float(2, 1e-8),
        weightDecay: $0.float(3, 0.01))
    },
  ]

  private static func adam(_ decay: String) -> [LibraryFunction.Parameter] {
    [
      .named("beta1", .float, "0.9"), .named("beta2", .float, "0.999"),
      .named("epsilon", .float, "1e-8"), .named("weightDecay", .float, decay),
    ]
  }

  private static func checkAdam(_ call: Call) throws(ShapeError) {
    try Adam.check(
      beta1: call.float(0, 0.9), beta2: call.float(1, 0.999), epsilon: call.float(2, 1e-8),
      weightDecay: call.float(3))
  }

  private static func make(
    _ name: String, _ summary: String, _ parameters: [LibraryFunction.Parameter],
    _ body: @escaping @Sendable (Call) throws -> any Optimizer
  ) -> LibraryFunction {
    LibraryFunction(
      name: name, parameters: parameters, summary: "an optimiser: " + summary, result: name
    ) { _, call in
      .optimizer(Value.OptimizerState(optimizer: try body(call), type: name))
    }
  }

  static let optimizerMethods: [LibraryFunction] = [
    LibraryFunction(
      name: "step",
      parameters: [
        .plain("parameters", .any), .named("gradients", .any), .named("rate", .float),
      ],
      summary: "moves the parameters: optimizer.step(&parameters, gradients: g, rate: 0.1)",
      result: "", isMutating: true
    ) { machine, call in
      guard case .optimizer(var state, _)? = call.receiver else { return .none }
      let (isList, own) = try tensors(call.values[0], "parameters")
      let (_, gradients) = try tensors(call.values[1], "gradients")
      guard own.map(\.shape) == gradients.map(\.shape) else {
        throw Complaint(
          "the gradients' shapes are \(gradients.map(\.shape)), those of the parameters \(own.map(\.shape))"
        )
      }
      guard state.shapes.isEmpty || state.shapes == own.map(\.shape) else {
        throw Complaint(
          "this optimiser remembers parameters of the shapes \(state.shapes); for others make a new one"
        )
      }
      try checkRate(call.float(2))
      try machine.spend(entries: own.reduce(0) { $0 + 4 * $1.count })
      state.shapes = own.map(\.shape)
      var moved = own
      state.optimizer.step(&moved, gradients: gradients, rate: call.float(2))
      return .tuple([
        ("changed", .optimizer(state)),
        (nil, isList ? .array(moved.map { .tensor($0) }) : .tensor(moved[0])),
      ])
    }
  ]

  private static func tensors(_ value: Value?, _ name: String) throws(Complaint)
    -> (isList: Bool, tensors: [Tensor])
  {
    switch value {
    case .tensor(let tensor, _)?: return (false, [tensor])
    case .array(let parts, _)?:
      let tensors = parts.compactMap { if case .tensor(let x, _) = $0 { x } else { nil } }
      guard tensors.count == parts.count else { break }
      return (true, tensors)
    default: break
    }
    throw Complaint("the \(name) are a Tensor or an array of them, [Tensor]")
  }
}

extension Machine {
  /// `optimizer.step(&parameters, gradients: g, rate: 0.1)`: changes the optimiser and the parameters.
  mutating func step(
    _ method: LibraryFunction, _ base: Place, _ receiver: Value,
    _ arguments: [Expression.Argument], _ range: Range<Int>
  ) throws(Mistake) -> Value {
    guard let first = arguments.first, case .prefix(.change, let target) = first.value.form else {
      throw Mistake(
        arguments.first?.value.range ?? range,
        "step changes the parameters: optimizer.step(&parameters, gradients: g, rate: 0.1)")
    }
    let parameters = try place(target)
    var plain = arguments
    plain[0].value = Expression(.given(try read(parameters)), target.range)
    let result = try callLibrary(method, receiver: receiver, plain, range)
    guard case .tuple(let parts) = result, parts.count == 2 else { return .none }
    try store(parts[0].value, in: base)
    try store(parts[1].value, in: parameters)
    return .none
  }
}
