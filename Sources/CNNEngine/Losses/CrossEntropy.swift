/// Softmax and cross-entropy in one stable step: the mean over the batch of log Σ eᶻ − z of the label.
///
/// With smoothing s the target is 1 − s for the label and s spread over all classes. With weights every class's part of
/// a target counts so many times, and the mean is over the weights of the labels.
///
/// Source: PyTorch, `torch.nn.functional.cross_entropy`, for how weights, smoothing and ignored labels go together.
///
/// - Parameters:
///   - logits: `[N, classes]`.
///   - labels: for each row a class, 0 to classes − 1.
///   - smoothing: 0..<1.
///   - weights: `[classes]`, how much a label of each class counts, from 0; all alike unless given.
///   - ignoring: a label whose rows do not count; it may lie outside the classes, as 255 does.
/// - Returns: 0 or more; ln(classes) where all logits are equal; infinite where a label's logit is −∞.
public func crossEntropy(
  _ logits: Tensor, _ labels: [Int], smoothing: Float = 0, weights: Tensor? = nil,
  ignoring: Int? = nil
) -> Float {
  LabelledLogits(logits, rows(labels, logits, ignoring), smoothing, weights, ignoring).loss
}

/// ∂loss/∂logits = (softmax(z) − target) / N, in the logits' shape; 0 in rows that do not count.
public func crossEntropyGradient(
  _ logits: Tensor, _ labels: [Int], smoothing: Float = 0, weights: Tensor? = nil,
  ignoring: Int? = nil
) -> Tensor {
  LabelledLogits(logits, rows(labels, logits, ignoring), smoothing, weights, ignoring).gradient
}

/// The same for a label at every place: the mean over all places of all pictures.
///
/// - Parameters:
///   - logits: `[N, classes, H, W]`, or `[N, classes]`.
///   - labels: `[N, H, W]`, or `[N]`: whole numbers, 0 to classes − 1.
///   - smoothing: 0..<1.
///   - weights: `[classes]`.
///   - ignoring: a label whose places do not count.
/// - Returns: as with labels that are an array.
@_disfavoredOverload
public func crossEntropy(
  _ logits: Tensor, _ labels: Tensor, smoothing: Float = 0, weights: Tensor? = nil,
  ignoring: Int? = nil
) -> Float {
  LabelledLogits(logits, places(labels, logits), smoothing, weights, ignoring).loss
}

/// ∂loss/∂logits of a label at every place, in the logits' shape.
@_disfavoredOverload
public func crossEntropyGradient(
  _ logits: Tensor, _ labels: Tensor, smoothing: Float = 0, weights: Tensor? = nil,
  ignoring: Int? = nil
) -> Tensor {
  LabelledLogits(logits, places(labels, logits), smoothing, weights, ignoring).gradient
}

private func rows(_ labels: [Int], _ logits: Tensor, _ ignored: Int?) -> [Int] {
  checked { () throws(ShapeError) in try checkLabels(logits.shape, labels, ignoring: ignored) }
  return labels
}

private func places(_ labels: Tensor, _ logits: Tensor) -> [Int] {
  checked { () throws(ShapeError) in try wholeLabels(labels, for: logits.shape) }
}

/// Logits with a label at every place, and what each label asks of its place.
private struct LabelledLogits {
  private let logits: Tensor
  private let labels: [Int]
  private let smoothing: Double
  private let weights: [Double]
  private let ignored: Int?
  /// What the sum over all places is divided by: the weights of the labels that count.
  private let total: Double
  private let classes: Int
  /// Places of one picture.
  private let places: Int

  init(
    _ logits: Tensor, _ labels: [Int], _ smoothing: Float, _ weights: Tensor?, _ ignored: Int?
  ) {
    checked { () throws(ShapeError) in
      try checkCrossEntropy(
        logits.shape, labels, smoothing: smoothing, weights: weights, ignoring: ignored)
    }
    (self.logits, self.labels, self.ignored) = (logits, labels, ignored)
    classes = logits.shape[1]
    places = logits.shape.dropFirst(2).reduce(1, *)
    self.smoothing = Double(smoothing)
    let weights = weights?.scalars.map { Double($0) }
    self.weights = weights ?? Array(repeating: 1, count: logits.shape[1])
    total = labels.reduce(0.0) { $0 + ($1 == ignored ? 0 : weights?[$1] ?? 1) }
  }

  /// Calls `body` for each place that counts, with its logits, its label and its first logit's place in the tensor.
  private func forEachPlace(_ body: (_ row: SoftmaxRow, _ label: Int, _ start: Int) -> Void) {
    var row = SoftmaxRow(count: classes)
    for (i, label) in labels.enumerated() where label != ignored {
      let start = i / places * classes * places + i % places
      row.read(logits.scalars, from: start, step: places)
      body(row, label, start)
    }
  }

  private func target(_ c: Int, _ label: Int) -> Double {
    ((c == label ? 1 - smoothing : 0) + smoothing / Double(classes)) * weights[c]
  }

  var loss: Float {
    var sum = 0.0
    forEachPlace { row, label, _ in
      // What is not asked for costs nothing, be it infinitely far.
      for c in 0..<classes where target(c, label) > 0 {
        sum -= target(c, label) * row.logProbability(c)
      }
    }
    return Float(sum / total)
  }

  /// p·Σt − t of each place, written p·(Σt − t) − t·(1 − p): no difference of two numbers near 1 is left.
  var gradient: Tensor {
    var result = Tensor(zeros: logits.shape)
    forEachPlace { row, label, start in
      var sum = 0.0
      for c in 0..<classes { sum += target(c, label) }
      for c in 0..<classes {
        let t = target(c, label)
        let others = smoothing > 0 ? sum - t : c == label ? 0 : sum
        result.scalars[start + c * places] =
          Float((row.probability(c) * others - t * row.rest(c)) / total)
      }
    }
    return result
  }
}

// MARK: - Rules

/// The rule of `crossEntropy`.
///
/// - Parameters:
///   - logits: the shape, `[N, classes]` or `[N, classes, …]`.
///   - labels: one for each row, or for each place.
///   - smoothing: 0..<1.
///   - weights: `[classes]`, from 0.
///   - ignoring: a label that does not count.
/// - Throws: `ShapeError` with the number that does not fit, also where no label counts at all.
public func checkCrossEntropy(
  _ logits: [Int], _ labels: [Int], smoothing: Float = 0, weights: Tensor? = nil,
  ignoring: Int? = nil
) throws(ShapeError) {
  guard logits.count >= 2 else {
    throw .rank(name: "the logits", expected: "[N, classes]", shape: logits)
  }
  guard logits[0] > 0 else { throw .tooSmall(name: "the batch", found: 0, least: 1) }
  let places = logits.dropFirst(2).reduce(logits[0], *)
  guard labels.count == places else {
    throw .length(name: "the labels", expected: places, found: labels.count)
  }
  for label in labels where label != ignoring { try checkLabel(label, classes: logits[1]) }
  try checkShare(smoothing, "label smoothing")
  if let weights {
    guard weights.shape == [logits[1]] else {
      throw .shape(name: "the classes' weights", expected: [logits[1]], found: weights.shape)
    }
    for weight in weights.scalars { try checkNotNegative(weight, "a class's weight") }
  }
  guard labels.contains(where: { $0 != ignoring && weights?.scalars[$0] ?? 1 > 0 }) else {
    throw .tooSmall(name: "the number of labels that count", found: 0, least: 1)
  }
}

/// The rule of labels that are an array, one for each row of `[N, classes]`.
public func checkLabels(_ logits: [Int], _ labels: [Int], ignoring: Int? = nil)
  throws(ShapeError)
{
  guard logits.count == 2 else {
    throw .rank(name: "the logits", expected: "[N, classes]", shape: logits)
  }
  try checkCrossEntropy(logits, labels, ignoring: ignoring)
}

/// Labels `[N, …]` of logits `[N, classes, …]` as whole numbers.
///
/// - Throws: `ShapeError` where the shapes differ, or a label is no whole number.
public func wholeLabels(_ labels: Tensor, for logits: [Int]) throws(ShapeError) -> [Int] {
  guard logits.count >= 2 else {
    throw .rank(
      name: "the logits", expected: "[N, classes] or [N, classes, H, W]", shape: logits)
  }
  let expected = [logits[0]] + logits.dropFirst(2)
  guard labels.shape == expected else {
    throw .shape(name: "labels", expected: expected, found: labels.shape)
  }
  var whole: [Int] = []
  whole.reserveCapacity(labels.count)
  for label in labels.scalars { whole.append(try wholeLabel(label)) }
  return whole
}

/// A label as the whole number that it must be.
func wholeLabel(_ label: Float) throws(ShapeError) -> Int {
  guard let whole = Int(exactly: label) else {
    throw .number(name: "a label", expected: "a whole number", found: label)
  }
  return whole
}

/// The rule of a label: one of the classes.
func checkLabel(_ label: Int, classes: Int) throws(ShapeError) {
  guard label >= 0 else { throw .tooSmall(name: "a label", found: label, least: 0) }
  guard label < classes else { throw .above(name: "a label", found: label, most: classes - 1) }
}
