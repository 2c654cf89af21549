import CNNEngine
import Screen

/// A run of training as it goes: how far it is, loss and accuracy over the epochs, each class, the first layer's
/// kernels as they form.
public struct TrainingFigure: Figure {
  /// How the run stands.
  public enum Status: Equatable, Sendable {
    case waiting
    case running, paused, finished, stopped
    /// It could not go on; the sentence says why.
    case failed(String)
  }

  /// Values over epochs.
  public struct Curve: Equatable, Sendable {
    public var epochs: [Double]
    public var values: [Double]
    public init(epochs: [Double] = [], values: [Double] = []) {
      (self.epochs, self.values) = (epochs, values)
    }
    public mutating func append(_ epoch: Double, _ value: Double) {
      epochs.append(epoch)
      values.append(value)
      // Long runs keep every second point, again and again: a plot has a few hundred dots.
      guard epochs.count > 800 else { return }
      epochs = stride(from: 1, to: epochs.count, by: 2).map { epochs[$0] }
      values = stride(from: 1, to: values.count, by: 2).map { values[$0] }
    }

    /// The means of as many points as make a curve of at most `count` of them, each at the last one's epoch.
    func averaged(in count: Int) -> Curve {
      let each = max(1, (values.count + count - 1) / max(1, count))
      var result = Curve()
      for start in stride(from: 0, to: values.count, by: each) {
        let part = values[start..<min(start + each, values.count)]
        result.epochs.append(epochs[start + part.count - 1])
        result.values.append(part.reduce(0, +) / Double(part.count))
      }
      return result
    }
  }

  /// A layer's health in words and numbers.
  public struct Layer: Equatable, Sendable {
    public var name: String
    public var gradient: Double
    /// The update's length over the parameters' length, as it was on average: the last step of most schedules is next to
    /// nothing.
    public var update: Double
    /// The share of channels that are 0 for the whole batch, where ReLU follows.
    public var dead: Double?
    public init(name: String, gradient: Double, update: Double, dead: Double?) {
      (self.name, self.gradient, self.update, self.dead) = (name, gradient, update, dead)
    }
  }

  public var name: String
  public var status: Status
  public var pace = Pace.fast
  /// Whether the run is shown again, as it stood at `step`.
  public var isReplay = false
  public var step = 0
  public var steps: Int
  public var epochs: Int
  public var pictures: Int
  public var rate = 0.0
  public var picturesPerSecond = 0.0
  public var secondsLeft = 0.0
  public var loss = Curve()
  public var accuracy = Curve()
  public var heldOutLoss = Curve()
  public var heldOutAccuracy = Curve()
  /// Held-out accuracies and losses of runs before this one, by what set them apart.
  public var earlier: [(name: String, accuracy: Curve, loss: Curve)] = []
  public var perClass: [Double] = []
  public var layers: [Layer] = []
  /// `[K, R, S]`: one slice of each kernel of the first layer.
  public var kernels: Tensor?
  /// Whether a run that was stopped can go on from there.
  public var canGoOn = false
  /// What a fork would do, where one can be made.
  public var fork: String?

  public init(name: String, status: Status, steps: Int, epochs: Int, pictures: Int) {
    self.name = sanitized(name)
    (self.status, self.steps) = (status, steps)
    (self.epochs, self.pictures) = (epochs, pictures)
  }

  // MARK: - The picture

  public func grid(width: Int, appearance: Appearance) -> Grid {
    let width = max(1, width)
    var parts = [lines(statusLine, width)]
    guard step > 0 else { return Grid.stacked(parts) }
    parts.append(progress(width, appearance))
    parts.append(plots(width, appearance))
    // What the keys would do stands beside the curves that they act on.
    if let fork { parts.append(lines([Span(fork, .muted)], width)) }
    if let kernels {
      parts.append(
        TensorsFigure(
          tensors: [(name: "kernels of the first layer", tensor: kernels)], scale: .separate,
          style: .heatmap, hidden: [:]
        ).grid(width: width, appearance: appearance))
    }
    let health = layers.isEmpty ? [] : [health.grid(width: width, appearance: appearance)]
    let rest = health + (perClass.isEmpty ? [] : [classes(width, appearance)])
    if !rest.isEmpty { parts.append(Flow.grid(of: rest, width: width, gap: 4, spacing: 1)) }
    let grid = Grid.stacked(parts, spacing: 1)
    return appearance.isASCII ? grid.asciified() : grid
  }

  private func lines(_ spans: [Span], _ width: Int) -> Grid {
    Screen.grid(of: wrap(spans, width: width), width: width)
  }

  private var statusLine: [Span] {
    let size =
      NumberText.counted(epochs, "epoch") + " of " + NumberText.counted(pictures, "picture") + ", "
      + NumberText.counted(steps, "step")
    let place =
      "epoch \(NumberText.fixed(min(Double(epochs), progressInEpochs), decimals: 1)) of \(epochs)"
    let speed = "\(NumberText.grouped(Int(picturesPerSecond))) pictures/s"
    if isReplay { return [Span("replay  ", Style.text.bold), Span(place, .muted)] }
    switch status {
    case .waiting:
      let note = pace.description.map { " Pace: \($0)." } ?? ""
      return [
        Span("\(name) is not trained yet. ", Style.text.bold),
        Span("Enter trains it here: \(size).\(note)", .muted),
      ]
    case .running:
      let left = NumberText.fixed(max(0, secondsLeft), decimals: 1)
      let going = pace.description.map { "pace: \($0)" } ?? "\(speed)  \(left) s left"
      return [
        Span("training \(name)  ", Style.text.bold),
        Span("\(place)  rate \(NumberText.short(rate))  \(going)", .muted),
      ]
    case .paused:
      let next =
        pace.part.map { "does the next \($0)" } ?? (pace == .slow ? "goes on slowly" : "goes on")
      return [
        Span("paused  ", Style.text.bold), Span("\(place); Enter \(next), x stops.", .muted),
      ]
    case .finished:
      let result = heldOutAccuracy.values.last.map {
        "\(NumberText.fixed(100 * $0, decimals: 1)) % of the held-out pictures right"
      }
      let losses = [("loss", loss), ("held out", heldOutLoss)].compactMap { name, curve in
        curve.values.last.map { "\(name) \(NumberText.short($0))" }
      }
      return [
        Span("trained  ", Style(.correct).bold),
        Span("\(size); \(speed). ", .muted), Span(result ?? ""),
        Span(losses.isEmpty ? "" : "; " + losses.joined(separator: ", "), .muted),
      ]
    case .stopped:
      return [
        Span("stopped  ", Style.text.bold),
        Span(
          "at \(place); " + (canGoOn ? "Enter goes on, x forgets the run." : "Enter trains anew."),
          .muted),
      ]
    case .failed(let sentence):
      return [Span("failed  ", Style(.wrong).bold), Span(sanitized(sentence))]
    }
  }

  private var progressInEpochs: Double {
    steps > 0 ? Double(step) / Double(steps) * Double(epochs) : 0
  }

  private func progress(_ width: Int, _ appearance: Appearance) -> Grid {
    let room = max(1, min(width, 64) - 7)
    let share = steps > 0 ? Double(step) / Double(steps) : 0
    let full = min(room, Int((share * Double(room)).rounded()))
    let bar =
      String(repeating: appearance.isASCII ? "#" : "█", count: full)
      + String(repeating: appearance.isASCII ? "." : "░", count: room - full)
    return lines([Span(bar, .focus), Span(" \(Int((100 * share).rounded())) %")], width)
  }

  private func plots(_ width: Int, _ appearance: Appearance) -> Grid {
    // Side by side, so that a screen of 24 rows shows both.
    let isWide = width >= 72
    let side = isWide ? (width - 3) / 2 : width
    // A batch has few pictures: one more or less that is right is a step which hides all else.
    let means = accuracy.averaged(in: max(8, side / 2))
    // The whole run from the start: the curves grow to the right, and the axis stands still.
    let axis = 0...Double(max(1, epochs))
    var lossPlot = PlotFigure(
      title: "loss over epochs",
      curves: [
        (name: "training batch", x: loss.epochs, y: loss.values),
        (name: "held out", x: heldOutLoss.epochs, y: heldOutLoss.values),
      ]
        + earlier.map { (name: $0.name, x: $0.loss.epochs, y: $0.loss.values) },
      yRange: 0...0.1, xRange: axis)
    lossPlot.prefersLogarithm = true
    var accuracyPlot = PlotFigure(
      title: "accuracy over epochs",
      curves: [
        (name: "training batches, averaged", x: means.epochs, y: means.values),
        (name: "held out", x: heldOutAccuracy.epochs, y: heldOutAccuracy.values),
      ]
        + earlier.map { (name: $0.name, x: $0.accuracy.epochs, y: $0.accuracy.values) },
      xRange: axis)
    accuracyPlot.yWindow = accuracyWindow
    let before = Set(2..<2 + earlier.count)
    (lossPlot.dotted, accuracyPlot.dotted) = (before, before)
    let loss = lossPlot.grid(width: side, appearance: appearance)
    let accuracy = accuracyPlot.grid(width: side, appearance: appearance)
    guard isWide else { return Grid.stacked([loss, accuracy], spacing: 1) }
    var both = Grid(width: width, height: max(loss.height, accuracy.height))
    both.place(loss, column: 0, row: 0)
    both.place(accuracy, column: side + 3, row: 0)
    return both
  }

  /// The accuracies that are drawn.
  ///
  /// Up to 1, and down to the least that was held out and that of later training batches. How much worse the first steps
  /// were is cut.
  private var accuracyWindow: ClosedRange<Double> {
    let means = accuracy.averaged(in: 16).values
    let later = means.suffix(means.count / 2 + 1)
    let shown = heldOutAccuracy.values + earlier.flatMap(\.accuracy.values) + later
    let low = shown.filter(\.isFinite).min() ?? 0
    return min(max(0, low), 0.98)...1
  }

  /// What is wrong, since what is right is nearly all of it: bars that differ can be read.
  private func classes(_ width: Int, _ appearance: Appearance) -> Grid {
    BarsFigure(
      title: "wrong answers by class, held out, %",
      // Of a class without held-out pictures there is nothing to say.
      bars: perClass.enumerated().filter { !$1.isNaN }
        .map { (label: "\($0)", value: (1000 * (1 - $1)).rounded() / 10) }
    ).grid(width: min(width, 48), appearance: appearance)
  }

  private var health: TableFigure {
    TableFigure(
      headings: ["layer", "gradient", "mean update/weights", "dead channels"],
      rows: layers.map { layer in
        [
          layer.name, NumberText.short(layer.gradient), NumberText.short(layer.update),
          layer.dead.map { "\(Int((100 * $0).rounded())) %" } ?? "",
        ]
      })
  }

  // MARK: - In words

  public var sentence: String {
    let state =
      switch status {
      case .waiting: "not trained yet: \(epochs) epochs, \(steps) steps"
      case .running: "training, step \(step) of \(steps)"
      case .paused: "paused at step \(step) of \(steps)"
      case .finished: "trained in \(steps) steps"
      case .stopped: "stopped at step \(step) of \(steps)"
      case .failed(let sentence): sentence
      }
    var text = "\(name): \(state)"
    if let loss = loss.values.last { text += "; loss \(NumberText.short(loss))" }
    if let held = heldOutAccuracy.values.last {
      text += "; \(NumberText.fixed(100 * held, decimals: 1)) % of the held-out pictures right"
    }
    return text + "."
  }
}
