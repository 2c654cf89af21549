/// The share of rows of `scores` whose label is among their `k` largest entries.
///
/// - Parameters:
///   - scores: `[N, classes]`.
///   - labels: `[N]`, a class for each row.
///   - k: at least 1.
/// - Returns: 0…1; with k = 1 the accuracy.
public func topKAccuracy(_ scores: Tensor, _ labels: Tensor, k: Int) -> Float {
  let labels = checked { () throws(ShapeError) in
    guard k >= 1 else { throw .tooSmall(name: "k", found: k, least: 1) }
    return try checkAnswers(scores, labels, classes: scores.shape.last ?? 0)
  }
  let right = labels.enumerated().count { n, label in topK(scores.part(n), k: k).contains(label) }
  return Float(right) / Float(labels.count)
}

/// How often each class was taken for each: a row for the truth, a column for the answer.
///
/// - Parameters:
///   - scores: `[N, classes]`; the largest entry of a row is the answer.
///   - labels: `[N]`.
///   - classes: as many as the scores have columns.
/// - Returns: counts, `[classes, classes]`; right answers stand on the diagonal.
public func confusionMatrix(_ scores: Tensor, _ labels: Tensor, classes: Int) -> Tensor {
  let labels = checked { () throws(ShapeError) in
    try checkAnswers(scores, labels, classes: classes)
  }
  var result = Tensor(zeros: [classes, classes])
  for (label, answer) in zip(labels, scores.argmax(along: 1).scalars) {
    result.scalars[label * classes + Int(answer)] += 1
  }
  return result
}

/// The share of right answers among the members of each class: the diagonal over the sums of the rows.
///
/// - Parameter confusion: `[classes, classes]`, as `confusionMatrix` gives it.
/// - Returns: `[classes]`; not a number for a class without members.
public func perClassAccuracy(_ confusion: Tensor) -> Tensor {
  checked { () throws(ShapeError) in try checkConfusion(confusion) }
  return diagonal(confusion) / confusion.sum(along: 1).flattened()
}

/// Three shares for each class, from a confusion matrix.
///
///     precision = right / answered so     recall = right / members     f1 = 2·p·r / (p + r)
///
/// - Parameter confusion: `[classes, classes]`, a row for the truth.
/// - Returns: each `[classes]`; 0 where nothing is divided by nothing.
public func precisionRecallF1(_ confusion: Tensor) -> (
  precision: Tensor, recall: Tensor, f1: Tensor
) {
  checked { () throws(ShapeError) in try checkConfusion(confusion) }
  let right = diagonal(confusion)
  let precision = right.combined(confusion.sum(along: 0).flattened()) { $1 > 0 ? $0 / $1 : 0 }
  let recall = right.combined(confusion.sum(along: 1).flattened()) { $1 > 0 ? $0 / $1 : 0 }
  let f1 = precision.combined(recall) { $0 + $1 > 0 ? 2 * $0 * $1 / ($0 + $1) : 0 }
  return (precision, recall, f1)
}

private func diagonal(_ x: Tensor) -> Tensor {
  Tensor(shape: [x.shape[0]], scalars: (0..<x.shape[0]).map { x[$0, $0] })
}

/// The rule of the metrics of classes: scores `[N, classes]` and N labels among them; the labels as numbers.
public func checkScores(_ scores: [Int], _ labels: Tensor, classes: Int) throws(ShapeError)
  -> [Int]
{
  guard scores.count == 2 else {
    throw .rank(name: "scores", expected: "[N, classes]", shape: scores)
  }
  guard scores[1] == classes, classes > 0, scores[0] > 0 else {
    throw .shape(
      name: "scores", expected: [max(1, scores[0]), max(1, classes)], found: scores)
  }
  guard labels.shape == [scores[0]] else {
    throw .shape(name: "labels", expected: [scores[0]], found: labels.shape)
  }
  var numbers: [Int] = []
  for label in labels.scalars {
    let number = try wholeLabel(label)
    try checkLabel(number, classes: classes)
    numbers.append(number)
  }
  return numbers
}

/// The rule of what counts answers: `checkScores`, and no score is NaN, since such a row gives no answer.
public func checkAnswers(_ scores: Tensor, _ labels: Tensor, classes: Int) throws(ShapeError)
  -> [Int]
{
  let labels = try checkScores(scores.shape, labels, classes: classes)
  if let place = scores.scalars.firstIndex(where: \.isNaN) {
    throw .notANumber(name: "the scores", row: place / classes)
  }
  return labels
}

/// The rule of what is read off a confusion matrix: square, its entries counts.
public func checkConfusion(_ confusion: Tensor) throws(ShapeError) {
  let shape = confusion.shape
  guard shape.count == 2, shape[0] == shape[1], shape[0] > 0 else {
    throw .rank(name: "a confusion matrix", expected: "[classes, classes]", shape: shape)
  }
  for count in confusion.scalars { try checkNotNegative(count, "a count") }
}
