import CNNEngine
import Screen

/// The stepper: how one output entry of a convolution or pooling came to be.
///
/// Input with its padding and the entries under the kernel, the kernel as it is applied, the output so far, and
/// below them every product with the sums.
public struct StepperFigure: Figure {
  /// A place in the output.
  public struct Entry: Hashable, Sendable {
    public var n: Int
    public var k: Int
    public var p: Int
    public var q: Int
    public init(n: Int = 0, k: Int = 0, p: Int, q: Int) {
      self.n = n
      self.k = k
      self.p = p
      self.q = q
    }
  }

  public var step: WindowStep
  /// The output entry that is taken apart, inside the output.
  public var entry: Entry
  /// How many products are summed so far, in the order channel, row, column; `nil` for all of them.
  public var progress: Int?
  /// The channel whose products are shown, counted from the first that the output entry looks at; while there is
  /// progress, it is the channel of the last product.
  public var channel: Int
  /// Whether output entries after this one are not shown yet.
  public var hidesUnvisited: Bool
  /// What a prediction must not give away of the output; then the sums that lead to it are hidden as well.
  public var hidden: TensorsFigure.Hidden?

  public init(
    step: WindowStep, entry: Entry, progress: Int? = nil, channel: Int = 0,
    hidesUnvisited: Bool = false, hidden: TensorsFigure.Hidden? = nil
  ) {
    self.step = step
    let shape = step.output.shape
    func inside(_ i: Int, _ axis: Int) -> Int { min(max(0, i), max(0, shape[axis] - 1)) }
    self.entry = Entry(
      n: inside(entry.n, 0), k: inside(entry.k, 1), p: inside(entry.p, 2), q: inside(entry.q, 3))
    self.progress = progress.map { min(max(0, $0), step.productCount) }
    self.channel = min(max(0, channel), max(0, step.productCount - 1))
    self.hidesUnvisited = hidesUnvisited
    self.hidden = hidden
  }

  static let gap = 3

  /// Whether a screen so narrow is taken to be low as well: matrices are cut closer around the window, so that it and
  /// the products are seen together.
  static func isLow(_ width: Int) -> Bool { width < 60 }

  public func grid(width: Int, appearance: Appearance) -> Grid {
    guard width > 0 else { return Grid(width: 0, height: 0) }
    guard !step.output.scalars.isEmpty, step.productCount > 0 else {
      return Screen.grid(of: wrap([Span("The output has no entries.")], width: width), width: width)
    }
    let panels = StepperPanels(figure: self, appearance: appearance, width: width)
    let sum = StepperSum(figure: self, appearance: appearance).grid(width: width)
    let upper = Flow.grid(of: panels.grids(), width: width, gap: Self.gap, spacing: 1)
    let whole: Grid
    if upper.width + Self.gap + sum.width <= width {
      whole = Flow.grid(of: [upper, sum], width: width, gap: Self.gap, spacing: 1)
    } else {
      whole = Grid.stacked([upper, sum], spacing: Self.isLow(width) ? 0 : 1)
    }
    let cut = whole.resized(toWidth: width)
    return appearance.isASCII ? cut.asciified() : cut
  }

  /// The focused channel, from 0 in the group.
  var focus: Int {
    let perChannel = step.kernelSize.rows * step.kernelSize.columns
    let channels = step.channels(of: entry.k).count
    guard let progress else { return min(channel, channels - 1) }
    return min(max(0, progress - 1) / perChannel, channels - 1)
  }

  /// Whether an output entry is part of a prediction.
  func isHidden(_ at: Entry) -> Bool {
    switch hidden {
    case nil: return false
    case .everything, .values: return true
    case .entries(let places):
      let shape = step.output.shape
      return places.contains(((at.n * shape[1] + at.k) * shape[2] + at.p) * shape[3] + at.q)
    }
  }

  /// The indices of the output entry.
  var index: String {
    WindowStep.index(
      [entry.n, entry.k, entry.p, entry.q], in: step.output.shape, rank: step.ranks?.output)
  }

  public var sentence: String {
    guard !step.output.scalars.isEmpty else { return "The output has no entries." }
    let top = entry.p * step.stride.rows - step.padding.rows
    let left = entry.q * step.stride.columns - step.padding.columns
    func number(_ i: Int) -> String { NumberText.grouped(i) }
    let place =
      "rows \(number(top)) to \(number(top + step.reach.rows - 1)) and columns "
      + "\(number(left)) to \(number(left + step.reach.columns - 1)) of \(step.names.input)"
    let value = isHidden(entry) ? "hidden" : NumberText.short(step.result(entry))
    let name = "\(step.names.output)\(index) is \(value)"
    switch step.operation {
    case .maxPool: return "\(name), the largest of \(place)."
    case .averagePool: return "\(name), the mean of \(place)."
    case .convolution, .flippedConvolution:
      let flipped = step.operation == .flippedConvolution ? ", flipped" : ""
      let bias = step.bias == nil ? "" : ", and the bias"
      return "\(name), the sum of \(step.productCount) products of \(place) with "
        + "\(step.names.kernel)\(flipped)\(bias)."
    }
  }
}
