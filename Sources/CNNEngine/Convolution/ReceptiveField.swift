/// The window of one layer along one axis, as far as it widens what an output entry sees.
public struct LayerWindow: Hashable, Sendable {
  public var kernel: Int
  public var stride: Int
  public var dilation: Int

  public init(kernel: Int, stride: Int = 1, dilation: Int = 1) {
    self.kernel = kernel
    self.stride = stride
    self.dilation = dilation
  }
}

/// How many input entries along one axis one output entry depends on: 1 + Σᵢ dᵢ·(fᵢ − 1)·(s₁ ⋯ sᵢ₋₁).
///
/// Source: Araujo, Norris and Sim, *Computing Receptive Fields of Convolutional Neural Networks*, Distill (2019),
/// equation 2.
public func receptiveField(_ windows: [LayerWindow]) -> Int {
  checked { () throws(ShapeError) in try checkedReceptiveField(windows) }
}

/// The receptive field of layers given as lists, first layer first.
public func receptiveField(kernels: [Int], strides: [Int], dilations: [Int]? = nil) -> Int {
  checked { () throws(ShapeError) in
    try checkedReceptiveField(
      layerWindows(kernels: kernels, strides: strides, dilations: dilations))
  }
}

/// The rule of `receptiveField`, and its number.
public func checkedReceptiveField(_ windows: [LayerWindow]) throws(ShapeError) -> Int {
  var (field, jump) = (1, 1)
  for window in windows {
    let step = Window(size: window.kernel, stride: window.stride, dilation: window.dilation)
    try step.check()
    field = try sum(field, product(step.reach - 1, jump))
    jump = try product(jump, window.stride)
  }
  return field
}

/// Lists of kernels, strides and dilations as windows; all must be of one length.
public func layerWindows(kernels: [Int], strides: [Int], dilations: [Int]? = nil)
  throws(ShapeError) -> [LayerWindow]
{
  let dilations = dilations ?? Array(repeating: 1, count: kernels.count)
  for (name, list) in [("strides", strides), ("dilations", dilations)]
  where list.count != kernels.count {
    throw .length(name: name, expected: kernels.count, found: list.count)
  }
  return kernels.indices.map {
    LayerWindow(kernel: kernels[$0], stride: strides[$0], dilation: dilations[$0])
  }
}
