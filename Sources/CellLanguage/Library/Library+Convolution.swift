import CNNEngine

extension Library {
  private static let slide: [LibraryFunction.Parameter] = [
    .named("stride", .pair, "1"), .named("padding", .pair, "0"), .named("dilation", .pair, "1"),
    .named("groups", .int, "1"),
  ]

  static let convolutionFunctions: [LibraryFunction] = [
    convolution("conv2d", "a convolution layer's product: the kernel is not flipped", .convolution)
    { conv2d($0, $1, bias: $2, stride: $3, padding: $4, dilation: $5, groups: $6) },
    convolution(
      "conv2dDirect", "conv2d by its definition, six loops and a sum", .convolution,
      reads: \.multiplications
    ) {
      conv2dDirect($0, $1, bias: $2, stride: $3, padding: $4, dilation: $5, groups: $6)
    },
    convolution("conv2dIm2col", "conv2d as patches and one matrix product", .convolution) {
      conv2dIm2col($0, $1, bias: $2, stride: $3, padding: $4, dilation: $5, groups: $6)
    },
    convolution(
      "convolve", "true convolution: the kernel is turned by 180 degrees first", .flippedConvolution
    ) { convolve($0, $1, bias: $2, stride: $3, padding: $4, dilation: $5, groups: $6) },
    LibraryFunction(
      name: "conv2dGradients",
      parameters: [
        .named("input", .tensor), .named("kernel", .tensor), .named("outputGradient", .tensor),
      ] + slide,
      summary: "the gradients of conv2d: .input, .kernel and .bias", result: "ConvolutionGradients"
    ) { machine, call in
      let (x, w, dy) = (call.tensor(0), call.tensor(1), call.tensor(2))
      let options = Slide(call, from: 3)
      let (g, shape) = try convolutionShape(
        x.shape, w.shape, bias: nil, stride: options.stride, padding: options.padding,
        dilation: options.dilation, groups: options.groups)
      guard dy.shape == shape else {
        throw ShapeError.shape(name: "the output's gradient", expected: shape, found: dy.shape)
      }
      try machine.spend(multiplications: checkedCount([2, g.multiplications]))
      try machine.spend(reads: g.multiplications)
      try machine.spend(entries: x.count + w.count + g.K)
      let gradients = conv2dGradients(
        input: x, kernel: w, outputGradient: dy, stride: options.stride, padding: options.padding,
        dilation: options.dilation, groups: options.groups)
      return .record(
        Value.Record(
          type: "ConvolutionGradients",
          parts: [
            ("input", .tensor(gradients.input)), ("kernel", .tensor(gradients.kernel)),
            ("bias", .tensor(gradients.bias)),
          ]))
    },
    LibraryFunction(
      name: "im2col",
      parameters: [
        .plain("x", .tensor), .named("size", .pair), .named("stride", .pair, "1"),
        .named("padding", .pair, "0"), .named("dilation", .pair, "1"),
      ],
      summary: "the patches under a kernel as columns: [C·R·S, P·Q]", result: "Tensor"
    ) { machine, call in
      let (size, stride, padding, dilation) = (
        call.pair(1, 1), call.pair(2, 1), call.pair(3, 0), call.pair(4, 1)
      )
      let g = try im2colGeometry(
        call.tensor(0).shape, size: size, stride: stride, padding: padding, dilation: dilation)
      try machine.spend(entries: g.C * g.R * g.S * g.P * g.Q)
      return .tensor(
        im2col(call.tensor(0), size: size, stride: stride, padding: padding, dilation: dilation))
    },
    LibraryFunction(
      name: "pad",
      parameters: [
        .plain("x", .tensor), .plain("amount", .pair, "0"), .named("top", .int, "0"),
        .named("bottom", .int, "0"), .named("left", .int, "0"), .named("right", .int, "0"),
        mode,
      ],
      summary:
        "a picture with entries added on each side: .zero, .reflect, .replicate or .circular",
      result: "Tensor"
    ) { machine, call in
      try padded(call.tensor(0), paddingSides(call, from: 1, of: "pad"), call.choice(6), &machine)
    },
    LibraryFunction(
      name: "padSame",
      parameters: [
        .plain("x", .tensor), .named("kernelSize", .pair), .named("stride", .pair, "1"),
        .named("dilation", .pair, "1"), mode,
      ],
      summary: "padded so that a convolution with this stride gives ⌈n / stride⌉ entries an axis",
      result: "Tensor"
    ) { machine, call in
      let sides = try PaddingSides(
        same: call.tensor(0).shape, kernelSize: call.pair(1, 1), stride: call.pair(2, 1),
        dilation: call.pair(3, 1))
      return try padded(call.tensor(0), sides, call.choice(4), &machine)
    },
    LibraryFunction(
      name: "samePadding",
      parameters: [
        .named("input", .int), .named("kernel", .int), .named("stride", .int, "1"),
        .named("dilation", .int, "1"),
      ],
      summary: "what to add before and after an axis for ⌈input / stride⌉ stops",
      result: "(before: Int, after: Int)"
    ) { _, call in
      let (before, after) = try Window(
        size: call.int(1), stride: call.int(2, 1), dilation: call.int(3, 1)
      ).samePadding(along: call.int(0))
      return .tuple([("before", .int(before)), ("after", .int(after))])
    },
    LibraryFunction(
      name: "outputSize",
      parameters: [
        .named("input", .int), .named("kernel", .int), .named("stride", .int, "1"),
        .named("padding", .int, "0"), .named("dilation", .int, "1"),
      ],
      summary: "the size of an output along one axis", result: "Int"
    ) { _, call in
      .int(
        try Window(
          size: call.int(1), stride: call.int(2, 1), padding: call.int(3), dilation: call.int(4, 1)
        )
        .stops(along: call.int(0)))
    },
    LibraryFunction(
      name: "multiplications",
      parameters: [.named("input", .array(.int)), .named("kernel", .array(.int))] + slide,
      summary: "how many multiplications conv2d makes by its definition", result: "Int"
    ) { _, call in
      let options = Slide(call, from: 2)
      return .int(
        try ConvolutionGeometry(
          input: call.ints(0), kernel: call.ints(1), stride: options.stride,
          padding: options.padding,
          dilation: options.dilation, groups: options.groups
        ).multiplications)
    },
    pooling("maxPool2d", "the largest entry under a window that slides", .maxPool) { x, pool in
      maxPool2d(
        x, size: pool.size, stride: pool.stride, padding: pool.padding, dilation: pool.dilation,
        ceilMode: pool.ceilMode)
    },
    pooling("averagePool2d", "the mean of the entries under a window that slides", .averagePool) {
      x, pool in
      averagePool2d(
        x, size: pool.size, stride: pool.stride, padding: pool.padding, ceilMode: pool.ceilMode,
        countsPadding: pool.countsPadding)
    },
    LibraryFunction(
      name: "globalAveragePool", parameters: [.plain("x", .tensor)],
      summary: "the mean of each channel", result: "Tensor"
    ) { _, call in
      _ = try Picture(input: call.tensor(0).shape)
      guard call.tensor(0).count > 0 else {
        throw Complaint("globalAveragePool needs at least one entry")
      }
      return .tensor(globalAveragePool(call.tensor(0)))
    },
    poolGradient(
      "maxPool2dGradient", "the gradient of maxPool2d: all of it goes to the largest entry",
      .maxPool
    ) { x, dy, pool in
      maxPool2dGradient(
        input: x, outputGradient: dy, size: pool.size, stride: pool.stride, padding: pool.padding,
        dilation: pool.dilation, ceilMode: pool.ceilMode)
    },
    poolGradient(
      "averagePool2dGradient", "the gradient of averagePool2d: spread in equal shares",
      .averagePool
    ) { x, dy, pool in
      averagePool2dGradient(
        input: x, outputGradient: dy, size: pool.size, stride: pool.stride, padding: pool.padding,
        ceilMode: pool.ceilMode, countsPadding: pool.countsPadding)
    },
    LibraryFunction(
      name: "Pair", parameters: [.plain("rows", .int), .plain("columns", .int, "rows")],
      summary: "a number for rows and one for columns", result: "Pair"
    ) { _, call in
      .record(
        Value.Record(
          type: "Pair",
          parts: [("rows", .int(call.int(0))), ("columns", .int(call.int(1, call.int(0))))]))
    },
  ]

  /// Stride, padding, dilation and groups of a call.
  private struct Slide {
    var stride, padding, dilation: Pair
    var groups: Int
    init(_ call: Call, from i: Int) {
      (stride, padding, dilation, groups) = (
        call.pair(i, 1), call.pair(i + 1, 0), call.pair(i + 2, 1), call.int(i + 3, 1)
      )
    }
  }

  private static func convolution(
    _ name: String, _ summary: String, _ operation: WindowTrace.Operation,
    reads: @escaping @Sendable (ConvolutionGeometry) -> Int = \.patchReads,
    _ run: @escaping @Sendable (Tensor, Tensor, Tensor?, Pair, Pair, Pair, Int) -> Tensor
  ) -> LibraryFunction {
    LibraryFunction(
      name: name,
      parameters: [
        .plain("x", .tensor), .plain("w", .tensor), .named("bias", .optional(.tensor), "nil"),
      ] + slide,
      summary: summary, result: "Tensor"
    ) { machine, call in
      let (x, w, bias) = (call.tensor(0), call.tensor(1), call.optionalTensor(2))
      let options = Slide(call, from: 3)
      let (g, shape) = try convolutionShape(
        x.shape, w.shape, bias: bias?.shape, stride: options.stride, padding: options.padding,
        dilation: options.dilation, groups: options.groups)
      try machine.spend(multiplications: g.multiplications)
      try machine.spend(reads: reads(g))
      try machine.spend(entries: entryCount(of: shape))
      let y = run(x, w, bias, options.stride, options.padding, options.dilation, options.groups)
      var trace = WindowTrace(
        operation: operation, input: x.reshaped(g.N, g.C, g.H, g.W),
        kernel: w.reshaped(g.K, g.C / g.groups, g.R, g.S), bias: bias, kernelSize: (g.R, g.S),
        stride: (options.stride.rows, options.stride.columns),
        padding: (options.padding.rows, options.padding.columns),
        dilation: (options.dilation.rows, options.dilation.columns), groups: g.groups,
        output: y.reshaped(g.N, g.K, g.P, g.Q), names: ("input", "kernel", "output"))
      trace.ranks = (x.rank, w.rank, y.rank)
      machine.lastTrace = (Variable.Origin(trace, holding: call.footprints), call.range)
      return .tensor(y)
    }
  }

  private static let mode = LibraryFunction.Parameter.named(
    "mode", .named("PaddingMode"), ".zero")

  /// The sides that a call of padding names: an amount for all at `i`, or `top`, `bottom`, `left` and `right` after it.
  static func paddingSides(_ call: Call, from i: Int, of name: String) throws -> PaddingSides {
    let hasSides = (i + 1...i + 4).contains { call.values[$0] != nil }
    guard !hasSides || call.values[i] == nil else {
      throw Complaint("\(name) takes an amount for all sides, or `top`, `bottom`, `left`, `right`")
    }
    return hasSides
      ? PaddingSides(
        top: call.int(i + 1), bottom: call.int(i + 2), left: call.int(i + 3),
        right: call.int(i + 4))
      : PaddingSides(call.pair(i, 0))
  }

  private static func padded(
    _ x: Tensor, _ sides: PaddingSides, _ mode: String?, _ machine: inout Machine
  ) throws -> Value {
    let mode = mode.flatMap { PaddingMode(rawValue: $0) } ?? .zero
    try machine.spend(entries: entryCount(of: paddedShape(x.shape, sides, mode: mode)))
    return .tensor(
      pad(
        x, top: sides.top, bottom: sides.bottom, left: sides.left, right: sides.right, mode: mode))
  }
}

extension ConvolutionGeometry {
  /// What cutting the patches out costs, besides the products: each kernel of a group uses them again.
  fileprivate var patchReads: Int { multiplications / max(1, K / groups) / 4 }
}

/// A product of counts of work; one too large for any number counts as the largest.
///
/// Shapes have `entryCount(of:)`.
func checkedCount(_ counts: [Int]) -> Int {
  counts.reduce(1) { count, length in
    let (product, overflow) = count.multipliedReportingOverflow(by: length)
    return overflow ? .max : product
  }
}
