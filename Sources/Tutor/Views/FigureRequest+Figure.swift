import CNNEngine
import CellLanguage
import Figures
import Screen

extension FigureRequest {
  /// The figure that a cell asked for.
  ///
  /// Names in `hidden`, and entries such as `y[1, 1]`, are drawn blank.
  func figure(
    stepper state: StepperState?, training: TrainingState? = nil,
    pace: TrainingFigure.Pace = .fast, hidden: [String]
  ) -> any Figure {
    switch self {
    case .tensors(let tensors, let scale, let style):
      var blanks: [Int: TensorsFigure.Hidden] = [:]
      for (index, named) in tensors.enumerated() {
        blanks[index] = named.tensor.blanks(of: named.name, in: hidden)
      }
      return TensorsFigure(
        tensors: tensors.map { (name: $0.name, tensor: $0.tensor) },
        scale: scale == .shared ? .shared : .separate,
        style: style.drawn, hidden: blanks)
    case .trace(let trace):
      let state = state ?? StepperState()
      if state.direction != .forward { return trace.backward(state, hidden: hidden) }
      let perChannel = max(1, trace.kernelSize.rows * trace.kernelSize.columns)
      return StepperFigure(
        step: trace.step, entry: .init(n: 0, k: state.channel, p: state.row, q: state.column),
        progress: state.products, channel: (state.products ?? 0) / perChannel,
        hidden: trace.output.blanks(of: trace.names.output, in: hidden))
    case .table(let headings, let rows): return TableFigure(headings: headings, rows: rows)
    case .bars(let title, let bars):
      return BarsFigure(title: title, bars: bars.map { (label: $0.label, value: $0.value) })
    case .training(let request):
      var figure = (training ?? TrainingState(request)).figure
      figure.pace = pace
      return figure
    case .plot(let title, let curves):
      var plot = PlotFigure(
        title: title, curves: curves.map { (name: $0.name, x: $0.x, y: $0.y) })
      // A loss is read by its powers of ten, here as where a network trains.
      plot.prefersLogarithm = title.lowercased().contains("loss")
      return plot
    case .contour(let contour):
      return ContourFigure(
        title: contour.title, heights: contour.heights, x: contour.x, y: contour.y,
        paths: contour.paths.map { (name: $0.name, x: $0.x, y: $0.y) })
    case .summary(let name, let rows):
      return SummaryFigure(name: name, rows: rows)
    }
  }
}

extension FigureRequest.TensorStyle {
  fileprivate var drawn: TensorsFigure.TensorStyle {
    switch self {
    case .automatic: .automatic
    case .numbers: .numbers
    case .heatmap: .heatmap
    case .picture: .picture
    }
  }
}

extension Tensor {
  /// What of a tensor called `name` stays blank: all of it, or the entries that are named by their indices.
  fileprivate func blanks(of name: String, in hidden: [String]) -> TensorsFigure.Hidden? {
    if hidden.contains(name) { return .values }
    let places = hidden.compactMap { text -> Int? in
      guard text.hasPrefix(name + "["), text.hasSuffix("]") else { return nil }
      let indices = text.dropFirst(name.count + 1).dropLast().split(separator: ",").compactMap {
        part in
        Int(String(part.filter { $0 != " " }))
      }
      // Indices count from the last axis: `y[1, 1]` names an entry of `[1, 1, P, Q]` too.
      let padded = Array(repeating: 0, count: Swift.max(0, rank - indices.count)) + indices
      guard padded.count == rank, zip(padded, shape).allSatisfy({ 0..<$1 ~= $0 }) else {
        return nil
      }
      return zip(shape, padded).reduce(0) { $0 * $1.0 + $1.1 }
    }
    return places.isEmpty ? nil : .entries(Set(places))
  }
}

extension WindowTrace {
  /// What reaches the entry that the stepper looks at; without a gradient given, ones go back.
  fileprivate func backward(_ state: StepperState, hidden: [String]) -> BackwardFigure {
    let toInput = state.direction == .toInput
    let channels = toInput ? 1 : max(1, kernel.shape[1])
    let first =
      toInput ? [0, state.channel] : [state.channel / channels, state.channel % channels]
    let name = "d" + (toInput ? names.input : names.kernel)
    return BackwardFigure(
      step: step,
      outputGradient: outputGradient
        ?? Tensor(shape: output.shape, scalars: output.scalars.map { _ in 1 }),
      gradientName: outputGradient == nil ? nil : outputGradientName,
      subject: toInput ? .input : .kernel, entry: first + [state.row, state.column],
      isHidden: hidden.contains { $0 == name || $0.hasPrefix(name + "[") })
  }

  /// The trace in the form that the figure takes.
  var step: WindowStep {
    let operation: WindowStep.Operation =
      switch self.operation {
      case .convolution: .convolution
      case .flippedConvolution: .flippedConvolution
      case .maxPool: .maxPool
      case .averagePool: .averagePool
      }
    var step = WindowStep(
      operation: operation, input: input, kernel: kernel, bias: bias,
      kernelSize: .init(kernelSize.rows, kernelSize.columns),
      stride: .init(stride.rows, stride.columns),
      padding: .init(padding.rows, padding.columns),
      dilation: .init(dilation.rows, dilation.columns), groups: groups, output: output,
      names: .init(input: names.input, kernel: names.kernel, output: names.output),
      ranks: .init(input: ranks.input, kernel: ranks.kernel, output: ranks.output))
    step.countsPadding = countsPadding
    return step
  }
}

extension PageView {
  /// What a run put out, one picture under the other: the console's form.
  func pictures(of outcome: Outcome) -> [Grid] {
    var parts = outcome.outputs.map { output -> Grid in
      switch output {
      case .text(let text):
        Printout(text: text, width: figureWidth).grid
      case .figure(let request):
        request.figure(stepper: nil, training: open.training(of: request), hidden: [])
          .grid(width: figureWidth, appearance: appearance)
      }
    }
    if let error = outcome.error {
      parts.append(
        Screen.grid(
          of: wrap(
            [Span(appearance.sentence("\(error.column): \(error.message)"), .wrong)],
            width: figureWidth),
          width: figureWidth))
    } else if let value = outcome.value {
      parts.append(Printout(text: "\(value)", width: figureWidth, style: Style(.literal)).grid)
    }
    return parts
  }
}
