public enum Mode: Sendable { case training, inference }
public enum OptimizerRule: Equatable, Sendable {
  case sgd(momentum: Float, nesterov: Bool, weightDecay: Float)
  case rmsProp(decay: Float)
  case adam(weightDecay: Float)
  case adamW(weightDecay: Float)
}
extension BatchNorm2D {
  var momentum: Float { 0.1 }
  var epsilon: Float { 1e-5 }
}
