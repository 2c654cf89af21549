/// A convolution layer: `[N, C, H, W]` → `[N, K, P, Q]`, with a kernel `[K, C / groups, R, S]` and a bias `[K]`.
public struct Conv2D: Layer {
  public let inputChannels, outputChannels: Int
  public let kernelSize, stride, padding, dilation: Pair
  public let groups: Int
  public let hasBias: Bool

  public init(
    inputChannels: Int, outputChannels: Int, kernelSize: some PairConvertible,
    stride: some PairConvertible = 1,
    padding: some PairConvertible = 0, dilation: some PairConvertible = 1, groups: Int = 1,
    bias: Bool = true
  ) {
    self.inputChannels = inputChannels
    self.outputChannels = outputChannels
    self.kernelSize = kernelSize.pair
    self.stride = stride.pair
    self.padding = padding.pair
    self.dilation = dilation.pair
    self.groups = groups
    hasBias = bias
  }

  public var name: String {
    let size = "\(kernelSize.rows)×\(kernelSize.columns)"
    return "Conv2D \(inputChannels)→\(outputChannels), \(size)"
      + (stride == 1 ? "" : " /\(stride.rows)")
      + (groups == 1 ? "" : ", \(groups) groups")
  }

  private var kernelShape: [Int] {
    [outputChannels, groups > 0 ? inputChannels / groups : 0, kernelSize.rows, kernelSize.columns]
  }

  public var parameterShapes: [[Int]] { [kernelShape] + (hasBias ? [[outputChannels]] : []) }

  private func geometry(_ inputShape: [Int]) throws(ShapeError) -> ConvolutionGeometry {
    try ConvolutionGeometry(
      input: inputShape, kernel: kernelShape, stride: stride, padding: padding, dilation: dilation,
      groups: groups)
  }

  public func outputShape(for inputShape: [Int]) throws(ShapeError) -> [Int] {
    try geometry(inputShape).outputShape
  }

  public func multiplyAccumulates(for inputShape: [Int]) throws(ShapeError) -> Int {
    try geometry(inputShape).multiplications
  }
}
