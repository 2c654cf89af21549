import CNNEngine

/// A run of training that a cell asks for; it begins when its reader starts it.
public struct TrainingRequest: Sendable {
  /// What the cell calls the network.
  public var name: String
  /// Where the run starts.
  public var network: Network
  public var training: Dataset
  public var heldOut: Dataset
  public var options: TrainingOptions
  /// Everything that decides the result, as text: two requests with one key come to the same network.
  public var key: String
  /// What the key was before it held what the pictures are; `nil` for a run that could not be asked for then.
  public var legacyKey: String?
}

extension TrainingRequest: Equatable {
  /// By key: comparing data sets entry by entry would cost more than it tells.
  public static func == (a: TrainingRequest, b: TrainingRequest) -> Bool {
    a.key == b.key && a.name == b.name
  }
}
