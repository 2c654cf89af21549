import CNNEngine

extension Library {
  static let normalizationFunctions: [LibraryFunction] = [
    LibraryFunction(
      name: "dense",
      parameters: [
        .plain("x", .tensor), .plain("w", .tensor), .named("bias", .optional(.tensor), "nil"),
      ], summary: "x·wᵀ + b: [N, inputs] and [outputs, inputs]", result: "Tensor"
    ) { machine, call in
      let (x, w, bias) = (call.tensor(0), call.tensor(1), call.optionalTensor(2))
      let shape = try denseShape(x.shape, w.shape, bias: bias?.shape)
      try machine.spend(multiplications: checkedCount(x.shape + [w.shape[0]]))
      try machine.spend(entries: entryCount(of: shape))
      return .tensor(dense(x, w, bias: bias))
    },
    LibraryFunction(
      name: "denseGradients",
      parameters: [
        .named("input", .tensor), .named("weight", .tensor), .named("outputGradient", .tensor),
      ], summary: "the gradients of dense: .input, .weight and .bias", result: "DenseGradients"
    ) { machine, call in
      let (x, w, dy) = (call.tensor(0), call.tensor(1), call.tensor(2))
      let shape = try denseShape(x.shape, w.shape, bias: nil)
      try checkGradient(dy, shape)
      try machine.spend(multiplications: checkedCount([2] + x.shape + [w.shape[0]]))
      try machine.spend(entries: x.count + w.count)
      let gradients = denseGradients(input: x, weight: w, outputGradient: dy)
      return record(
        "DenseGradients", ("input", gradients.input), ("weight", gradients.weight),
        ("bias", gradients.bias))
    },
    LibraryFunction(
      name: "batchNorm",
      parameters: [.plain("x", .tensor), .named("scale", .tensor), .named("shift", .tensor)]
        + epsilon,
      summary: "each channel of a batch to mean 0 and variance 1, scaled and shifted",
      result: "Tensor"
    ) { machine, call in
      let (x, scale, shift) = (call.tensor(0), call.tensor(1), call.tensor(2))
      try checkBatchNorm(x.shape, [scale.shape, shift.shape], epsilon: call.epsilon(3))
      try machine.spend(entries: x.count)
      return .tensor(batchNorm(x, scale: scale, shift: shift, epsilon: call.epsilon(3)))
    },
    LibraryFunction(
      name: "batchNormInference",
      parameters: [
        .plain("x", .tensor), .named("scale", .tensor), .named("shift", .tensor),
        .named("mean", .tensor), .named("variance", .tensor),
      ] + epsilon,
      summary: "batch normalisation with a mean and a variance gathered in training",
      result: "Tensor"
    ) { machine, call in
      let x = call.tensor(0)
      try checkNorm(x.shape, (1...4).map { call.tensor($0).shape })
      try checkEpsilon(call.epsilon(5))
      try machine.spend(entries: x.count)
      return .tensor(
        batchNormInference(
          x, scale: call.tensor(1), shift: call.tensor(2), mean: call.tensor(3),
          variance: call.tensor(4), epsilon: call.epsilon(5)))
    },
    LibraryFunction(
      name: "batchNormGradients",
      parameters: [
        .named("input", .tensor), .named("scale", .tensor), .named("outputGradient", .tensor),
      ] + epsilon,
      summary: "the gradients of batchNorm: .input, .scale and .shift", result: "NormGradients"
    ) { machine, call in
      let (x, scale, dy) = (call.tensor(0), call.tensor(1), call.tensor(2))
      try checkBatchNorm(x.shape, [scale.shape], epsilon: call.epsilon(3))
      try checkGradient(dy, x.shape)
      try machine.spend(entries: x.count)
      let gradients = batchNormGradients(
        input: x, scale: scale, outputGradient: dy, epsilon: call.epsilon(3))
      return record(
        "NormGradients", ("input", gradients.input), ("scale", gradients.scale),
        ("shift", gradients.shift))
    },
    LibraryFunction(
      name: "layerNorm", parameters: [.plain("x", .tensor)] + epsilon,
      summary: "every row of the last axis to mean 0 and variance 1", result: "Tensor"
    ) { machine, call in
      let x = call.tensor(0)
      try checkLayerNorm(x.shape, epsilon: call.epsilon(1))
      try machine.spend(entries: x.count)
      return .tensor(layerNorm(x, epsilon: call.epsilon(1)))
    },
    LibraryFunction(
      name: "groupNorm", parameters: [.plain("x", .tensor), .named("groups", .int)] + epsilon,
      summary: "groups of channels of each picture to mean 0 and variance 1", result: "Tensor"
    ) { machine, call in
      let x = call.tensor(0)
      try checkGroups(x.shape, call.int(1), epsilon: call.epsilon(2))
      try machine.spend(entries: x.count)
      return .tensor(groupNorm(x, groups: call.int(1), epsilon: call.epsilon(2)))
    },
    LibraryFunction(
      name: "dropout",
      parameters: [.plain("x", .tensor), .named("rate", .float), .named("seed", .int)],
      summary: "entries set to 0 by chance, the rest divided by 1 − rate", result: "Tensor"
    ) { machine, call in
      guard (0..<1).contains(call.float(1)) else {
        throw Complaint("a dropout rate lies in 0..<1, not \(call.float(1).text)")
      }
      try machine.spend(entries: call.tensor(0).count)
      return .tensor(dropout(call.tensor(0), rate: call.float(1), seed: call.int(2)))
    },
    LibraryFunction(
      name: "convTranspose2d",
      parameters: [
        .plain("x", .tensor), .plain("w", .tensor), .named("bias", .optional(.tensor), "nil"),
        .named("stride", .pair, "1"), .named("padding", .pair, "0"),
        .named("outputPadding", .pair, "0"),
      ], summary: "each input entry writes its kernel into the output: w is [C, K, R, S]",
      result: "Tensor"
    ) { machine, call in
      let (x, w, bias) = (call.tensor(0), call.tensor(1), call.optionalTensor(2))
      let (stride, padding, more) = (call.pair(3, 1), call.pair(4, 0), call.pair(5, 0))
      guard [stride, padding, more].allSatisfy({ max($0.rows, $0.columns) <= 1 << 16 }) else {
        throw Complaint("a stride or padding is too large")
      }
      let shape = try transposedShape(
        x.shape, w.shape, bias: bias?.shape, stride: stride, padding: padding, outputPadding: more)
      try machine.spend(multiplications: checkedCount(x.shape + w.shape.dropFirst()))
      try machine.spend(entries: entryCount(of: shape))
      return .tensor(
        convTranspose2d(
          x, w, bias: bias, stride: stride, padding: padding, outputPadding: more))
    },
  ]

  private static let epsilon: [LibraryFunction.Parameter] = [.named("epsilon", .float, "1e-5")]

  static func checkGradient(_ found: Tensor, _ expected: [Int]) throws(ShapeError) {
    guard found.shape == expected else {
      throw .shape(name: "the output's gradient", expected: expected, found: found.shape)
    }
  }

  /// A value with named tensors.
  static func record(_ type: String, _ parts: (String, Tensor)...) -> Value {
    .record(Value.Record(type: type, parts: parts.map { ($0.0, .tensor($0.1)) }))
  }
}

extension Call {
  /// What is added to a variance.
  fileprivate func epsilon(_ i: Int) -> Float { float(i, 1e-5) }
}
