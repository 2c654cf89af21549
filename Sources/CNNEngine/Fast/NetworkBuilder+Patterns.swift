/// What is computed together: a convolution with what follows it, a normalisation with a sum and a ReLU, a residual block.
extension NetworkBuilder {
  func geometry(_ layer: Conv2D, _ input: [Int], _ output: [Int]) -> FastGeometry {
    FastGeometry(
      inputChannels: input[1], outputChannels: output[1], inputRows: input[2],
      inputColumns: input[3], kernelRows: layer.kernelSize.rows,
      kernelColumns: layer.kernelSize.columns, stride: layer.stride, padding: layer.padding,
      dilation: layer.dilation, outputRows: output[2], outputColumns: output[3])
  }

  func addConvolution(
    _ g: FastGeometry, layer: any Layer, bias: Bool, layers: [any Layer], at index: Int,
    to input: Stage, shape: [Int], accumulates: Bool, after: Int, closing: inout Closing?
  ) throws(ShapeError) -> (Stage, Int) {
    let normalizes =
      isFused && layers.indices.contains(index + 1) && layers[index + 1] is BatchNorm2D
    let isRectified =
      isFused && !normalizes && layers.indices.contains(index + 1) && layers[index + 1] is ReLU
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
    outputs.append((layer.name, new, shape))
    return addNormalization(
      norm, of: new, dx: new.gradient, layers: layers, at: index + 1, accumulates: false,
      after: after, closing: &closing)
  }

  func addNormalization(
    _ layer: BatchNorm2D, of input: Stage, dx: Maps?, layers: [any Layer], at index: Int,
    accumulates: Bool, after: Int, closing: inout Closing?
  ) -> (Stage, Int) {
    let isLast = index == layers.count - 1
    let isRectified = isFused && !isLast && layers[index + 1] is ReLU
    let used = index + (isRectified ? 2 : 1)
    let close = isFused && isLast ? closing : nil
    if close != nil { closing = nil }
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

  func addResidual(
    _ layer: Residual, layers: [any Layer], at index: Int, to input: Stage, shape: [Int],
    next: [Int], accumulates: Bool, after: Int
  ) throws(ShapeError) -> (Stage, Int) {
    let isRectified = isFused && layers.indices.contains(index + 1) && layers[index + 1] is ReLU
    let used = index + (isRectified ? 2 : 1)
    let margin = margin(for: layers[used...], after: after)
    // On the way back the body comes first, then the way past; the sum itself before both.
    var skip = input
    let (named, counted, shown) = (parameterNames.count, statistics.count, outputs.count)
    if let shortcut = layer.shortcut {
      var none: Closing? = nil
      skip =
        try add(
          shortcut.layers, to: input, shape: shape, accumulates: true, after: 0, closing: &none
        ).stage
    }
    // A plan gives the body's parameters first.
    let (past, pastStatistics) = (parameterNames[named...], statistics[counted...])
    let pastOutputs = outputs[shown...].map {
      (name: "  past: " + $0.name, stage: $0.stage, shape: $0.shape)
    }
    parameterNames.removeSubrange(named...)
    statistics.removeSubrange(counted...)
    outputs.removeSubrange(shown...)
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
    outputs += pastOutputs
    guard let left = closing else { return (body.stage, used) }
    // The body ends in something else than a normalisation: the sum is a step of its own.
    let new = stage(next, margin: margin)
    operations.append(
      FastSum(
        name: layer.name, body: body.stage, skip: skip, output: new,
        skipAccumulates: left.skipAccumulates, isRectified: isRectified))
    return (new, used)
  }
}
