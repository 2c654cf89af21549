/// Lays a plan out for the fast algorithms: maps, tables, and the order of the operations.
final class NetworkBuilder {
  /// What stands between two operations.
  struct Stage {
    var maps: Maps
    /// `nil` where no gradient is wanted: at the pictures themselves, and without training.
    var gradient: Maps?
  }

  /// Where a layer's running statistics lie.
  struct Statistics {
    let mean, variance: MutableScalars
    let channels: Int

    var tensors: [Tensor] {
      [mean, variance].map { memory in
        Tensor(shape: [channels], scalars: (0..<channels).map { memory[$0] })
      }
    }

    func load(_ mean: Tensor, _ variance: Tensor) {
      for c in 0..<channels {
        self.mean[c] = mean.scalars[c]
        self.variance[c] = variance.scalars[c]
      }
    }
  }

  let batch: Int
  let isTraining: Bool
  let arena: Arena
  let store: ParameterStore
  let scratch: Scratch
  let slots: Int
  private(set) var operations: [any Operation] = []
  private(set) var statistics: [Statistics] = []
  /// The outputs of the layers, in order, by the names that tables give them.
  private(set) var outputs: [(name: String, stage: Stage)] = []
  /// For each layer with parameters: its name and its parameters' numbers.
  private(set) var parameterNames: [(name: String, indices: [Int])] = []
  /// What ReLU left, for layers that it follows at once, by the number of their first parameter.
  private(set) var rectifiedMaps: [Int: Maps] = [:]
  private var dropouts = 0

  init(batch: Int, isTraining: Bool, slots: Int, arena: Arena) {
    self.batch = batch
    self.isTraining = isTraining
    self.slots = slots
    self.arena = arena
    store = ParameterStore(arena: arena)
    scratch = Scratch(arena: arena)
  }

  /// The maps that a layer's output needs: its own, and those of its gradient.
  private func stage(_ shape: [Int], margin: Int, gradientMargin: Int = 0) -> Stage {
    let (c, h, w) = shape.count == 4 ? (shape[1], shape[2], shape[3]) : (shape[1], 1, 1)
    return Stage(
      maps: Maps(images: batch, channels: c, rows: h, columns: w, margin: margin, in: arena),
      gradient: isTraining
        ? Maps(images: batch, channels: c, rows: h, columns: w, margin: gradientMargin, in: arena)
        : nil)
  }

  /// The margin that the first of some layers reads.
  func margin(for layers: ArraySlice<any Layer>, after: Int) -> Int {
    guard let first = layers.first else { return after }
    switch first {
    case let layer as Conv2D: return max(layer.padding.rows, layer.padding.columns)
    case let layer as Residual:
      return max(
        margin(for: layer.body.layers[...], after: 0),
        layer.shortcut.map { margin(for: $0.layers[...], after: 0) } ?? 0)
    case let layer as Sequential:
      return margin(for: layer.layers[...] + layers.dropFirst(), after: after)
    default: return 0
    }
  }

  /// Adds layers one after the other.
  ///
  /// - Parameters:
  ///   - layers: what to add.
  ///   - input: what the first of them reads.
  ///   - inputShape: its shape, `[C, H, W]` or `[features]`.
  ///   - accumulates: whether something else has put its share into the input's gradient by then.
  ///   - after: the margin that whatever follows reads.
  ///   - closing: a sum and a ReLU that the last normalisation may take over; set to `nil` when it did.
  /// - Returns: what the last layer writes, and its shape.
  /// - Throws: what a layer says of a shape that does not fit.
  func add(
    _ layers: [any Layer], to input: Stage, shape inputShape: [Int], accumulates: Bool, after: Int,
    closing: inout Closing?
  ) throws(ShapeError) -> (stage: Stage, shape: [Int]) {
    var (stage, shape, accumulates) = (input, inputShape, accumulates)
    var i = 0
    while i < layers.count {
      let layer = layers[i]
      let next = try layer.outputShape(for: shape)
      switch layer {
      case let layer as Conv2D where layer.groups == 1 || layer.isDepthwise:
        (stage, i) = try addConvolution(
          geometry(layer, shape, next), layer: layer, bias: layer.hasBias, layers: layers, at: i,
          to: stage, shape: next, accumulates: accumulates, after: after, closing: &closing)
      case let layer as Dense:
        let maps = stage.maps
        let g = FastGeometry(
          inputChannels: maps.channels, outputChannels: layer.outputs, inputRows: maps.rows,
          inputColumns: maps.columns, kernelRows: maps.rows, kernelColumns: maps.columns, stride: 1,
          padding: 0, dilation: 1, outputRows: 1, outputColumns: 1)
        (stage, i) = try addConvolution(
          g, layer: layer, bias: layer.hasBias, layers: layers, at: i, to: stage, shape: next,
          accumulates: accumulates, after: after, closing: &closing)
      case let layer as BatchNorm2D:
        (stage, i) = addNormalization(
          layer, of: stage, dx: stage.gradient, layers: layers, at: i, accumulates: accumulates,
          after: after, closing: &closing)
      case let layer as Residual:
        (stage, i) = try addResidual(
          layer, layers: layers, at: i, to: stage, shape: shape, next: next,
          accumulates: accumulates, after: after)
      case let layer as Sequential:
        var inner: Closing? = nil
        let rest = margin(for: layers[(i + 1)...], after: after)
        stage =
          try add(
            layer.layers, to: stage, shape: shape, accumulates: accumulates, after: rest,
            closing: &inner
          ).stage
        i += 1
      case is Flatten:
        i += 1
      default:
        let keepsEntries = layer is any EntrywiseLayer && !(layer is Softmax) || layer is Dropout
        if shape.count == 2, stage.maps.pixels > 1, !keepsEntries {
          let flat = self.stage(shape, margin: 0)
          operations.append(FastFlatten(input: stage, output: flat, accumulates: accumulates))
          (stage, accumulates) = (flat, false)
        }
        // After Flatten the maps may still stand as they were: a layer that keeps the entries keeps that too.
        let size =
          keepsEntries
          ? [batch, stage.maps.channels, stage.maps.rows, stage.maps.columns] : next
        let new = self.stage(size, margin: margin(for: layers[(i + 1)...], after: after))
        operations.append(
          try operation(layer, from: stage, to: new, shape: shape, accumulates: accumulates))
        stage = new
        i += 1
      }
      if !(layer is Flatten) { accumulates = false }
      shape = next
      // A pattern of several layers leaves the shape after the last of them, which entrywise layers keep.
      outputs.append((layer.name, stage))
    }
    return (stage, shape)
  }

  /// What follows a residual block's body: the way past, and perhaps ReLU.
  struct Closing {
    var skip: Maps
    var skipGradient: Maps?
    var skipAccumulates: Bool
    var isRectified: Bool
    var margin: Int
  }

  private func geometry(_ layer: Conv2D, _ input: [Int], _ output: [Int]) -> FastGeometry {
    FastGeometry(
      inputChannels: input[1], outputChannels: output[1], inputRows: input[2],
      inputColumns: input[3], kernelRows: layer.kernelSize.rows,
      kernelColumns: layer.kernelSize.columns, stride: layer.stride, padding: layer.padding,
      dilation: layer.dilation, outputRows: output[2], outputColumns: output[3])
  }

  private func addConvolution(
    _ g: FastGeometry, layer: any Layer, bias: Bool, layers: [any Layer], at index: Int,
    to input: Stage, shape: [Int], accumulates: Bool, after: Int, closing: inout Closing?
  ) throws(ShapeError) -> (Stage, Int) {
    let normalizes = layers.indices.contains(index + 1) && layers[index + 1] is BatchNorm2D
    let isRectified =
      !normalizes && layers.indices.contains(index + 1) && layers[index + 1] is ReLU
    let used = index + (isRectified ? 2 : 1)
    let new = stage(
      shape,
      margin: normalizes ? 0 : margin(for: layers[used...], after: after),
      gradientMargin: isTraining ? (input.gradient == nil ? 0 : g.gradientMargin) : 0)
    let isDepthwise = (layer as? Conv2D)?.isDepthwise ?? false
    let count = isDepthwise ? DepthwiseConvolution.count(g) : g.weightLayout.count
    // Few weights: partial sums for each slot. Many: shared out by weight.
    let isWhole = !isDepthwise && count > 100_000
    let usesWinograd = !isDepthwise && g.suitsWinograd(images: batch)
    let weight = store.add(
      shape: layer.parameterShapes[0], count: count, slots: isWhole || usesWinograd ? 1 : slots,
      places: isDepthwise ? DepthwiseConvolution.places(g) : g.weightPlaces)
    var indices = [weight]
    if bias {
      indices.append(
        store.add(
          shape: [g.outputChannels], count: wholeLanes(g.outputChannels), slots: slots,
          places: (0..<g.outputChannels).map(Int32.init)))
    }
    parameterNames.append((layer.name, indices))
    if isDepthwise {
      operations.append(
        DepthwiseConvolution(
          name: layer.name, geometry: g, input: input.maps, output: new.maps,
          outputGradient: new.gradient ?? new.maps, inputGradient: input.gradient,
          accumulates: accumulates, isRectified: isRectified, store: store, weight: weight,
          bias: bias ? indices[1] : nil))
    } else if usesWinograd {
      operations.append(
        WinogradConvolution(
          name: layer.name, geometry: g, input: input.maps, output: new.maps,
          outputGradient: new.gradient ?? new.maps, inputGradient: input.gradient,
          accumulates: accumulates, isRectified: isRectified, store: store, weight: weight,
          bias: bias ? indices[1] : nil, gradientIsWhole: count > 200_000,
          isTraining: isTraining, slots: slots, scratch: scratch, arena: arena))
    } else {
      operations.append(
        DirectConvolution(
          name: layer.name, geometry: g, input: input.maps, output: new.maps,
          outputGradient: new.gradient ?? new.maps, inputGradient: input.gradient,
          accumulates: accumulates, isRectified: isRectified, store: store, weight: weight,
          bias: bias ? indices[1] : nil, gradientIsWhole: isWhole,
          group: imageGroup(
            batch: batch, slots: slots, pixels: g.outputRows * g.outputColumns),
          scratch: scratch, arena: arena))
    }
    if isRectified { rectifiedMaps[weight] = new.maps }
    guard normalizes, let norm = layers[index + 1] as? BatchNorm2D else { return (new, used) }
    outputs.append((layer.name, new))
    return addNormalization(
      norm, of: new, dx: new.gradient, layers: layers, at: index + 1, accumulates: false,
      after: after, closing: &closing)
  }

  private func addNormalization(
    _ layer: BatchNorm2D, of input: Stage, dx: Maps?, layers: [any Layer], at index: Int,
    accumulates: Bool, after: Int, closing: inout Closing?
  ) -> (Stage, Int) {
    let isLast = index == layers.count - 1
    let isRectified = !isLast && layers[index + 1] is ReLU
    let used = index + (isRectified ? 2 : 1)
    let close = isLast ? closing : nil
    if isLast { closing = nil }
    let margin = close?.margin ?? margin(for: layers[used...], after: after)
    let maps = Maps(
      images: batch, channels: layer.channels, rows: input.maps.rows, columns: input.maps.columns,
      margin: margin, in: arena)
    // A convolution's output meets nothing but the normalisation: its gradient takes the place of the other.
    let shares = operations.last is any ConvolutionOperation
    let gradient =
      shares
      ? input.gradient
      : (isTraining
        ? Maps(
          images: batch, channels: layer.channels, rows: maps.rows, columns: maps.columns,
          margin: 0, in: arena) : nil)
    let indices = (0..<2).map { _ in
      store.add(
        shape: [layer.channels], count: wholeLanes(layer.channels), slots: 1,
        places: (0..<layer.channels).map(Int32.init))
    }
    parameterNames.append((layer.name, indices))
    let sums = NormalizationSums(
      name: layer.name, input: input.maps, output: maps, gradient: gradient ?? maps,
      inputGradient: dx, accumulates: accumulates, skip: close?.skip,
      skipGradient: close?.skipGradient, skipAccumulates: close?.skipAccumulates ?? false,
      isRectified: close?.isRectified ?? isRectified, store: store, scale: indices[0],
      shift: indices[1], momentum: layer.momentum, epsilon: layer.epsilon, arena: arena)
    if close?.isRectified ?? isRectified { rectifiedMaps[indices[0]] = maps }
    statistics.append(
      Statistics(mean: sums.mean, variance: sums.variance, channels: layer.channels))
    operations += [NormalizationGradient(sums), sums, Normalization(sums)]
    return (Stage(maps: maps, gradient: gradient), used)
  }

  private func addResidual(
    _ layer: Residual, layers: [any Layer], at index: Int, to input: Stage, shape: [Int],
    next: [Int], accumulates: Bool, after: Int
  ) throws(ShapeError) -> (Stage, Int) {
    let isRectified = layers.indices.contains(index + 1) && layers[index + 1] is ReLU
    let used = index + (isRectified ? 2 : 1)
    let margin = margin(for: layers[used...], after: after)
    // On the way back the body comes first, then the way past; the sum itself before both.
    var skip = input
    let (named, counted) = (parameterNames.count, statistics.count)
    if let shortcut = layer.shortcut {
      var none: Closing? = nil
      skip =
        try add(
          shortcut.layers, to: input, shape: shape, accumulates: true, after: 0, closing: &none
        ).stage
    }
    // A plan gives the body's parameters first.
    let (past, pastStatistics) = (parameterNames[named...], statistics[counted...])
    parameterNames.removeSubrange(named...)
    statistics.removeSubrange(counted...)
    var closing: Closing? = Closing(
      skip: skip.maps, skipGradient: skip.gradient,
      skipAccumulates: layer.shortcut == nil && accumulates, isRectified: isRectified,
      margin: margin)
    let body = try add(
      layer.body.layers, to: input, shape: shape,
      accumulates: layer.shortcut == nil ? input.gradient != nil : accumulates, after: 0,
      closing: &closing)
    parameterNames += past
    statistics += pastStatistics
    guard let left = closing else { return (body.stage, used) }
    // The body ends in something else than a normalisation: the sum is a step of its own.
    let new = stage(next, margin: margin)
    operations.append(
      FastSum(
        name: layer.name, body: body.stage, skip: skip, output: new,
        skipAccumulates: left.skipAccumulates, isRectified: isRectified))
    return (new, used)
  }

  private func operation(
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

/// The sum of a body and the way past it, where no normalisation computes it along.
final class FastSum: Operation {
  let name: String
  private let body, skip, output: NetworkBuilder.Stage
  private let skipAccumulates, isRectified: Bool

  init(
    name: String, body: NetworkBuilder.Stage, skip: NetworkBuilder.Stage,
    output: NetworkBuilder.Stage, skipAccumulates: Bool, isRectified: Bool
  ) {
    self.name = name
    self.body = body
    self.skip = skip
    self.output = output
    self.skipAccumulates = skipAccumulates
    self.isRectified = isRectified
  }

  func forward(_ images: Range<Int>, context: StepContext) {
    let maps = output.maps
    for n in images {
      for h in 0..<maps.rows {
        let a = body.maps.image(n) + body.maps.offset(h, 0)
        let b = skip.maps.image(n) + skip.maps.offset(h, 0)
        let y = maps.image(n) + maps.offset(h, 0)
        for i in stride(from: 0, to: maps.columns * maps.step, by: laneCount) {
          let sum = (a + i).lanes + (b + i).lanes
          (y + i).lanes = isRectified ? rectified(sum) : sum
        }
      }
    }
  }

  func backward(_ images: Range<Int>, slot: Int, isFirst: Bool, context: StepContext) {
    guard let gradient = output.gradient else { return }
    for n in images {
      for h in 0..<gradient.rows {
        let y = output.maps.image(n) + output.maps.offset(h, 0)
        let dy = gradient.image(n) + gradient.offset(h, 0)
        let da = body.gradient.map { $0.image(n) + $0.offset(h, 0) }
        let db = skip.gradient.map { $0.image(n) + $0.offset(h, 0) }
        for i in stride(from: 0, to: gradient.columns * gradient.step, by: laneCount) {
          var dz = (dy + i).lanes
          if isRectified { dz = Lanes.zero.replacing(with: dz, where: (y + i).lanes .> 0) }
          if let da { (da + i).lanes = dz }
          if let db { (db + i).lanes = skipAccumulates ? (db + i).lanes + dz : dz }
        }
      }
    }
  }
}
