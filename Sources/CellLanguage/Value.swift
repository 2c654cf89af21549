import CNNEngine

/// What an expression comes to.
public enum Value: Sendable {
  case int(Int)
  case double(Double)
  case float(Float)
  case bool(Bool)
  case string(String)
  case tensor(Tensor)
  case array([Value])
  case tuple([(label: String?, value: Value)])
}
