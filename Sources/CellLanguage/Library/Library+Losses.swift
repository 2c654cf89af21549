import CNNEngine

extension Library {
  static let lossFunctions: [LibraryFunction] = [
    alongLast("logSumExp", "log Σ eˣ along the last axis, which goes", logSumExp),
    alongLast("logSoftmax", "x − log Σ eˣ along the last axis", logSoftmax),
    LibraryFunction(
      name: "crossEntropy", parameters: crossEntropyParameters,
      summary: "softmax and cross-entropy: the mean over the batch, or over every place of it",
      result: "Float"
    ) { machine, call in
      let labelled = try Labelled(call, &machine)
      let (smoothing, weights, ignored) = (
        call.float(2), call.optionalTensor(3), call.optionalInt(4)
      )
      return switch labelled {
      case .rows(let z, let labels):
        .float(
          crossEntropy(z, labels, smoothing: smoothing, weights: weights, ignoring: ignored))
      case .places(let z, let labels):
        .float(
          crossEntropy(z, labels, smoothing: smoothing, weights: weights, ignoring: ignored))
      }
    },
    LibraryFunction(
      name: "crossEntropyGradient", parameters: crossEntropyParameters,
      summary: "(softmax(z) − target) / N, in the logits' shape", result: "Tensor"
    ) { machine, call in
      let labelled = try Labelled(call, &machine)
      let (smoothing, weights, ignored) = (
        call.float(2), call.optionalTensor(3), call.optionalInt(4)
      )
      return switch labelled {
      case .rows(let z, let labels):
        .tensor(
          crossEntropyGradient(
            z, labels, smoothing: smoothing, weights: weights, ignoring: ignored))
      case .places(let z, let labels):
        .tensor(
          crossEntropyGradient(
            z, labels, smoothing: smoothing, weights: weights, ignoring: ignored))
      }
    },
    loss("meanSquaredError", "the mean of (y − t)²", [], "Float") { y, target, _ in
      try checkTarget(y.shape, target.shape)
      return .float(meanSquaredError(y, target))
    },
    loss("meanSquaredErrorGradient", "2·(y − t) / count", [], "Tensor") { y, target, _ in
      try checkTarget(y.shape, target.shape)
      return .tensor(meanSquaredErrorGradient(y, target))
    },
    loss(
      "binaryCrossEntropy", "cross-entropy of logits and targets 0…1, entry by entry", [], "Float"
    ) { z, target, _ in
      try checkTargets(z.shape, target)
      return .float(binaryCrossEntropy(z, target))
    },
    loss("binaryCrossEntropyGradient", "(σ(z) − t) / count", [], "Tensor") { z, target, _ in
      try checkTargets(z.shape, target)
      return .tensor(binaryCrossEntropyGradient(z, target))
    },
    loss("diceLoss", "1 minus Dice's coefficient, for masks", diceEpsilon, "Float") {
      p, target, call in
      try checkTargets(p.shape, target)
      try checkEpsilon(call.float(2, 1))
      return .float(diceLoss(p, target, epsilon: call.float(2, 1)))
    },
    loss("diceLossGradient", "the gradient of diceLoss", diceEpsilon, "Tensor") {
      p, target, call in
      try checkTargets(p.shape, target)
      try checkEpsilon(call.float(2, 1))
      return .tensor(diceLossGradient(p, target, epsilon: call.float(2, 1)))
    },
  ]

  private static let diceEpsilon: [LibraryFunction.Parameter] = [.named("epsilon", .float, "1")]

  private static let crossEntropyParameters: [LibraryFunction.Parameter] = [
    .plain("logits", .tensor), .plain("labels", .any), .named("smoothing", .float, "0"),
    .named("weights", .optional(.tensor), "nil"), .named("ignoring", .optional(.int), "nil"),
  ]

  /// Logits with a label for each row, or for each place of every picture.
  private enum Labelled {
    case rows(Tensor, [Int])
    case places(Tensor, Tensor)

    init(_ call: Call, _ machine: inout Machine) throws {
      let logits = call.tensor(0)
      let labels: [Int]
      if case .tensor(let tensor, _)? = call.values[1], logits.rank != 2 {
        labels = try wholeLabels(tensor, for: logits.shape)
        self = .places(logits, tensor)
      } else {
        labels = try call.labels(1)
        try checkLabels(logits.shape, labels, ignoring: call.optionalInt(4))
        self = .rows(logits, labels)
      }
      try checkCrossEntropy(
        logits.shape, labels, smoothing: call.float(2), weights: call.optionalTensor(3),
        ignoring: call.optionalInt(4))
      try machine.spend(entries: checkedCount([3, logits.count]))
    }
  }

  private static func alongLast(
    _ name: String, _ summary: String, _ change: @escaping @Sendable (Tensor) -> Tensor
  ) -> LibraryFunction {
    LibraryFunction(
      name: name, parameters: [.plain("x", .tensor)], summary: summary, result: "Tensor"
    ) { machine, call in
      let x = call.tensor(0)
      guard let last = x.shape.last, last > 0 else {
        throw ShapeError.rank(
          name: "the input", expected: "[…, n] with n above 0", shape: x.shape)
      }
      try machine.spend(entries: x.count)
      return .tensor(change(x))
    }
  }

  private static func loss(
    _ name: String, _ summary: String, _ more: [LibraryFunction.Parameter], _ result: String,
    _ value: @escaping @Sendable (Tensor, Tensor, Call) throws -> Value
  ) -> LibraryFunction {
    LibraryFunction(
      name: name, parameters: [.plain("y", .tensor), .plain("target", .tensor)] + more,
      summary: summary, result: result
    ) { machine, call in
      try machine.spend(entries: call.tensor(0).count)
      return try value(call.tensor(0), call.tensor(1), call)
    }
  }
}

extension Call {
  /// Classes: an array of Ints, or a tensor of whole numbers as `digits.labels` is.
  func labels(_ i: Int) throws -> [Int] {
    switch values[i] {
    case .array(let parts, _)?:
      return try parts.map { part in
        guard case .int(let label) = part else {
          throw Complaint("labels are whole numbers, not \(article(part.typeName))s")
        }
        return label
      }
    case .tensor(let tensor, _)?:
      return try tensor.scalars.map { label in
        guard let whole = Int(exactly: label) else {
          throw Complaint("labels are whole numbers, not \(label.text)")
        }
        return whole
      }
    default: throw Complaint("labels are an array of whole numbers: [3, 0, 7]")
    }
  }
}
