import CNNEngine

extension Library {
  static let layerMethods: [LibraryFunction] = [
    LibraryFunction(
      name: "outputShape", parameters: [.named("for", .array(.int))],
      summary: "the shape that an input of a shape leaves with", result: "[Int]"
    ) { machine, call in
      guard case .layer(let layer)? = call.receiver else { return .none }
      _ = try machine.rows(of: layer, for: call.ints(0))
      return .array(try layer.outputShape(for: call.ints(0)).map { .int($0) })
    },
    LibraryFunction(
      name: "multiplyAccumulates", parameters: [.named("for", .array(.int))],
      summary: "the multiply-accumulates of one forward pass", result: "Int"
    ) { machine, call in
      guard case .layer(let layer)? = call.receiver else { return .none }
      _ = try machine.rows(of: layer, for: call.ints(0))
      return .int(try layer.multiplyAccumulates(for: call.ints(0)))
    },
    LibraryFunction(
      name: "summary", parameters: [.named("input", .array(.int))], summary: "a row for each layer",
      result: "[LayerReport]"
    ) { machine, call in
      guard case .layer(let layer)? = call.receiver else { return .none }
      return .array(
        try machine.rows(of: layer, for: call.ints(0)).map { row in
          .record(
            Value.Record(
              type: "LayerReport",
              parts: [
                ("layer", .string(row.layer)),
                ("outputShape", .array(row.outputShape.map { .int($0) })),
                ("parameters", .int(row.parameters)),
                ("multiplyAccumulates", .int(row.multiplyAccumulates)),
                ("activationBytes", .int(row.activationBytes)),
                ("receptiveField", .array(row.receptiveField.map { .int($0) })),
              ]))
        })
    },
    LibraryFunction(
      name: "initialParameters",
      parameters: [
        .plain("rule", .named("Initialization"), ".he"), .named("seed", .int, "1"),
      ], summary: "fresh weights, in the order of parameterShapes", result: "[Tensor]"
    ) { machine, call in
      guard case .layer(let layer)? = call.receiver else { return .none }
      try machine.spend(entries: layer.checkedParameterCount())
      return .array(
        initialParameters(layer, initialization(call.choice(0)), seed: call.int(1, 1)).map {
          .tensor($0)
        })
    },
    LibraryFunction(
      name: "forward",
      parameters: [
        .plain("input", .tensor), .named("parameters", .array(.tensor), "[]"),
        .named("statistics", .array(.tensor), "[]"), .named("mode", .named("Mode"), ".training"),
        .named("seed", .int, "1"),
      ],
      summary: "one pass: .output, .kept for the way back, .statistics after it",
      result: "Forward"
    ) { machine, call in
      guard case .layer(let layer)? = call.receiver else { return .none }
      let (x, parameters, statistics) = (call.tensor(0), call.tensors(1), call.tensors(2))
      let shape = try machine.payForPass(layer, x, parameters)
      guard statistics.map(\.shape) == layer.statisticsShapes else {
        throw Complaint(
          "\(layer.name) needs statistics of the shapes \(layer.statisticsShapes), not \(statistics.map(\.shape))"
        )
      }
      if call.choice(3) != "inference" { try layer.checkTraining(input: x.shape) }
      var random = RandomNumbers(seed: call.int(4, 1))
      let pass = layer.forward(
        x, parameters: parameters, statistics: statistics,
        mode: call.choice(3) == "inference" ? .inference : .training, random: &random)
      return .record(
        Value.Record(
          type: "Forward",
          parts: [
            ("output", .tensor(pass.output)),
            (
              "kept",
              .kept(
                try Value.KeptState(
                  pass.kept, by: layer, input: x.shape, output: shape))
            ),
            ("statistics", .array(pass.statistics.map { .tensor($0) })),
          ]))
    },
    LibraryFunction(
      name: "backward",
      parameters: [
        .plain("outputGradient", .tensor), .named("kept", .named("Kept")),
        .named("parameters", .array(.tensor), "[]"),
      ],
      summary: "the way back: .input and .parameters, gradients in their shapes",
      result: "Backward"
    ) { machine, call in
      guard case .layer(let layer)? = call.receiver, case .kept(let state, _)? = call.values[1]
      else {
        return .none
      }
      guard try state.signature == Value.KeptState.signature(layer, state.input) else {
        throw Complaint("this was kept by another layer: \(state.name)")
      }
      try checkGradient(call.tensor(0), state.output)
      let input = Tensor(zeros: state.input)
      _ = try machine.payForPass(layer, input, call.tensors(2))
      _ = try machine.payForPass(layer, input, call.tensors(2))
      try machine.spend(reads: layer.multiplyAccumulates(for: input.shape))
      let back = layer.backward(call.tensor(0), kept: state.kept, parameters: call.tensors(2))
      return .record(
        Value.Record(
          type: "Backward",
          parts: [
            ("input", .tensor(back.input)),
            ("parameters", .array(back.parameters.map { .tensor($0) })),
          ]))
    },
  ]

  /// Fresh weights as a network would begin with.
  static func initialParameters(_ layer: any Layer, _ rule: Initialization, seed: Int) -> [Tensor] {
    var number = seed &* 1_000_003
    return layer.freshParameters(rule, number: &number)
  }

  static let initializationMethods: [LibraryFunction] = [
    LibraryFunction(
      name: "weights", parameters: [.plain("shape", .array(.int)), .named("seed", .int)],
      summary: "normal numbers of the rule's deviation", result: "Tensor"
    ) { machine, call in
      let shape = call.ints(0)
      guard shape.count >= 2, shape.allSatisfy({ $0 > 0 }) else {
        throw Complaint(
          "weights have a shape [outputs, inputs] or [K, C, R, S], not \(shape)")
      }
      try machine.spend(entries: entryCount(of: shape))
      var rule = Initialization.he
      if case .choice(_, let name)? = call.receiver { rule = initialization(name) }
      return .tensor(rule.weights(shape, seed: call.int(1)))
    }
  ]
}

extension Value {
  /// What a layer kept of a pass, and for whom: nothing else may be given back to it.
  public struct KeptState: Sendable {
    var kept: Kept
    var name: String
    var signature: Signature?
    var input, output: [Int]

    init(_ kept: Kept, by layer: any Layer, input: [Int], output: [Int]) throws(ShapeError) {
      self.kept = kept
      name = layer.name
      signature = try Self.signature(layer, input)
      (self.input, self.output) = (input, output)
    }

    /// What an inner layer kept: to look at, not to give back.
    init(part: Kept) {
      kept = part
      (name, signature, input, output) = ("a layer inside", nil, [], [])
    }

    /// Layers of one signature keep tensors of the same shapes.
    struct Signature: Equatable, Sendable {
      var parameterShapes: [[Int]]
      var rows: [LayerReport]
    }

    static func signature(_ layer: any Layer, _ input: [Int]) throws(ShapeError) -> Signature {
      Signature(parameterShapes: layer.parameterShapes, rows: try layer.rows(for: input))
    }

    /// Members as a cell sees them.
    var parts: [(name: String, value: Value)] {
      [
        ("tensors", .array(kept.tensors.map { .tensor($0) })),
        ("inner", .array(kept.inner.map { .kept(KeptState(part: $0)) })),
      ]
    }
  }
}
