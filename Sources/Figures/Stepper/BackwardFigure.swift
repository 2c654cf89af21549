import CNNEngine
import Screen

/// The stepper turned round: which output gradients reach one entry of the input, or of a convolution's kernel.
///
///     ∂x[h, w] = Σ w[r, s] · ∂y[p, q]      ∂w[r, s] = Σ x[h, w] · ∂y[p, q]
///
/// Pooling has no kernel: a maximum hands a window's gradient to its largest entry, a mean hands equal shares to all.
public struct BackwardFigure: Figure {
  /// What the gradient is taken of.
  public enum Subject: Hashable, Sendable { case input, kernel }

  /// One product: an output gradient, and what the forward pass multiplied it by.
  public struct Term: Hashable, Sendable {
    /// `[n, k, p, q]` of the output gradient.
    public var output: [Int]
    /// `[k, c, r, s]` of the weight, or `[n, c, h, w]` of the input entry; of a maximum the entry that has won.
    public var factor: [Int]
    public var gradient: Float
    public var value: Float
  }

  /// The convolution, not flipped, or the pooling.
  public var step: WindowStep
  /// `[N, K, P, Q]`.
  public var outputGradient: Tensor
  /// What the output gradient is called; `nil` where it is all ones because none was given.
  public var gradientName: String?
  public var subject: Subject
  /// `[n, c, h, w]` of the input or `[k, c, r, s]` of the kernel.
  public var entry: [Int]
  /// Whether a prediction asks for the sums.
  public var isHidden: Bool

  public init(
    step: WindowStep, outputGradient: Tensor, gradientName: String?, subject: Subject,
    entry: [Int], isHidden: Bool = false
  ) {
    precondition(
      step.operation != .flippedConvolution && outputGradient.shape == step.output.shape
        && entry.count == 4 && (subject == .input || !step.isPooling),
      "The backward stepper takes a convolution or pooling and a gradient in its output's shape.")
    self.step = step
    self.outputGradient = outputGradient
    self.gradientName = gradientName.map { sanitized($0) }
    self.subject = subject
    let shape = subject == .input ? step.input.shape : step.kernel.shape
    self.entry = zip(entry, shape).map { min(max(0, $0), max(0, $1 - 1)) }
    self.isHidden = isHidden
  }

  /// The gradient of the subject, from the engine, in its shape.
  public var gradient: Tensor {
    if step.isPooling { return step.poolingGradient(outputGradient) }
    let gradients = conv2dGradients(
      input: step.input, kernel: step.kernel, outputGradient: outputGradient,
      stride: (step.stride.rows, step.stride.columns),
      padding: (step.padding.rows, step.padding.columns),
      dilation: (step.dilation.rows, step.dilation.columns), groups: step.groups)
    return subject == .input ? gradients.input : gradients.kernel
  }

  /// The products whose sum is the gradient's entry, in the order of the output's entries.
  public var terms: [Term] {
    if step.isPooling { return poolingTerms }
    let (N, K) = (step.output.shape[0], step.output.shape[1])
    let (P, Q) = (step.output.shape[2], step.output.shape[3])
    let perGroup = step.input.shape[1] / step.groups
    var terms: [Term] = []
    func add(_ output: [Int], _ factor: [Int], _ tensor: Tensor) {
      terms.append(
        Term(
          output: output, factor: factor, gradient: Self.value(outputGradient, output),
          value: Self.value(tensor, factor)))
    }
    switch subject {
    case .input:
      let (n, c) = (entry[0], entry[1])
      for k in 0..<K where step.channels(of: k).contains(c) {
        for p in 0..<P {
          guard let r = tap(entry[2] + step.padding.rows - p * step.stride.rows, isRow: true)
          else { continue }
          for q in 0..<Q {
            let offset = entry[3] + step.padding.columns - q * step.stride.columns
            guard let s = tap(offset, isRow: false) else { continue }
            add([n, k, p, q], [k, c % perGroup, r, s], step.kernel)
          }
        }
      }
    case .kernel:
      let c = step.channels(of: entry[0]).lowerBound + entry[1]
      for n in 0..<N {
        for p in 0..<P {
          let h = p * step.stride.rows + entry[2] * step.dilation.rows - step.padding.rows
          guard 0..<step.input.shape[2] ~= h else { continue }
          for q in 0..<Q {
            let w =
              q * step.stride.columns + entry[3] * step.dilation.columns - step.padding.columns
            guard 0..<step.input.shape[3] ~= w else { continue }
            add([n, entry[0], p, q], [n, c, h, w], step.input)
          }
        }
      }
    }
    return terms
  }

  /// The row or column of the kernel that lies so far from the window's start, if one does.
  func tap(_ offset: Int, isRow: Bool) -> Int? {
    let dilation = isRow ? step.dilation.rows : step.dilation.columns
    let count = isRow ? step.kernelSize.rows : step.kernelSize.columns
    guard offset >= 0, offset % dilation == 0, offset / dilation < count else { return nil }
    return offset / dilation
  }

  static func value(_ tensor: Tensor, _ at: [Int]) -> Float {
    tensor.scalars[zip(tensor.shape, at).reduce(0) { $0 * $1.0 + $1.1 }]
  }

  /// The output gradient's name.
  var outputName: String { gradientName ?? "ones" }
  /// What the output gradients are multiplied by.
  var factorName: String { isKernelFactor ? step.names.kernel : step.names.input }
  /// Whether output gradients are multiplied by weights.
  private var isKernelFactor: Bool { subject == .input && !step.isPooling }
  /// The gradient's name.
  var name: String { "d" + (subject == .input ? step.names.input : step.names.kernel) }

  /// The name of an output gradient.
  func outputText(_ at: [Int]) -> String {
    outputName + WindowStep.index(at, in: outputGradient.shape, rank: step.ranks?.output)
  }

  /// The name of what an output gradient is multiplied by.
  func factorText(_ at: [Int]) -> String {
    factorName
      + WindowStep.index(
        at, in: isKernelFactor ? step.kernel.shape : step.input.shape,
        rank: isKernelFactor ? step.ranks?.kernel : step.ranks?.input)
  }

  /// The name of the entry that is looked back from.
  var entryText: String {
    let isInput = subject == .input
    return name
      + WindowStep.index(
        entry, in: isInput ? step.input.shape : step.kernel.shape,
        rank: isInput ? step.ranks?.input : step.ranks?.kernel)
  }

  public var sentence: String {
    guard !step.output.scalars.isEmpty else { return "The output has no entries." }
    let gradient = gradient
    let value = isHidden ? "hidden" : NumberText.short(Self.value(gradient, entry))
    if step.isPooling { return poolingSentence(value) }
    let source = gradientName ?? "output gradients, all 1,"
    return "\(entryText) is \(value), the sum of "
      + "\(terms.count) products of \(source) with \(factorName)."
  }
}
