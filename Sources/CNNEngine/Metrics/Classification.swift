/// The share of rows of `scores` whose label is among their `k` largest entries.
///
/// - Parameters:
///   - scores: `[N, classes]`.
///   - labels: `[N]`, a class for each row.
///   - k: at least 1.
/// - Returns: 0…1; with k = 1 the accuracy.
public func topKAccuracy(_ scores: Tensor, _ labels: Tensor, k: Int) -> Float {
  checked { () throws(ShapeError) in
    _ = try checkScores(scores.shape, labels, classes: scores.shape.last ?? 0)
  }
  let classes = scores.shape[1]
  let right = labels.scalars.enumerated().count { n, label in
    let row = Tensor(
      shape: [classes], scalars: Array(scores.scalars[n * classes..<(n + 1) * classes]))
    return topK(row, k: k).contains(Int(label))
  }
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
  checked { () throws(ShapeError) in
    _ = try checkScores(scores.shape, labels, classes: classes)
  }
  var result = Tensor(zeros: [classes, classes])
  for (label, answer) in zip(labels.scalars, scores.argmax(along: 1).scalars) {
    result.scalars[Int(label) * classes + Int(answer)] += 1
  }
  return result
}

/// The share of right answers among the members of each class: the diagonal over the sums of the rows.
///
/// - Parameter confusion: `[classes, classes]`, as `confusionMatrix` gives it.
/// - Returns: `[classes]`; not a number for a class without members.
public func perClassAccuracy(_ confusion: Tensor) -> Tensor {
  checked { () throws(ShapeError) in try checkConfusion(confusion.shape) }
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
  checked { () throws(ShapeError) in try checkConfusion(confusion.shape) }
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
    guard let number = Int(exactly: label), number >= 0 else {
      throw .tooSmall(name: "a label, a whole number,", found: label < 0 ? -1 : 0, least: 0)
    }
    guard number < classes else { throw .above(name: "a label", found: number, most: classes - 1) }
    numbers.append(number)
  }
  return numbers
}

/// The rule of what is read off a confusion matrix.
public func checkConfusion(_ shape: [Int]) throws(ShapeError) {
  guard shape.count == 2, shape[0] == shape[1], shape[0] > 0 else {
    throw .rank(name: "a confusion matrix", expected: "[classes, classes]", shape: shape)
  }
}
