import CNNEngine

extension Library {
  static let makingFunctions: [LibraryFunction] = [
    filled("zeros", "zeros of a shape") { shape, _ in Tensor(zeros: shape) },
    filled("ones", "ones of a shape") { shape, _ in
      Tensor(shape: shape, scalars: Array(repeating: 1, count: shape.reduce(1, *)))
    },
    filled("ramp", "0, 1, 2, … row by row") { shape, _ in
      Tensor(shape: shape, scalars: (0..<shape.reduce(1, *)).map { Float($0) })
    },
    filled("full", "one value everywhere", [.named("value", .float)]) { shape, call in
      Tensor(shape: shape, scalars: Array(repeating: call.float(1), count: shape.reduce(1, *)))
    },
    filled(
      "uniform", "random numbers in -1..<1, the same for a seed everywhere", [.named("seed", .int)]
    ) { shape, call in
      uniform(shape: shape, seed: call.int(1))
    },
    filled("normal", "normal random numbers of mean 0 and variance 1", [.named("seed", .int)]) {
      shape, call in
      normal(shape: shape, seed: call.int(1))
    },
    LibraryFunction(
      name: "identity", parameters: [.plain("size", .int)], summary: "ones on the diagonal",
      result: "Tensor"
    ) { machine, call in
      guard call.int(0) >= 0 else { throw Complaint("a matrix cannot have \(call.int(0)) rows") }
      try machine.spend(entries: checkedCount([call.int(0), call.int(0)]))
      return .tensor(identity(call.int(0)))
    },
    LibraryFunction(
      name: "stack", parameters: [.plain("parts", .array(.tensor))],
      summary: "tensors of one shape along a new first axis", result: "Tensor"
    ) { machine, call in
      try machine.spend(entries: entryCount(of: stackedShape(call.tensors(0).map(\.shape))))
      return .tensor(stack(call.tensors(0)))
    },
    LibraryFunction(
      name: "concatenate", parameters: [.plain("parts", .array(.tensor)), .named("axis", .int)],
      summary: "tensors end to end along an axis", result: "Tensor"
    ) { machine, call in
      try machine.spend(
        entries: entryCount(of: concatenatedShape(call.tensors(0).map(\.shape), axis: call.int(1))))
      return .tensor(concatenate(call.tensors(0), axis: call.int(1)))
    },
    LibraryFunction(
      name: "gaussian", parameters: [.named("size", .int), .named("sigma", .float)],
      summary: "a bell-shaped blur kernel that sums to 1", result: "Tensor"
    ) { machine, call in
      try checkKernel(call.int(0), &machine)
      guard call.float(1) > 0 else {
        throw Complaint("sigma must be greater than 0, not \(call.float(1).text)")
      }
      return .tensor(gaussian(size: call.int(0), sigma: call.float(1)))
    },
    LibraryFunction(
      name: "gabor",
      parameters: [
        .named("size", .int), .named("wavelength", .float), .named("angle", .float),
        .named("sigma", .float),
      ], summary: "a wave under a bell; the angle in radians", result: "Tensor"
    ) { machine, call in
      try checkKernel(call.int(0), &machine)
      guard call.float(1) > 0, call.float(3) > 0 else {
        throw Complaint("wavelength and sigma must be greater than 0")
      }
      return .tensor(
        gabor(
          size: call.int(0), wavelength: call.float(1), angle: call.float(2), sigma: call.float(3)))
    },
    LibraryFunction(
      name: "grey", parameters: [.plain("picture", .tensor)],
      summary: "the luminance of a colour picture", result: "Tensor"
    ) { _, call in
      let x = call.tensor(0)
      guard x.rank == 2 || (x.rank == 3 && x.shape[0] == 3) else {
        throw ShapeError.rank(name: "a picture", expected: "[3, H, W] or [H, W]", shape: x.shape)
      }
      return .tensor(grey(x))
    },
    LibraryFunction(
      name: "matmul", parameters: [.plain("a", .tensor), .plain("b", .tensor)],
      summary: "the matrix product", result: "Tensor"
    ) { machine, call in
      let (a, b) = (call.tensor(0), call.tensor(1))
      let shape = try matrixProductShape(a.shape, b.shape)
      try machine.spend(multiplications: checkedCount(shape + [b.shape[0]]))
      try machine.spend(entries: entryCount(of: shape))
      return .tensor(matmul(a, b))
    },
    LibraryFunction(
      name: "dot", parameters: [.plain("a", .tensor), .plain("b", .tensor)],
      summary: "the sum of the products entry by entry", result: "Float"
    ) { _, call in
      guard call.tensor(0).shape == call.tensor(1).shape else {
        throw ShapeError.shape(
          name: "the second tensor", expected: call.tensor(0).shape, found: call.tensor(1).shape)
      }
      return .float(dot(call.tensor(0), call.tensor(1)))
    },
    LibraryFunction(
      name: "isClose",
      parameters: [
        .plain("a", .tensor), .plain("b", .tensor), .named("tolerance", .float, "1e-5"),
      ], summary: "whether all entries are near", result: "Bool"
    ) { _, call in
      .bool(isClose(call.tensor(0), call.tensor(1), tolerance: call.float(2, 1e-5)))
    },
  ]

  private static func checkKernel(_ size: Int, _ machine: inout Machine) throws {
    guard size >= 1 else { throw Complaint("a kernel's size must be at least 1, not \(size)") }
    try machine.spend(entries: checkedCount([size, size]))
  }

  private static func filled(
    _ name: String, _ summary: String, _ more: [LibraryFunction.Parameter] = [],
    _ make: @escaping @Sendable ([Int], Call) -> Tensor
  ) -> LibraryFunction {
    LibraryFunction(
      name: name, parameters: [.many("lengths", .int)] + more, summary: summary, result: "Tensor"
    ) { machine, call in
      let shape = call.ints(0)
      if let negative = shape.first(where: { $0 < 0 }) {
        throw Complaint("\(name): an axis cannot have \(negative) entries")
      }
      try machine.spend(entries: entryCount(of: shape))
      return .tensor(make(shape, call))
    }
  }
}
