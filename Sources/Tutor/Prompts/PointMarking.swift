import Coursebook

/// Marking an interview question point by point: the same in the book and in `cnn-tutor quiz`.
extension PromptState {
  /// What an earlier sitting came to; its points were marked in their order.
  mutating func take(_ mark: (had: Set<Int>, of: Int), of question: Question) {
    had = mark.had
    missed = Set(0..<min(mark.of, question.points.count)).subtracting(mark.had)
    pointsShown = min(
      question.points.count, mark.of < question.points.count ? mark.of + 1 : mark.of)
  }

  /// The first point that is shown and has no mark yet.
  var openPoint: Int? {
    (0..<pointsShown).first { !had.contains($0) && !missed.contains($0) }
  }

  mutating func showPoint(of question: Question) {
    pointsShown = min(question.points.count, pointsShown + 1)
  }

  /// Marks the open point, and shows the next.
  ///
  /// - Returns: what is to be kept: after each point, so that no way out loses one.
  mutating func mark(had isHad: Bool, of question: Question, on page: PageName) -> ProgressEntry? {
    guard let point = openPoint else { return nil }
    if isHad { had.insert(point) } else { missed.insert(point) }
    pointsShown = min(question.points.count, max(pointsShown, point + 2))
    return .marked(page, question: question.id, had: had, of: had.count + missed.count)
  }

  mutating func forgetMarks() { (pointsShown, had, missed) = (0, [], []) }
}
