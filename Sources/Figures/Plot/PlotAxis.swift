#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// An axis in whole cells of the screen: its ticks are round numbers, equally far apart, each in the middle of a cell.
struct PlotAxis {
  /// Whether a step along the axis multiplies instead of adding.
  let isLogarithmic: Bool
  /// The values that must be shown, from the lowest to the highest.
  let low, high: Double
  /// The cells that the axis takes, at most as many as there are.
  let cells: Int
  /// Where ticks stand, counted in cells from the low end, and what is written there.
  let ticks: [(cell: Int, label: String)]
  /// Cells to a unit of the axis: of the value, or of its decimal logarithm.
  private let scale: Double
  /// The cell of the low end, counted from the one of value 0, or of 1 on a logarithmic axis.
  private let first: Double

  /// The axis of some values.
  ///
  /// - Parameters:
  ///   - values: what must be shown; only those above 0 count on a logarithmic axis.
  ///   - cells: the rows or columns there are.
  ///   - apart: how many cells lie between two ticks at least, where more than one fits.
  ///   - isLogarithmic: whether equal ways are equal factors.
  init(of values: [Double], cells: Int, apart: Int, isLogarithmic: Bool = false) {
    self.isLogarithmic = isLogarithmic
    let shown = isLogarithmic ? values.filter { $0 > 0 } : values
    var (low, high) = (shown.min() ?? (isLogarithmic ? 0.1 : 0), shown.max() ?? 1)
    if low == high {
      (low, high) = isLogarithmic ? (low / 2, high * 2) : (low - 0.5, high + 0.5)
    }
    (self.low, self.high) = (low, high)
    let ends = isLogarithmic ? (log10(low), log10(high)) : (low, high)
    let room = max(1, cells)
    let found = Self.layouts(ends, room: room, isLogarithmic: isLogarithmic)
    // The finest ticks that are far enough apart; of numbers, coarser ones only while they are two at least.
    let best =
      found.first { $0.perStep >= apart && ($0.count >= 2 || isLogarithmic) }
      ?? found.last { $0.count >= 2 } ?? found.first
    guard let best else {
      // Too long for `Double`, or so short that its ends are one: all of it in the middle.
      (self.cells, scale, first, ticks) = (room, 0, -Double(room - 1) / 2, [])
      return
    }
    scale = Double(best.perStep) / best.step
    first = best.first
    self.cells = best.cells
    ticks = isLogarithmic ? Self.powers(best) : Self.numbers(best)
  }

  /// How many cells lie between the low end and a value; not a whole number in general.
  func place(of value: Double) -> Double {
    let unit = isLogarithmic ? log10(value) : value
    return unit * scale - first
  }

  /// The value at a place; inverse to `place(of:)`.
  func value(at place: Double) -> Double {
    let unit = scale > 0 ? (place + first) / scale : (low + high) / 2
    return isLogarithmic ? pow(10, unit) : unit
  }

  // MARK: - Layouts

  /// One way to divide the axis.
  private struct Layout {
    /// From tick to tick.
    var step: Double
    /// Cells from tick to tick.
    var perStep: Int
    var first: Double
    var cells: Int
    /// How many ticks there are.
    var count: Int
  }

  /// Layouts from fine ticks to coarse ones, each with as many cells to a step as there is room for.
  private static func layouts(
    _ ends: (low: Double, high: Double), room: Int, isLogarithmic: Bool
  ) -> [Layout] {
    let span = ends.high - ends.low
    guard span.isFinite, span > 0 else { return [] }
    var result: [Layout] = []
    var step = isLogarithmic ? 1 : roundStep(span / Double(room))
    for _ in 0..<12 {
      if let layout = layout(ends, step: step, room: room) { result.append(layout) }
      step = isLogarithmic ? step + 1 : roundStep(step * 1.5)
    }
    return result
  }

  private static func layout(
    _ ends: (low: Double, high: Double), step: Double, room: Int
  ) -> Layout? {
    // What is a tick but for rounding is one.
    func units(_ value: Double) -> Double {
      let units = value / step
      return (units - units.rounded()).magnitude < 1e-9 * max(1, units.magnitude)
        ? units.rounded() : units
    }
    let (low, high) = (units(ends.low), units(ends.high))
    guard low.magnitude < 1e12, high.magnitude < 1e12, high > low else { return nil }
    var perStep = Int(min(Double(room), Double(room) / (high - low))) + 1
    while perStep > 0 {
      let first = (low * Double(perStep)).rounded(.down)
      let last = (high * Double(perStep)).rounded(.up)
      if Int(last - first) < room {
        let count = (last / Double(perStep)).rounded(.down) - (first / Double(perStep)).rounded(.up)
        return Layout(
          step: step, perStep: perStep, first: first, cells: Int(last - first) + 1,
          count: Int(count) + 1)
      }
      perStep -= 1
    }
    return nil
  }

  /// The multiples of the step between the ends.
  private static func multiples(_ layout: Layout) -> ClosedRange<Int>? {
    let per = Double(layout.perStep)
    let last = layout.first + Double(layout.cells - 1)
    let (low, high) = (Int((layout.first / per).rounded(.up)), Int((last / per).rounded(.down)))
    return low <= high ? low...high : nil
  }

  private static func numbers(_ layout: Layout) -> [(cell: Int, label: String)] {
    var decimals = 0
    var unit = layout.step
    while unit < 0.999_999 && decimals < 8 {
      unit *= 10
      decimals += 1
    }
    return (multiples(layout).map(Array.init) ?? []).map { k in
      let value = Double(k) * layout.step
      let label =
        decimals < 6 && value.magnitude < 1e6
        ? NumberText.fixed(value, decimals: decimals) : NumberText.exponential(value)
      return (k * layout.perStep - Int(layout.first), label)
    }
  }

  /// Powers of ten, and 2 and 5 times them where there is room for all.
  private static func powers(_ layout: Layout) -> [(cell: Int, label: String)] {
    let step = Int(layout.step)
    let hasParts = step == 1 && layout.perStep >= 6
    let (low, high) = (layout.first, layout.first + Double(layout.cells - 1))
    let per = Double(layout.perStep)
    var ticks: [(cell: Int, label: String)] = []
    for k in Int((low / per).rounded(.down))...Int((high / per).rounded(.up)) {
      for part in hasParts ? [1.0, 2, 5] : [1] {
        let cell = ((Double(k) + log10(part)) * per).rounded()
        guard cell >= low, cell <= high else { continue }
        ticks.append((Int(cell - low), NumberText.short(part * pow(10, Double(k * step)))))
      }
    }
    return ticks
  }

  /// The nearest of 1, 2 and 5 times a power of ten that is not below.
  private static func roundStep(_ step: Double) -> Double {
    guard step.isFinite, step > 0 else { return 1 }
    var power = 1.0
    while power * 10 <= step { power *= 10 }
    while power > step { power /= 10 }
    return [1, 2, 5, 10].map { $0 * power }.first { $0 >= step * 0.999_999 } ?? 10 * power
  }
}
