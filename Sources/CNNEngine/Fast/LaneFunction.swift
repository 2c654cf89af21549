/// A function of one number, and its derivative, a register of numbers at a time.
///
/// A layer that conforms to it runs fast wherever it stands. `loops` is written out in each of them, always as
/// `LaneLoops(self)`: there the compiler knows the layer's type and builds loops for this one function.
protocol LaneFunction: Sendable {
  /// y for x.
  func lanes(_ x: Lanes) -> Lanes
  /// ∂loss/∂x for x, y and ∂loss/∂y.
  func laneGradient(_ x: Lanes, _ y: Lanes, _ dy: Lanes) -> Lanes
  var loops: LaneLoops { get }
}

/// The loops of a function over a row of entries that lie side by side, a whole number of registers.
struct LaneLoops: Sendable {
  /// Reads x and writes y.
  let forward: @Sendable (_ x: Scalars, _ y: MutableScalars, _ count: Int) -> Void
  /// Reads x, y and ∂y and writes ∂x, or adds to it.
  let backward:
    @Sendable (
      _ x: Scalars, _ y: Scalars, _ dy: Scalars, _ dx: MutableScalars, _ count: Int, _ adds: Bool
    ) -> Void
  /// Whether the function is max(0, x), which the steps before can take over.
  let isRectifier: Bool

  init<Function: LaneFunction>(_ function: Function) {
    isRectifier = function is ReLU
    forward = { x, y, count in
      for i in stride(from: 0, to: count, by: laneCount) {
        (y + i).lanes = function.lanes((x + i).lanes)
      }
    }
    backward = { x, y, dy, dx, count, adds in
      for i in stride(from: 0, to: count, by: laneCount) {
        let gradient = function.laneGradient((x + i).lanes, (y + i).lanes, (dy + i).lanes)
        (dx + i).lanes = adds ? (dx + i).lanes + gradient : gradient
      }
    }
  }
}

extension ReLU: LaneFunction {
  @inline(__always) func lanes(_ x: Lanes) -> Lanes { rectified(x) }
  @inline(__always) func laneGradient(_ x: Lanes, _ y: Lanes, _ dy: Lanes) -> Lanes {
    Lanes.zero.replacing(with: dy, where: y .> 0)
  }
  var loops: LaneLoops { LaneLoops(self) }
}

extension LeakyReLU: LaneFunction {
  @inline(__always) func lanes(_ x: Lanes) -> Lanes { x.replacing(with: x * slope, where: x .< 0) }
  @inline(__always) func laneGradient(_ x: Lanes, _ y: Lanes, _ dy: Lanes) -> Lanes {
    (dy * slope).replacing(with: dy, where: x .> 0)
  }
  var loops: LaneLoops { LaneLoops(self) }
}

extension Tanh: LaneFunction {
  @inline(__always) func lanes(_ x: Lanes) -> Lanes { hyperbolicTangent(x) }
  @inline(__always) func laneGradient(_ x: Lanes, _ y: Lanes, _ dy: Lanes) -> Lanes {
    dy * (1 - y * y)
  }
  var loops: LaneLoops { LaneLoops(self) }
}

extension Sigmoid: LaneFunction {
  @inline(__always) func lanes(_ x: Lanes) -> Lanes { logistic(x) }
  @inline(__always) func laneGradient(_ x: Lanes, _ y: Lanes, _ dy: Lanes) -> Lanes {
    dy * y * (1 - y)
  }
  var loops: LaneLoops { LaneLoops(self) }
}

extension GELU: LaneFunction {
  @inline(__always) func lanes(_ x: Lanes) -> Lanes { x * normalShare(x) }
  @inline(__always) func laneGradient(_ x: Lanes, _ y: Lanes, _ dy: Lanes) -> Lanes {
    dy * (normalShare(x) + x * 0.398_942_28 * exponential(-0.5 * x * x))
  }
  var loops: LaneLoops { LaneLoops(self) }
}

extension SiLU: LaneFunction {
  @inline(__always) func lanes(_ x: Lanes) -> Lanes { x * logistic(x) }
  @inline(__always) func laneGradient(_ x: Lanes, _ y: Lanes, _ dy: Lanes) -> Lanes {
    let s = logistic(x)
    return dy * (s + x * s * (1 - s))
  }
  var loops: LaneLoops { LaneLoops(self) }
}
