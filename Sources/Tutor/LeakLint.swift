import CellLanguage
import Coursebook
import Screen

/// Looks for answers that a page gives away: what a reader has on the screen above a question must not hold what is asked.
///
/// The page is drawn as it is before anything is answered, 80 columns wide, and the 24 rows above a question are read:
/// sentences, tables and what cells show, not the cells' own text, which is what the question is about.
///
/// - A number gives an answer away when it would be judged right. One digit alone stands in figures everywhere by chance: there
///   it counts only where a printed line states it, "s = 5", "it is 5".
/// - A phrase does where the right option's words stand there in their order, two at least, and no wrong option's do: a list of
///   all that is offered gives nothing away.
///
/// Questions with fresh numbers have another answer every time, and are not looked at.
struct LeakLint {
  let open: OpenPage
  let file: String
  /// The rows of a screen.
  static let rowCount = 24

  /// A row that a reader sees above a question.
  private struct Row {
    var text: String
    var kind: Kind

    enum Kind { case prose, figure }
  }

  var complaints: [PageComplaint] {
    var complaints: [PageComplaint] = []
    var above: [Row] = []
    let view = PageView(
      open: open, width: 80, appearance: Appearance(depth: .monochrome), focus: nil,
      mode: .commanding, literal: 0, next: nil)
    for (index, block) in open.page.blocks.enumerated() {
      if let prediction = block.prompt as? Prediction, prediction.fresh.isEmpty {
        let leak = leak(of: prediction, at: index, in: Array(above.suffix(Self.rowCount)))
        complaints += complaint(on: prediction, leak: leak).map { [$0] } ?? []
      }
      above += rows(of: block, at: index, in: view)
      above.append(Row(text: "", kind: .prose))
    }
    return complaints
  }

  private func complaint(on prediction: Prediction, leak: String?) -> PageComplaint? {
    func says(_ message: String) -> PageComplaint {
      PageComplaint(file: file, line: prediction.line, column: 1, message: message)
    }
    switch (leak, prediction.leak) {
    case (let leak?, nil):
      return says(
        "The page gives the answer of \(prediction.id) away on the screen above it: `\(leak)`. Move or hide it, ask something else, "
          + "or write `leak: allowed because …`.")
    case (nil, .some):
      return says("Nothing gives the answer of \(prediction.id) away any more: take `leak` out.")
    default: return nil
    }
  }

  /// The rows of a block; blank are those of a cell's own text, and of an earlier question all but what it asks: its options
  /// are offered, not told.
  private func rows(of block: Block, at index: Int, in view: PageView) -> [Row] {
    let picture = view.picture(of: index)
    var rows = (0..<picture.grid.height).map { row in
      Row(text: picture.grid.text(ofRow: row), kind: .prose)
    }
    if open.cells[index] != nil {
      for row in rows.indices {
        rows[row].kind = .figure
        if picture.consequence?.contains(row) != true { rows[row].text = "" }
      }
    } else if let prompt = block.livePrompt {
      for row in rows.indices { rows[row].text = "" }
      rows[0].text = prompt.asking(in: open.scope(ofPrompt: index)).plainText
    }
    return rows
  }

  /// What gives an answer away, as it stands on the page.
  private func leak(of prediction: Prediction, at index: Int, in rows: [Row]) -> String? {
    switch prediction.kind {
    case .number: numberLeak(of: prediction, in: rows, scope: open.scope(ofPrompt: index))
    case .shape: shapeLeak(of: prediction, in: rows, scope: open.scope(ofPrompt: index))
    case .choice: phraseLeak(of: prediction, in: rows)
    }
  }

  // MARK: - Numbers

  private func numberLeak(of prediction: Prediction, in rows: [Row], scope: Interpreter) -> String?
  {
    guard let text = prediction.answerText(in: scope), let answer = Double(text) else { return nil }
    for row in rows {
      for number in Self.numbers(in: row.text)
      where abs(number.value - answer) <= 0.02 * abs(answer) {
        // One digit stands in figures everywhere by chance.
        let isDigit = answer == answer.rounded() && abs(answer) < 10
        if isDigit, row.kind == .figure, !number.isStated { continue }
        if prediction.grade(number.text, in: scope) == .right {
          return Self.excerpt(row.text)
        }
      }
    }
    return nil
  }

  private struct Number {
    var text: String
    var value: Double
    /// Whether "is", "=" or ":" stands right before it.
    var isStated: Bool
  }

  /// The numbers and fractions of a row that stand by themselves: not in a name, an index, a size or an exponent.
  private static func numbers(in row: String) -> [Number] {
    let number =
      #/(?:^|[\s(=≈:])([-−]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+|/\d+)?)(?=$|[\s).,;:?!%])/#
    return row.matches(of: number).compactMap { match in
      let text = String(match.output.1.replacing("−", with: "-").filter { $0 != "," })
      let parts = text.split(separator: "/").compactMap { Double($0) }
      guard let first = parts.first else { return nil }
      let before = row[..<match.output.1.startIndex].split(separator: " ").last ?? ""
      return Number(
        text: text, value: parts.count == 2 ? first / parts[1] : first,
        isStated: before.hasSuffix("=") || before.hasSuffix(":") || before == "is")
    }
  }

  private func shapeLeak(of prediction: Prediction, in rows: [Row], scope: Interpreter) -> String? {
    for row in rows {
      for match in row.text.matches(of: #/\d+(?:(?: ?× ?|, )\d+)+/#)
      where prediction.grade(String(match.output), in: scope) == .right {
        return Self.excerpt(row.text)
      }
    }
    return nil
  }

  // MARK: - Phrases

  private func phraseLeak(of prediction: Prediction, in rows: [Row]) -> String? {
    let words = rows.flatMap { Self.words(of: $0.text) }
    func phrase(of option: Option) -> String? {
      let whole = option.text.plainText
      // What stands before a colon is an answer by itself, what stands behind it the reason.
      return ([whole] + whole.split(separator: ":").map(String.init)).first { phrase in
        let phrase = Self.words(of: phrase)
        guard phrase.count >= 2, words.count >= phrase.count else { return false }
        return (0...words.count - phrase.count).contains {
          words[$0..<$0 + phrase.count].elementsEqual(phrase)
        }
      }
    }
    guard let right = prediction.options.first(where: \.isRight), let leak = phrase(of: right),
      !prediction.options.contains(where: { !$0.isRight && phrase(of: $0) != nil })
    else { return nil }
    return leak
  }

  private static func words(of text: String) -> [String] {
    text.lowercased().split { !($0.isLetter || $0.isNumber) }.map(String.init)
  }

  private static func excerpt(_ text: String) -> String {
    text.split(separator: " ").joined(separator: " ")
  }
}

extension Grid {
  fileprivate func text(ofRow row: Int) -> String {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: (0..<width).map { self[$0, row].scalar })
    return String(text)
  }
}
