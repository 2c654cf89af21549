import CNNEngine

/// The arguments of a pooling function.
struct PoolArguments {
  var size, stride, padding: Pair
  /// Of the largest entry's pooling alone.
  var dilation: Pair = 1
  var ceilMode: Bool
  /// Of the mean's pooling alone.
  var countsPadding = true

  static func parameters(_ operation: WindowTrace.Operation) -> [LibraryFunction.Parameter] {
    let common: [LibraryFunction.Parameter] = [
      .named("size", .pair, "2"), .named("kernelSize", .pair, "size"),
      .named("stride", .pair, "size"), .named("padding", .pair, "0"),
    ]
    return operation == .maxPool
      ? common + [.named("dilation", .pair, "1"), .named("ceilMode", .bool, "false")]
      : common + [.named("ceilMode", .bool, "false"), .named("countsPadding", .bool, "true")]
  }

  /// Reads a call whose `size` stands at `i`.
  init(_ call: Call, from i: Int, _ operation: WindowTrace.Operation) throws {
    guard call.values[i] == nil || call.values[i + 1] == nil else {
      throw Complaint("`size` and `kernelSize` are one argument: give one of them")
    }
    size = call.pair(i, call.pair(i + 1, 2))
    (stride, padding) = (call.pair(i + 2, size), call.pair(i + 3, 0))
    if operation == .maxPool {
      (dilation, ceilMode) = (call.pair(i + 4, 1), call.bool(i + 5, false))
    } else {
      (ceilMode, countsPadding) = (call.bool(i + 4, false), call.bool(i + 5, true))
    }
  }

  func shape(for input: [Int]) throws(ShapeError) -> (
    geometry: ConvolutionGeometry, outputShape: [Int]
  ) {
    try poolingShape(
      input, size: size, stride: stride, padding: padding, dilation: dilation, ceilMode: ceilMode)
  }
}

extension Library {
  static func pooling(
    _ name: String, _ summary: String, _ operation: WindowTrace.Operation,
    _ run: @escaping @Sendable (Tensor, PoolArguments) -> Tensor
  ) -> LibraryFunction {
    LibraryFunction(
      name: name, parameters: [.plain("x", .tensor)] + PoolArguments.parameters(operation),
      summary: summary, result: "Tensor"
    ) { machine, call in
      let x = call.tensor(0)
      let pool = try PoolArguments(call, from: 1, operation)
      let (g, shape) = try pool.shape(for: x.shape)
      try machine.spend(multiplications: g.multiplications)
      try machine.spend(reads: g.multiplications)
      try machine.spend(entries: entryCount(of: shape))
      let y = run(x, pool)
      var trace = WindowTrace(
        operation: operation, input: x.reshaped(g.N, g.C, g.H, g.W), kernel: Tensor(zeros: [0]),
        bias: nil, kernelSize: (g.R, g.S), stride: (pool.stride.rows, pool.stride.columns),
        padding: (pool.padding.rows, pool.padding.columns),
        dilation: (pool.dilation.rows, pool.dilation.columns), groups: g.groups,
        output: y.reshaped(g.N, g.K, g.P, g.Q), names: ("input", "", "output"))
      trace.ranks = (x.rank, x.rank, y.rank)
      trace.countsPadding = pool.countsPadding
      machine.lastTrace = (Variable.Origin(trace, holding: call.footprints), call.range)
      return .tensor(y)
    }
  }

  static func poolGradient(
    _ name: String, _ summary: String, _ operation: WindowTrace.Operation,
    _ run: @escaping @Sendable (Tensor, Tensor, PoolArguments) -> Tensor
  ) -> LibraryFunction {
    LibraryFunction(
      name: name,
      parameters: [.named("input", .tensor), .named("outputGradient", .tensor)]
        + PoolArguments.parameters(operation),
      summary: summary, result: "Tensor"
    ) { machine, call in
      let pool = try PoolArguments(call, from: 2, operation)
      let (g, shape) = try pool.shape(for: call.tensor(0).shape)
      try checkGradient(call.tensor(1), shape)
      try machine.spend(multiplications: g.multiplications)
      try machine.spend(reads: g.multiplications)
      return .tensor(run(call.tensor(0), call.tensor(1), pool))
    }
  }
}
