import CNNEngine

/// What can be asked of a network.
extension Library {
  static let networkMethods: [LibraryFunction] = [
    LibraryFunction(
      name: "predict",
      parameters: [
        .plain("x", .tensor), .named("mode", .named("Mode"), ".inference"),
        .named("seed", .int, "1"),
      ],
      summary:
        "the output for pictures, a row for each; in training mode by the batch's own statistics, with dropout",
      result: "Tensor"
    ) { machine, call in
      guard call.choice(1) == "training" else {
        return try machine.run(call.network, on: call.tensor(0)) { .tensor($0.predict($1)) }
      }
      if let network = call.network {
        try network.plan.checkTraining(input: network.batch(of: call.tensor(0)).shape)
      }
      return try machine.run(call.network, on: call.tensor(0)) {
        .tensor($0.predict($1, mode: .training, seed: call.int(2, 1)))
      }
    },
    LibraryFunction(
      name: "prefix", parameters: [.plain("count", .int)],
      summary: "the first layers as a network: its output is what the last of them hands on",
      result: "Network"
    ) { machine, call in
      try machine.part(of: call, least: 1) { $0.prefix($1) }
    },
    LibraryFunction(
      name: "dropFirst", parameters: [.plain("count", .int)],
      summary: "the layers behind the first ones as a network: it takes what these hand on",
      result: "Network"
    ) { machine, call in
      try machine.part(of: call, least: 0) { $0.dropFirst($1) }
    },
    LibraryFunction(
      name: "forwardAll", parameters: [.plain("x", .tensor)],
      summary: "what every layer hands on: .name and .output", result: "[LayerOutput]"
    ) { machine, call in
      try machine.run(call.network, on: call.tensor(0)) { network, x in
        .array(
          network.forwardAll(x).map {
            .record(
              Value.Record(
                type: "LayerOutput",
                parts: [("name", .string($0.name)), ("output", .tensor($0.output))]))
          })
      }
    },
    LibraryFunction(
      name: "backwardAll",
      parameters: [
        .plain("x", .tensor), .named("labels", .array(.int), "…"), .named("from", .tensor, "…"),
      ],
      summary:
        "what comes back to every layer from the loss, or from a gradient of the output: .name, .outputGradient, .inputGradient, .parameterGradients",
      result: "[LayerGradient]"
    ) { machine, call in
      guard let network = call.network else { return .none }
      let labels = call.ints(1)
      let gradient = call.optionalTensor(2)
      guard (call.values[1] == nil) != (gradient == nil) else {
        throw Complaint(
          "backwardAll takes either the labels or the gradient of the output: `backwardAll(x, labels: [5])` or `backwardAll(x, from: gradient)`"
        )
      }
      let batch = try network.batch(of: call.tensor(0))
      if let gradient {
        try network.check(outputGradient: gradient, for: batch)
      } else {
        try checkLabels(network.plan.outputShape(for: batch.shape), labels)
      }
      try machine.payForBackward(through: network.plan, batch.shape)
      return try machine.run(network, on: batch) { network, x in
        records(
          gradient.map { network.backwardAll(x, from: $0) }
            ?? network.backwardAll(x, labels: labels))
      }
    },
    LibraryFunction(
      name: "inputGradient",
      parameters: [.plain("x", .tensor), .named("from", .tensor)],
      summary: "what comes back to the pictures from a gradient of the output, and nothing else",
      result: "Tensor"
    ) { machine, call in
      guard let network = call.network else { return .none }
      let batch = try network.batch(of: call.tensor(0))
      let gradient = call.tensor(1)
      try network.check(outputGradient: gradient, for: batch)
      try machine.payForBackward(through: network.plan, batch.shape)
      return try machine.run(network, on: batch) { .tensor($0.inputGradient($1, from: gradient)) }
    },
  ]

  /// A gradient for each layer, as cells see them.
  private static func records(_ rows: [LayerGradient]) -> Value {
    .array(
      rows.map { row in
        .record(
          Value.Record(
            type: "LayerGradient",
            parts: [
              ("name", .string(row.name)), ("outputGradient", .tensor(row.outputGradient)),
              ("inputGradient", .tensor(row.inputGradient)),
              ("parameterGradients", .array(row.parameterGradients.map { .tensor($0) })),
            ]))
      })
  }
}

extension Call {
  /// The network whose method is called.
  var network: Network? { if case .network(let network, _)? = receiver { network } else { nil } }
}

extension Machine {
  /// Pays for a way forward and back, and for what the layers hand on.
  fileprivate mutating func payForBackward(through plan: Sequential, _ shape: [Int]) throws {
    let rows = try rows(of: plan, for: shape)
    // Backward costs a convolution layer twice what forward does.
    let forward = try plan.multiplyAccumulates(for: shape)
    for _ in 0..<2 { try spend(multiplications: forward) }
    try spend(reads: forward)
    for row in rows { try spend(entries: entryCount(of: row.outputShape)) }
  }

  /// Some layers of the network whose method is called, and pays for their weights.
  fileprivate mutating func part(
    of call: Call, least: Int, _ body: (Network, Int) -> Network
  ) throws -> Value {
    guard let network = call.network else { return .none }
    try Network.checkParts(call.int(0), of: network.plan, least: least)
    let part = body(network, call.int(0))
    try spend(entries: part.parameters.reduce(0) { $0 + $1.count })
    return .network(part)
  }
}
