import CNNEngine

extension Library {
  static let checkFunctions: [LibraryFunction] = [
    LibraryFunction(
      name: "gradientCheck",
      parameters: [
        .plain("layer", .layer), .named("input", .tensor),
        .named("weighting", .named("Weighting"), ".random"), .named("step", .float, "0.01"),
        .named("seed", .int, "1"),
      ],
      summary: "a layer's backward beside measured gradients: .name, .worst, .isRight",
      result: "[GradientCheckRow]"
    ) { machine, call in
      guard case .layer(let layer)? = call.values[0] else { return .none }
      let (x, step) = (call.tensor(1), call.float(3, 0.01))
      let rows = try machine.rows(of: layer, for: x.shape)
      guard x.count > 0, try entryCount(of: layer.outputShape(for: x.shape)) > 0 else {
        throw Complaint("a gradient check needs an input with entries")
      }
      guard step > 0, step.isFinite else {
        throw Complaint("the step of a gradient check must be above 0, not \(step.text)")
      }
      try layer.checkTraining(input: x.shape)
      let parameters = try layer.checkedParameterCount()
      let passes = 2 * (x.count + parameters) + 2
      let entries = try rows.reduce(x.count + parameters) {
        $0 + (try entryCount(of: $1.outputShape))
      }
      try machine.spend(
        multiplications: checkedCount([2, passes, layer.multiplyAccumulates(for: x.shape)]))
      try machine.spend(reads: checkedCount([passes, 8 * entries + 2_000 * rows.count]))
      return Library.rows(
        gradientCheck(
          layer, input: x, weighting: weighting(call.choice(2)), step: step, seed: call.int(4, 1)))
    },
    LibraryFunction(
      name: "checkConvolutionGradients",
      parameters: [
        .named("weighting", .named("Weighting"), ".random"), .plain("backward", .function),
      ],
      summary:
        "your own gradients of a convolution beside measured ones: { x, w, dy, stride, padding in (dx, dw, db) }",
      result: "[GradientCheckRow]"
    ) { machine, call in
      guard let closure = call.closure(1) else { return .none }
      for geometry in CheckGeometry.all {
        let g = try ConvolutionGeometry(
          input: geometry.input, kernel: geometry.kernel, stride: Pair(geometry.stride),
          padding: Pair(geometry.padding), dilation: 1, groups: 1)
        let probes = checkedCount(geometry.input) + checkedCount(geometry.kernel) + g.K
        try machine.spend(multiplications: 2 * probes * g.multiplications)
      }
      return rows(
        try checkConvolutionGradients(weighting: weighting(call.choice(0))) {
          x, w, dy, stride, padding in
          let result = try machine.apply(
            closure,
            to: [.tensor(x), .tensor(w), .tensor(dy), .int(stride), .int(padding)], call.range)
          switch result {
          case .tuple(let parts) where parts.count == 3:
            guard case .tensor(let dx, _) = parts[0].value,
              case .tensor(let dw, _) = parts[1].value,
              case .tensor(let db, _) = parts[2].value
            else { break }
            return (dx, dw, db)
          default: break
          }
          throw Complaint(
            "the closure must give three tensors, (dx, dw, db), not \(article(result.typeName))")
        })
    },
    LibraryFunction(
      name: "measuredGradient",
      parameters: [
        .named("at", .tensor), .named("weights", .tensor), .named("step", .float, "0.01"),
        .named("of", .function),
      ],
      summary: "the gradient of Σ weights · f(x), entry by entry: (f(x + h) − f(x − h)) / 2h",
      result: "Tensor"
    ) { machine, call in
      guard let closure = call.closure(3) else { return .none }
      let (x, weights, step) = (call.tensor(0), call.tensor(1), call.float(2, 0.01))
      guard step > 0, step.isFinite else {
        throw Complaint("the step of a measured gradient must be above 0, not \(step.text)")
      }
      try machine.spend(entries: checkedCount([2 * x.count + 1, weights.count + 1]))
      return .tensor(
        try measuredGradient(at: x, weights: weights, step: step) { probe in
          guard
            case .tensor(let y, _) = try machine.apply(closure, to: [.tensor(probe)], call.range)
          else { throw Complaint("the closure must give a Tensor") }
          guard y.shape == weights.shape else {
            throw ShapeError.shape(name: "the weights", expected: y.shape, found: weights.shape)
          }
          return y
        })
    },
    LibraryFunction(
      name: "gradientDifference",
      parameters: [.plain("found", .tensor), .plain("measured", .tensor)],
      summary: "the largest difference over the largest measured entry", result: "Float"
    ) { machine, call in
      try machine.spend(entries: call.tensor(0).count)
      guard call.tensor(1).count > 0 else {
        throw Complaint("an empty gradient cannot be compared")
      }
      return .float(gradientDifference(call.tensor(0), call.tensor(1)))
    },
  ]

  private static func weighting(_ name: String?) -> Weighting {
    name.flatMap { Weighting(rawValue: $0) } ?? .random
  }

  private static func rows(_ rows: [GradientCheckRow]) -> Value {
    .array(
      rows.map {
        .record(
          Value.Record(
            type: "GradientCheckRow",
            parts: [
              ("name", .string($0.name)), ("worst", .float($0.worst)),
              ("isRight", .bool($0.isRight)),
            ]))
      })
  }
}
