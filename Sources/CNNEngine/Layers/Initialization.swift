/// How weights begin; biases begin at 0.
///
/// With n inputs and m outputs a unit, counted as a kernel's entries for one of them:
/// He: variance 2/n; Glorot: variance 2/(n + m).
///
/// Sources: He, Zhang, Ren and Sun, *Delving Deep into Rectifiers* (2015), arXiv:1502.01852; Glorot and Bengio,
/// *Understanding the difficulty of training deep feedforward neural networks* (2010).
public enum Initialization: Equatable, Sendable {
  case he
  case glorot
  case zero
  /// Normal numbers with a deviation of 0.01, whatever the layer's size.
  case small

  /// Weights of a shape `[K, C, R, S]` or `[outputs, inputs]`.
  public func weights(_ shape: [Int], seed: Int) -> Tensor {
    let area = shape.dropFirst(2).reduce(1, *)
    let (inputs, outputs) = (Float(shape[1] * area), Float(shape[0] * area))
    let deviation: Float =
      switch self {
      case .he: (2 / inputs).squareRoot()
      case .glorot: (2 / (inputs + outputs)).squareRoot()
      case .zero: 0
      case .small: 0.01
      }
    return normal(shape: shape, seed: seed).mapped { $0 * deviation }
  }
}
