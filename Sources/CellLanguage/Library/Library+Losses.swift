import CNNEngine

extension Library {
  static let lossFunctions: [LibraryFunction] = [
    alongLast("logSumExp", "log Σ eˣ along the last axis, which goes", logSumExp),
    alongLast("logSoftmax", "x − log Σ eˣ along the last axis", logSoftmax),
    LibraryFunction(
      name: "crossEntropy", parameters: crossEntropyParameters,
      summary: "softmax and cross-entropy: the mean over the batch", result: "Float"
    ) { machine, call in
      let (logits, labels, smoothing) = try labelled(call, &machine)
      return .float(crossEntropy(logits, labels, smoothing: smoothing))
    },
    LibraryFunction(
      name: "crossEntropyGradient", parameters: crossEntropyParameters,
      summary: "(softmax(z) − target) / N, in the logits' shape", result: "Tensor"
    ) { machine, call in
      let (logits, labels, smoothing) = try labelled(call, &machine)
      return .tensor(crossEntropyGradient(logits, labels, smoothing: smoothing))
    },
    loss("meanSquaredError", "the mean of (y − t)²") { meanSquaredError($0, $1) },
    lossGradient("meanSquaredErrorGradient", "2·(y − t) / count") {
      meanSquaredErrorGradient($0, $1)
    },
    loss("binaryCrossEntropy", "cross-entropy of logits and targets 0…1, entry by entry") {
      binaryCrossEntropy($0, $1)
    },
    lossGradient("binaryCrossEntropyGradient", "(σ(z) − t) / count") {
      binaryCrossEntropyGradient($0, $1)
    },
    loss("diceLoss", "1 minus Dice's coefficient, for masks") { diceLoss($0, $1) },
    lossGradient("diceLossGradient", "the gradient of diceLoss") { diceLossGradient($0, $1) },
  ]

  private static let crossEntropyParameters: [LibraryFunction.Parameter] = [
    .plain("logits", .tensor), .plain("labels", .any), .named("smoothing", .float, "0"),
  ]

  private static func labelled(_ call: Call, _ machine: inout Machine) throws
    -> (logits: Tensor, labels: [Int], smoothing: Float)
  {
    let labels = try call.labels(1)
    try checkLabels(call.tensor(0).shape, labels)
    let smoothing = call.float(2)
    guard (0..<1).contains(smoothing) else {
      throw Complaint("label smoothing lies in 0..<1, not \(smoothing)")
    }
    try machine.spend(entries: checkedCount([3, call.tensor(0).count]))
    return (call.tensor(0), labels, smoothing)
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
    _ name: String, _ summary: String, _ value: @escaping @Sendable (Tensor, Tensor) -> Float
  ) -> LibraryFunction {
    LibraryFunction(
      name: name, parameters: [.plain("y", .tensor), .plain("target", .tensor)], summary: summary,
      result: "Float"
    ) { machine, call in
      try checkTarget(call.tensor(0).shape, call.tensor(1).shape)
      try machine.spend(entries: call.tensor(0).count)
      return .float(value(call.tensor(0), call.tensor(1)))
    }
  }

  private static func lossGradient(
    _ name: String, _ summary: String, _ value: @escaping @Sendable (Tensor, Tensor) -> Tensor
  ) -> LibraryFunction {
    LibraryFunction(
      name: name, parameters: [.plain("y", .tensor), .plain("target", .tensor)], summary: summary,
      result: "Tensor"
    ) { machine, call in
      try checkTarget(call.tensor(0).shape, call.tensor(1).shape)
      try machine.spend(entries: call.tensor(0).count)
      return .tensor(value(call.tensor(0), call.tensor(1)))
    }
  }
}

extension Call {
  /// Classes: an array of Ints, or a tensor of whole numbers as `digits.labels` is.
  func labels(_ i: Int) throws -> [Int] {
    switch values[i] {
    case .array(let parts)?:
      return try parts.map { part in
        guard case .int(let label) = part else {
          throw Complaint("labels are whole numbers, not \(article(part.typeName))s")
        }
        return label
      }
    case .tensor(let tensor)?:
      return try tensor.scalars.map { label in
        guard let whole = Int(exactly: label) else {
          throw Complaint("labels are whole numbers, not \(label)")
        }
        return whole
      }
    default: throw Complaint("labels are an array of whole numbers: [3, 0, 7]")
    }
  }
}
