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
  /// Whether a layer and what follows it may be computed in one; without that, every layer's output stands by itself.
  let isFused: Bool
  let arena: Arena
  let store: ParameterStore
  let scratch: Scratch
  let slots: Int
  var operations: [any Operation] = []
  var statistics: [Statistics] = []
  /// The outputs of the layers, in the order of a table's rows and by their names there.
  var outputs: [(name: String, stage: Stage, shape: [Int])] = []
  /// For each layer with parameters: its name and its parameters' numbers.
  var parameterNames: [(name: String, indices: [Int])] = []
  /// What ReLU left, for layers that it follows at once, by the number of their first parameter.
  var rectifiedMaps: [Int: Maps] = [:]
  var dropouts = 0

  init(batch: Int, isTraining: Bool, isFused: Bool, slots: Int, arena: Arena) {
    self.batch = batch
    self.isFused = isFused
    self.isTraining = isTraining
    self.slots = slots
    self.arena = arena
    store = ParameterStore(arena: arena)
    scratch = Scratch(arena: arena)
  }

  /// The maps that a layer's output needs: its own, and those of its gradient.
  func stage(_ shape: [Int], margin: Int, gradientMargin: Int = 0) -> Stage {
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
      if !(layer is Sequential) {
        outputs.append((layer is Residual ? "Add" : layer.name, stage, next))
      }
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
}
