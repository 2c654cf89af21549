import CNNEngine

extension Library {
  static let metricFunctions: [LibraryFunction] = [
    LibraryFunction(
      name: "topK", parameters: [.plain("scores", .tensor), .named("k", .int)],
      summary: "the places of the k largest scores", result: "[Int]"
    ) { machine, call in
      guard call.int(1) >= 0 else {
        throw ShapeError.tooSmall(name: "k", found: call.int(1), least: 0)
      }
      // All of them are sorted.
      let count = call.tensor(0).count
      try machine.spend(
        reads: checkedCount([8, count, count.bitWidth - count.leadingZeroBitCount]))
      return .array(topK(call.tensor(0), k: call.int(1)).map { .int($0) })
    },
    LibraryFunction(
      name: "dice", parameters: [.plain("a", .tensor), .plain("b", .tensor)],
      summary: "Dice's coefficient of two masks", result: "Float"
    ) { _, call in
      try checkMasks(call.tensor(0), call.tensor(1))
      return .float(dice(call.tensor(0), call.tensor(1)))
    },
    LibraryFunction(
      name: "accuracy",
      parameters: [
        .plain("scores", .numeric), .plain("labels", .numeric, "…"), .named("on", .any, "…"),
      ],
      summary: "the share of rows whose largest score is the label's, or of right answers",
      result: "Float"
    ) { machine, call in
      var (scores, labels) = (call.tensor(0), call.tensor(1))
      if case .network(let network, _)? = call.values[0] {
        let data = try dataset(call.values[2], named: "the data")
        let answers = try machine.run(network, on: data.images) { .tensor($0.predict($1)) }
        guard case .tensor(let tensor, _) = answers else { return .none }
        scores = tensor
        labels = Tensor(shape: [data.count], scalars: data.labels.map { Float($0) })
      }
      _ = try checkAnswers(scores, labels, classes: scores.shape.last ?? 0)
      return .float(accuracy(scores, labels))
    },
    LibraryFunction(
      name: "topKAccuracy",
      parameters: [.plain("scores", .tensor), .plain("labels", .tensor), .named("k", .int)],
      summary: "the share of rows whose label is among their k largest scores", result: "Float"
    ) { machine, call in
      let scores = call.tensor(0)
      _ = try checkAnswers(scores, call.tensor(1), classes: scores.shape.last ?? 0)
      guard call.int(2) >= 1 else {
        throw ShapeError.tooSmall(name: "k", found: call.int(2), least: 1)
      }
      try machine.spend(entries: scores.count)
      return .float(topKAccuracy(scores, call.tensor(1), k: call.int(2)))
    },
    LibraryFunction(
      name: "confusionMatrix",
      parameters: [.plain("scores", .tensor), .plain("labels", .tensor), .named("classes", .int)],
      summary: "how often each class was taken for each: a row for the truth", result: "Tensor"
    ) { machine, call in
      _ = try checkAnswers(call.tensor(0), call.tensor(1), classes: call.int(2))
      try machine.spend(entries: checkedCount([call.int(2), call.int(2)]))
      return .tensor(confusionMatrix(call.tensor(0), call.tensor(1), classes: call.int(2)))
    },
    LibraryFunction(
      name: "perClassAccuracy", parameters: [.plain("confusion", .tensor)],
      summary: "the share of right answers of each class", result: "Tensor"
    ) { _, call in
      try checkConfusion(call.tensor(0))
      return .tensor(perClassAccuracy(call.tensor(0)))
    },
    LibraryFunction(
      name: "precisionRecallF1", parameters: [.plain("confusion", .tensor)],
      summary: "three shares for each class: .precision, .recall and .f1",
      result: "(precision: Tensor, recall: Tensor, f1: Tensor)"
    ) { _, call in
      try checkConfusion(call.tensor(0))
      let shares = precisionRecallF1(call.tensor(0))
      return .tuple([
        ("precision", .tensor(shares.precision)), ("recall", .tensor(shares.recall)),
        ("f1", .tensor(shares.f1)),
      ])
    },
    LibraryFunction(
      name: "augmented",
      parameters: [
        .plain("x", .tensor), .named("flip", .bool, "false"), .named("shift", .int, "0"),
        .named("cutout", .int, "0"), .named("seed", .int),
      ], summary: "pictures flipped, shifted and cut out by chance", result: "Tensor"
    ) { machine, call in
      _ = try augmentationShape(call.tensor(0).shape, shift: call.int(2), cutout: call.int(3))
      try machine.spend(entries: call.tensor(0).count)
      return .tensor(
        augmented(
          call.tensor(0), flip: call.bool(1, false), shift: call.int(2), cutout: call.int(3),
          seed: call.int(4)))
    },
    LibraryFunction(
      name: "Box",
      parameters: [
        .named("x", .float), .named("y", .float), .named("width", .float), .named("height", .float),
      ], summary: "a rectangle", result: "Box"
    ) { _, call in
      .record(
        Value.Record(
          type: "Box",
          parts: zip(["x", "y", "width", "height"], 0...).map { ($0, .float(call.float($1))) }))
    },
    LibraryFunction(
      name: "iou", parameters: [.plain("a", .named("Box")), .plain("b", .named("Box"))],
      summary: "the area that two boxes share over the area that they cover", result: "Float"
    ) { _, call in
      .float(iou(call.box(0), call.box(1)))
    },
    LibraryFunction(
      name: "receptiveField",
      parameters: [
        .named("kernels", .array(.int)), .named("strides", .array(.int)),
        .named("dilations", .optional(.array(.int)), "nil"),
      ], summary: "how many input entries along an axis one output entry sees", result: "Int"
    ) { _, call in
      let (kernels, strides) = (call.ints(0), call.ints(1))
      let dilations: [Int]? = if case .array? = call.values[2] { call.ints(2) } else { nil }
      guard kernels.count == strides.count, kernels.count == dilations?.count ?? kernels.count
      else {
        throw Complaint(
          "receptiveField needs as many strides\(dilations == nil ? "" : " and dilations") as kernels: here are \(kernels.count) kernels and \(strides.count) strides"
        )
      }
      for (name, values) in [
        ("a kernel", kernels), ("a stride", strides), ("a dilation", dilations ?? []),
      ] {
        for value in values where !(1...4096).contains(value) {
          throw Complaint("\(name) must lie in 1...4096, not \(value)")
        }
      }
      let bits = strides.reduce(0) { $0 + (Int.bitWidth - $1.leadingZeroBitCount) }
      guard bits < 40 else {
        throw Complaint("so many strides make a step too large for this table")
      }
      return .int(receptiveField(kernels: kernels, strides: strides, dilations: dilations))
    },
    LibraryFunction(
      name: "toeplitz",
      parameters: [
        .plain("w", .tensor), .named("inputShape", .array(.int)), .named("stride", .pair, "1"),
        .named("padding", .pair, "0"),
      ], summary: "the convolution as one matrix: [P·Q, H·W]", result: "Tensor"
    ) { machine, call in
      let g = try toeplitzGeometry(
        call.tensor(0).shape, inputShape: call.ints(1), stride: call.pair(2, 1),
        padding: call.pair(3, 0))
      try machine.spend(entries: checkedCount([g.P, g.Q, g.H, g.W]))
      return .tensor(
        toeplitz(
          call.tensor(0), inputShape: call.ints(1), stride: call.pair(2, 1),
          padding: call.pair(3, 0)))
    },
    LibraryFunction(
      name: "conv2dWinograd",
      parameters: [.plain("x", .tensor), .plain("w", .tensor), .named("padding", .pair, "0")],
      summary: "a 3×3 convolution by Winograd's F(2×2, 3×3)", result: "Tensor"
    ) { machine, call in
      let (g, _) = try winogradShape(
        call.tensor(0).shape, call.tensor(1).shape, padding: call.pair(2, 0))
      try machine.spend(multiplications: g.multiplications)
      return .tensor(conv2dWinograd(call.tensor(0), call.tensor(1), padding: call.pair(2, 0)))
    },
    LibraryFunction(
      name: "winogradMultiplications",
      parameters: [
        .named("input", .array(.int)), .named("kernel", .array(.int)),
        .named("padding", .pair, "0"),
      ], summary: "the multiplications of F(2×2, 3×3) between its transforms", result: "Int"
    ) { _, call in
      _ = try winogradShape(call.ints(0), call.ints(1), padding: call.pair(2, 0))
      return .int(
        winogradMultiplications(input: call.ints(0), kernel: call.ints(1), padding: call.pair(2, 0))
      )
    },
  ]
}

extension Call {
  fileprivate func box(_ i: Int) -> Box {
    guard case .record(let record)? = values[i] else { return Box(x: 0, y: 0, width: 0, height: 0) }
    let parts = record.parts.compactMap(\.value.number).map { Float($0) }
    return Box(x: parts[0], y: parts[1], width: parts[2], height: parts[3])
  }
}
