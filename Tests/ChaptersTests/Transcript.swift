import CNNEngine
import CellLanguage

/// What a cell put out as lines, in the form in which the prelude for the real compiler prints it.
func transcript(of outputs: [Output]) -> [String] {
  outputs.flatMap { output -> [String] in
    switch output {
    case .text(let text):
      text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    case .figure(let request): lines(of: request)
    }
  }
}

private func lines(of request: FigureRequest) -> [String] {
  switch request {
  case .tensors(let tensors, _, _): tensors.map { "show \($0.tensor.shape) \(written($0.tensor))" }
  case .trace(let trace): ["trace \(written(trace.output))"]
  case .table(let headings, let rows): ["table \(headings) \(rows)"]
  case .bars(let title, let bars):
    ["bars \(title) \(bars.map { "\($0.label) \(written($0.value))" })"]
  case .plot(let title, let curves):
    ["plot \(title) \(curves.map { "\($0.name) \($0.y.map { written($0) })" })"]
  case .contour(let contour):
    [
      "contour \(contour.title) \(written(contour.heights)) "
        + "\(contour.paths.map { "\($0.name) \(zip($0.x, $0.y).map { written($0) + " " + written($1) })" })"
    ]
  case .training(let request):
    [
      "train \(request.training.images.shape) \(request.heldOut.count) \(request.options.epochs) \(request.options.batch)"
    ]
  case .summary(_, let rows):
    rows.map { "summary \($0.layer) \($0.outputShape) \($0.parameters) \($0.multiplyAccumulates)" }
  }
}

private func written(_ tensor: Tensor) -> String {
  tensor.scalars.map { written(Double($0)) }.joined(separator: " ")
}

/// A number in five significant digits; the prelude writes it likewise.
private func written(_ value: Double) -> String {
  guard value.isFinite, value != 0 else { return value == 0 ? "0" : "\(value)" }
  var exponent = 0
  var magnitude = value.magnitude
  while magnitude >= 100_000 {
    magnitude /= 10
    exponent += 1
  }
  while magnitude < 10_000 {
    magnitude *= 10
    exponent -= 1
  }
  return "\(value < 0 ? "-" : "")\(Int(magnitude.rounded()))e\(exponent)"
}
