// Rules of settings and entries: a number within its range, or the error that says which one is not. NaN is in none.

/// From 0 up, and finite.
func checkNotNegative(_ value: Float, _ name: String) throws(ShapeError) {
  guard value >= 0, value.isFinite else {
    throw .number(name: name, expected: "a number from 0", found: value)
  }
}

/// From 0 to below 1: what decays, or is left out.
func checkShare(_ value: Float, _ name: String) throws(ShapeError) {
  guard (0..<1).contains(value) else {
    throw .number(name: name, expected: "from 0 to below 1", found: value)
  }
}

/// From 0 to 1, both included.
func checkProbability(_ value: Float, _ name: String) throws(ShapeError) {
  guard (0...1).contains(value) else {
    throw .number(name: name, expected: "from 0 to 1", found: value)
  }
}

/// The rule of what is added to a variance or to a root: a number from 0.
public func checkEpsilon(_ epsilon: Float) throws(ShapeError) {
  try checkNotNegative(epsilon, "epsilon")
}

/// The rule of a learning rate: a number from 0.
public func checkRate(_ rate: Float) throws(ShapeError) { try checkNotNegative(rate, "the rate") }
