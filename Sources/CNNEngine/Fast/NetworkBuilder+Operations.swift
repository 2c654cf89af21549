/// What stands for one layer on its own.
extension NetworkBuilder {
  func operation(
    _ layer: any Layer, from input: Stage, to output: Stage, shape: [Int], accumulates: Bool
  ) throws(ShapeError) -> any Operation {
    let dy = output.gradient ?? output.maps
    func activation(_ kind: FastActivation.Kind) -> any Operation {
      FastActivation(
        name: layer.name, kind: kind, input: input.maps, output: output.maps, outputGradient: dy,
        inputGradient: input.gradient, accumulates: accumulates)
    }
    func mean(_ rows: [Range<Int>], _ columns: [Range<Int>], _ shares: [Float]) -> any Operation {
      AveragePooling(
        name: layer.name, rowRanges: rows, columnRanges: columns, shares: shares, input: input.maps,
        output: output.maps, outputGradient: dy, inputGradient: input.gradient,
        accumulates: accumulates)
    }
    switch layer {
    case is ReLU: return activation(.relu)
    case is Tanh: return activation(.tanh)
    case is Sigmoid: return activation(.sigmoid)
    case let layer as LeakyReLU: return activation(.leakyRelu(layer.slope))
    case is GELU: return activation(.gelu)
    case is SiLU: return activation(.silu)
    case let layer as Dropout:
      dropouts += 1
      return FastDropout(
        name: layer.name, rate: Float(layer.rate), number: dropouts, input: input.maps,
        output: output.maps, outputGradient: dy, inputGradient: input.gradient,
        accumulates: accumulates)
    case let layer as MaxPool2D:
      return MaxPooling(
        name: layer.name, size: layer.size, stride: layer.stride, padding: layer.padding,
        input: input.maps, output: output.maps, outputGradient: dy, inputGradient: input.gradient,
        accumulates: accumulates, keepsWinners: isTraining, arena: arena)
    case let layer as AveragePool2D:
      let rows = windows(
        output.maps.rows, layer.size.rows, layer.stride.rows, layer.padding.rows, input.maps.rows)
      let columns = windows(
        output.maps.columns, layer.size.columns, layer.stride.columns, layer.padding.columns,
        input.maps.columns)
      let share = 1 / Float(layer.size.rows * layer.size.columns)
      return mean(rows, columns, Array(repeating: share, count: rows.count * columns.count))
    case is GlobalAveragePool:
      return mean(
        [0..<input.maps.rows], [0..<input.maps.columns], [1 / Float(input.maps.pixels)])
    case is AdaptiveAveragePool2D:
      let rows = parts(input.maps.rows, output.maps.rows)
      let columns = parts(input.maps.columns, output.maps.columns)
      return mean(
        rows, columns, rows.flatMap { r in columns.map { 1 / Float(r.count * $0.count) } })
    default:
      return readable(layer, from: input, to: output, shape: shape, accumulates: accumulates)
    }
  }

  /// A layer without a fast algorithm of its own.
  private func readable(
    _ layer: any Layer, from input: Stage, to output: Stage, shape: [Int], accumulates: Bool
  ) -> any Operation {
    let indices = layer.parameterShapes.map { shape in
      let count = shape.reduce(1, *)
      return store.add(
        shape: shape, count: count, slots: 1, places: (0..<count).map(Int32.init))
    }
    if !indices.isEmpty { parameterNames.append((layer.name, indices)) }
    let shapes = layer.statisticsShapes
    let places = stride(from: 0, to: shapes.count, by: 2).map { i in
      let channels = shapes[i].reduce(1, *)
      return Statistics(
        mean: arena.floats(channels), variance: arena.floats(channels), channels: channels)
    }
    statistics += places
    return ReadableOperation(
      layer: layer, input: input, output: output, isFlat: shape.count == 2,
      accumulates: accumulates, store: store, parameters: indices, statistics: places)
  }

  private func windows(_ count: Int, _ size: Int, _ stride: Int, _ padding: Int, _ length: Int)
    -> [Range<Int>]
  {
    (0..<count).map { max(0, $0 * stride - padding)..<min(length, $0 * stride - padding + size) }
  }

  private func parts(_ length: Int, _ count: Int) -> [Range<Int>] {
    (0..<count).map { $0 * length / count..<(($0 + 1) * length + count - 1) / count }
  }
}
