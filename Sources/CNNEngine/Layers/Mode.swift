/// What a network is run for: batch normalisation and dropout mean different things in each.
public enum Mode: Equatable, Sendable {
  /// Statistics of the batch; dropout drops.
  case training
  /// Running statistics; dropout does nothing.
  case inference
}
