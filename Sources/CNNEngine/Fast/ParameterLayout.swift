/// How the entries of a parameter tensor lie in the fast algorithms' memory.
enum ParameterLayout: Equatable {
  /// One after the other.
  case plain(Int)
  /// A kernel `[K, C, R, S]` as a matrix with a row for each tap and channel and a column for each k.
  case panels(PanelLayout, channels: Int, taps: Int)
  /// A kernel `[C, 1, R, S]`, tap after tap, a number for each channel.
  case taps(channels: Int, taps: Int)

  /// The floats that it takes.
  var count: Int {
    switch self {
    case .plain(let count): wholeLanes(count)
    case .panels(let panels, _, _): wholeLanes(panels.count)
    case .taps(let channels, let taps): taps * wholeLanes(channels)
    }
  }

  /// Calls `body` with the number of each entry in the tensor's own order, and its place in memory.
  @inline(__always)
  func forEachEntry(_ body: (_ entry: Int, _ place: Int) -> Void) {
    switch self {
    case .plain(let count): for i in 0..<count { body(i, i) }
    case .panels(let panels, let channels, let taps):
      var entry = 0
      for k in 0..<panels.columns {
        let start = panels.place(0, k)
        let step = panels.width(k / (2 * laneCount))
        for c in 0..<channels {
          var place = start + c * step
          for _ in 0..<taps {
            body(entry, place)
            entry += 1
            place += channels * step
          }
        }
      }
    case .taps(let channels, let taps):
      let width = wholeLanes(channels)
      for c in 0..<channels { for t in 0..<taps { body(c * taps + t, t * width + c) } }
    }
  }

  /// Multiplies what belongs to each output channel by a number of its own.
  func scale(_ memory: MutableScalars, by factors: Scalars) {
    switch self {
    case .plain: preconditionFailure("Only kernels are scaled by output channel.")
    case .panels(let panels, _, _):
      for panel in 0..<panels.panels {
        let (width, first) = (panels.width(panel), panels.column(panel))
        var row = memory + panels.start(panel)
        for _ in 0..<panels.rows {
          for k in stride(from: 0, to: width, by: laneCount) {
            (row + k).lanes *= (factors + first + k).lanes
          }
          row += width
        }
      }
    case .taps(let channels, let taps):
      let width = wholeLanes(channels)
      for t in 0..<taps {
        for c in stride(from: 0, to: width, by: laneCount) {
          (memory + t * width + c).lanes *= (factors + c).lanes
        }
      }
    }
  }
}
