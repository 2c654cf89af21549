import CNNEngine

extension Library {
  /// The functions that put figures under a cell.
  ///
  /// Their rows here serve the help and the completion; `Machine.display` does their work, since it
  /// needs the arguments' source text.
  static let displayFunctions: [LibraryFunction] = [
    row(
      "show",
      [
        .many("tensors", .tensor), .named("scale", .named("Scale"), ".separate"),
        .named("style", .named("TensorStyle"), ".automatic"),
      ], "draws tensors side by side"),
    row(
      "trace",
      [.plain("call", .any), .named("outputGradient", .optional(.tensor), "nil")],
      "takes a convolution or pooling apart, entry by entry: trace(conv2d(x, k))"),
    row(
      "table", [.plain("headings", .array(.string)), .plain("rows", .array(.array(.string)))],
      "draws a table of texts"),
    row(
      "bars", [.plain("title", .string), .plain("bars", .any)],
      "draws named bars: bars(\"title\", [(\"name\", 3.0)])"),
    row(
      "plot", [.plain("title", .string), .named("x", .any, "0, 1, 2, …"), .plain("curves", .any)],
      "draws curves: plot(\"title\", [(\"name\", [1.0, 2.0])])"),
    row(
      "contour",
      [
        .plain("title", .string), .named("rows", .tensor), .named("x", .any), .named("y", .any),
        .named("paths", .any, "[]"),
      ],
      "draws heights over a plane: contour(\"title\", rows: heights, x: xs, y: ys, paths: [(\"name\", [(0.0, 1.0)])])"
    ),
    row(
      "summary", [.plain("network", .layer), .named("input", .array(.int))],
      "draws a network's table of layers"),
    row(
      "train", trainingParameters,
      "trains a network where the reader starts it, and gives the network as it is now"),
  ]

  private static func row(
    _ name: String, _ parameters: [LibraryFunction.Parameter], _ summary: String
  ) -> LibraryFunction {
    LibraryFunction(
      name: name, parameters: parameters, summary: summary, result: "", isDisplay: true
    ) { _, _ in .none }
  }
}

extension Machine {
  /// Puts the figure that a display function asks for under the cell.
  mutating func display(
    _ function: LibraryFunction, _ arguments: [Expression.Argument], _ range: Range<Int>
  ) throws(Mistake) -> Value {
    if function.name == "trace" { return try displayTrace(arguments, range) }
    let values = try bind(function, function.parameters, arguments, range)
    let call = Call(receiver: nil, values: values, range: range)
    let request: FigureRequest
    do {
      try spend(reads: values.reduce(0) { $0 + ($1?.reads ?? 0) })
      request = try figure(function.name, call, arguments)
    } catch let complaint as Complaint {
      throw Mistake(range, complaint.message)
    } catch let error as ShapeError {
      throw Mistake(range, "\(function.name): \(error)")
    } catch { throw Mistake(range, "\(error)") }
    try put(request, holding: call.footprints, range)
    if case .training(let training) = request {
      return .network(trained[training.key] ?? training.network)
    }
    return .none
  }

  private mutating func put(
    _ request: FigureRequest, holding footprints: [Footprint], _ range: Range<Int>
  ) throws(Mistake) {
    guard outputs.count < 500 else {
      throw Mistake(range, "a cell shows at most 500 figures and lines")
    }
    let bytes = request.ownBytes
    do { try reserve(bytes: bytes) } catch { throw Mistake(range, error.message) }
    meter.add(bytes)
    shown += footprints
    outputs.append(.figure(request))
  }

  private mutating func figure(_ name: String, _ call: Call, _ arguments: [Expression.Argument])
    throws
    -> FigureRequest
  {
    switch name {
    case "show":
      let shown = zip(arguments.filter { $0.label == nil }, call.tensors(0))
      guard !call.tensors(0).isEmpty else { throw Complaint("show needs at least one tensor") }
      return .tensors(
        shown.map { NamedTensor(name: text($0.value.range), tensor: $1) },
        scale: call.choice(1) == "shared" ? .shared : .separate, style: style(call.choice(2)))
    case "table":
      var rows: [[String]] = []
      for case .array(let parts, _) in call.array(1) {
        rows.append(try parts.map { part in try written(part) })
      }
      let headings = try call.array(0).map { heading in try written(heading) }
      if let row = rows.first(where: { $0.count != headings.count }) {
        throw Complaint(
          "a row of the table has \(row.count) entries under \(headings.count) headings")
      }
      return .table(headings: headings, rows: rows)
    case "bars":
      return .bars(
        title: call.string(0),
        bars: try Self.labelled(call.values[1], of: "bars") { value in
          guard let number = value.number else {
            throw Complaint("a bar's length is a number, not \(article(value.typeName))")
          }
          return number
        }.map { Bar(label: $0.0, value: $0.1) })
    case "train": return .training(try trainingRequest(call, arguments))
    case "plot":
      let x = try call.values[1].map(Self.numbers)
      return .plot(
        title: call.string(0),
        curves: try Self.labelled(call.values[2], of: "plot", Self.numbers).map { name, y in
          guard x?.count ?? y.count == y.count else {
            throw Complaint(
              "the curve `\(name)` has \(y.count) values over \(x?.count ?? 0) places")
          }
          return Curve(name: name, x: x ?? y.indices.map { Double($0) }, y: y)
        })
    case "contour": return .contour(try contour(call))
    default:
      guard case .layer(let layer)? = call.values[0] else {
        throw Complaint("summary needs a network")
      }
      let rows = try rows(of: layer, for: call.ints(1))
      guard rows.count <= 400 else {
        throw Complaint("a table of \(rows.count) layers is too long to show")
      }
      return .summary(name: text(arguments[0].value.range), rows: rows)
    }
  }

  private mutating func contour(_ call: Call) throws -> Contour {
    let heights = call.tensor(1)
    let (x, y) = (
      try Self.numbers(call.values[2] ?? .none), try Self.numbers(call.values[3] ?? .none)
    )
    guard heights.shape == [y.count, x.count], heights.count > 0 else {
      throw Complaint(
        "contour's rows must have the shape [\(y.count), \(x.count)], a row for each y and a column for each x, not \(heights.shape)"
      )
    }
    for (name, places) in [("x", x), ("y", y)] {
      guard places.allSatisfy(\.isFinite), zip(places, places.dropFirst()).allSatisfy({ $0 < $1 })
      else { throw Complaint("contour's \(name) must go up") }
    }
    let paths = try Self.labelled(call.values[4] ?? .array([]), of: "contour") { value in
      try elements(value).map { point in
        guard case .tuple(let parts) = point, parts.count == 2, let x = parts[0].value.number,
          let y = parts[1].value.number
        else { throw Complaint("a path is an array of points (x, y)") }
        return (x, y)
      }
    }
    return Contour(
      title: call.string(0), heights: heights, x: x, y: y,
      paths: paths.map { name, points in Curve(name: name, x: points.map(\.0), y: points.map(\.1)) }
    )
  }

  private func style(_ name: String?) -> FigureRequest.TensorStyle {
    switch name {
    case "numbers": .numbers
    case "heatmap": .heatmap
    case "picture": .picture
    default: .automatic
    }
  }

  private static func labelled<T>(_ value: Value?, of name: String, _ read: (Value) throws -> T)
    throws
    -> [(String, T)]
  {
    guard case .array(let parts, _)? = value else {
      throw Complaint("\(name) needs an array of pairs: [(\"name\", …)]")
    }
    return try parts.map { part in
      guard case .tuple(let pair) = part, pair.count == 2,
        case .string(let label, _) = pair[0].value
      else {
        throw Complaint("\(name) needs pairs of a text and a value: (\"name\", …)")
      }
      return (label, try read(pair[1].value))
    }
  }

  private static func numbers(_ value: Value) throws -> [Double] {
    switch value {
    case .tensor(let tensor, _): return tensor.scalars.map { Double($0) }
    case .array(let parts, _):
      return try parts.map { part in
        guard let number = part.number else { throw Complaint("a curve is an array of numbers") }
        return number
      }
    default: throw Complaint("a curve is an array of numbers, not \(article(value.typeName))")
    }
  }

  private mutating func displayTrace(_ arguments: [Expression.Argument], _ range: Range<Int>)
    throws(Mistake) -> Value
  {
    guard let argument = arguments.first?.value, arguments[0].label == nil, arguments.count <= 2,
      arguments.dropFirst().allSatisfy({ $0.label == "outputGradient" })
    else {
      throw Mistake(range, "trace takes one convolution or pooling: trace(conv2d(x, k))")
    }
    lastTrace = nil
    let value = try evaluate(argument)
    var trace: WindowTrace?
    var footprints = [value.footprint].compactMap { $0 }
    if let last = lastTrace, last.range == argument.range {
      trace = last.origin.trace
      footprints += last.origin.holding
    }
    if case .name(let name) = argument.form, let variable = variable(name) {
      trace = variable.origin?.trace
      footprints += variable.origin?.holding ?? []
    }
    guard var found = trace else {
      throw Mistake(
        argument.range,
        "trace takes a call of conv2d, convolve, maxPool2d or averagePool2d, or a variable that one was assigned to"
      )
    }
    guard found.output.count > 0, found.input.count > 0 else {
      throw Mistake(argument.range, "there is nothing to trace in an empty tensor")
    }
    found = named(found, by: argument)
    if case .name = argument.form { found.names.output = text(argument.range) }
    if arguments.count == 2 { try add(outputGradient: arguments[1].value, to: &found) }
    try put(.trace(found), holding: footprints, range)
    return .none
  }

  /// What the backward direction starts from: a tensor in the output's shape.
  private mutating func add(outputGradient expression: Expression, to trace: inout WindowTrace)
    throws(Mistake)
  {
    guard trace.operation != .flippedConvolution else {
      throw Mistake(
        expression.range, "an output gradient goes back through conv2d and pooling, not convolve")
    }
    guard case .tensor(let gradient, _) = try evaluate(expression) else {
      throw Mistake(expression.range, "the output gradient is a tensor")
    }
    let shape = trace.output.shape
    let padded = Array(repeating: 1, count: Swift.max(0, 4 - gradient.rank)) + gradient.shape
    guard padded == shape else {
      throw Mistake(
        expression.range,
        "the output's gradient must have the output's shape \(shape), not \(gradient.shape)")
    }
    trace.outputGradient = gradient.reshaped(shape[0], shape[1], shape[2], shape[3])
    trace.outputGradientName = text(expression.range)
  }

  /// A trace with what the call that made it calls its input and its kernel.
  func named(_ trace: WindowTrace, by expression: Expression) -> WindowTrace {
    guard case .call(_, let arguments) = expression.form else { return trace }
    var trace = trace
    let plain = arguments.filter { $0.label == nil }
    if let input = plain.first { trace.names.input = text(input.value.range) }
    if plain.count > 1 { trace.names.kernel = text(plain[1].value.range) }
    return trace
  }
}
