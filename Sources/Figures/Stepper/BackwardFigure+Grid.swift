import CNNEngine
import Screen

extension BackwardFigure {
  /// How many products have a line of their own.
  private static func maximumLines(_ width: Int) -> Int { StepperFigure.isLow(width) ? 4 : 12 }

  public func grid(width: Int, appearance: Appearance) -> Grid {
    guard width > 0 else { return Grid(width: 0, height: 0) }
    guard !step.output.scalars.isEmpty, step.productCount > 0 else {
      return Screen.grid(of: wrap([Span("The output has no entries.")], width: width), width: width)
    }
    let (gradient, terms) = (gradient, terms)
    let upper = panels(gradient, terms, width).map { $0.grid(width: width, appearance: appearance) }
    let row = Flow.grid(of: upper, width: width, gap: StepperFigure.gap, spacing: 1)
    let sum = sums(gradient, terms, width: width, appearance: appearance)
    let head = Screen.grid(of: wrap(heading, width: width), width: width)
    let whole: Grid
    if row.width + StepperFigure.gap + sum.width <= width {
      let body = Flow.grid(of: [row, sum], width: width, gap: StepperFigure.gap, spacing: 1)
      whole = Grid.stacked([head, body])
    } else {
      whole = Grid.stacked([head, row, sum], spacing: StepperFigure.isLow(width) ? 0 : 1)
    }
    let cut = whole.resized(toWidth: width)
    return appearance.isASCII ? cut.asciified() : cut
  }

  private var heading: [Span] {
    let subject = self.subject == .input ? "one input entry" : "one weight"
    let ones =
      gradientName == nil ? "; no output gradient was given, so it is 1 everywhere" : ""
    return [
      Span("backward: ", Style.text.bold),
      Span("what reaches \(subject)\(ones)", .muted),
    ]
  }

  // MARK: - Panels

  /// The output gradient, what it is multiplied by, and the gradient, each near what matters here.
  private func panels(_ gradient: Tensor, _ terms: [Term], _ width: Int) -> [TensorsFigure] {
    let isLow = StepperFigure.isLow(width)
    let k = terms.first?.output[1] ?? (subject == .kernel ? entry[0] : 0)
    let first = terms.first?.output ?? [0, k, 0, 0]
    let factor = subject == .input && !step.isPooling ? step.kernel : step.input
    let factorPlane = terms.first?.factor ?? [0, 0, 0, 0]
    let hidesWinners = isHidden && step.isPooling
    let here = terms.filter { $0.output[0] == first[0] && $0.output[1] == first[1] }
    return [
      panel(
        outputName, outputGradient, plane: first, marks: here.map(\.output), .window, isLow: isLow),
      panel(
        factorName, factor, plane: factorPlane, marks: hidesWinners ? [entry] : here.map(\.factor),
        .window, isLow: isLow),
      panel(
        name, gradient, plane: entry, marks: [entry], .selected, isLow: isLow,
        hidden: isHidden ? .values : nil),
    ]
  }

  /// A matrix of a tensor, cut around its marks: to 7 rows and 9 columns, on a low screen to 5 and 5.
  private func panel(
    _ name: String, _ tensor: Tensor, plane: [Int], marks: [[Int]],
    _ kind: TensorsFigure.Mark.Kind, isLow: Bool,
    hidden: TensorsFigure.Hidden? = nil
  ) -> TensorsFigure {
    let rows = crop(marks.map { $0[2] }, of: tensor.shape[2], limit: isLow ? 5 : 7)
    let columns = crop(marks.map { $0[3] }, of: tensor.shape[3], limit: isLow ? 5 : 9)
    var scalars: [Float] = []
    for row in rows {
      for column in columns {
        scalars.append(Self.value(tensor, [plane[0], plane[1], row, column]))
      }
    }
    let isWhole = rows.count == tensor.shape[2] && columns.count == tensor.shape[3]
    let at = tensor.shape[0] > 1 || tensor.shape[1] > 1 ? "[\(plane[0]), \(plane[1])]" : ""
    let cut =
      isWhole
      ? ""
      : isLow
        ? " at [\(rows.lowerBound), \(columns.lowerBound)]"
        : " from row \(rows.lowerBound), column \(columns.lowerBound)"
    return TensorsFigure(
      tensors: [
        (
          name: name + at + cut,
          tensor: Tensor(shape: [rows.count, columns.count], scalars: scalars)
        )
      ],
      style: .numbers, hidden: hidden.map { [0: $0] } ?? [:],
      marks: marks.filter { rows.contains($0[2]) && columns.contains($0[3]) }.map {
        .init(
          tensor: 0, row: $0[2] - rows.lowerBound, column: $0[3] - columns.lowerBound, kind: kind)
      })
  }

  private func crop(_ focus: [Int], of total: Int, limit: Int) -> Range<Int> {
    let length = min(total, limit)
    let (low, high) = (focus.min() ?? 0, focus.max() ?? 0)
    let middle = high - low + 1 > length ? low : (low + high + 1 - length) / 2
    let start = min(max(0, middle), total - length)
    return start..<start + length
  }

  // MARK: - Products

  private func sums(
    _ gradient: Tensor, _ terms: [Term], width: Int, appearance: Appearance
  ) -> Grid {
    let values = EntryLabels(for: terms.map(\.value))
    let gradients = EntryLabels(for: terms.map(\.gradient))
    var table = SumTable(hidesValues: isHidden)
    let maximum = Self.maximumLines(width)
    for term in terms.prefix(maximum) {
      // A share is the answer itself, where a weight is only a part of it.
      let value = isHidden && step.isPooling ? "?" : values.label(term.value)
      let numbers = "\(gradients.label(term.gradient))×\(value)"
      let names = names(of: term) + "  "
      let isNarrow = names.unicodeScalars.count + numbers.unicodeScalars.count + 12 > width
      table.add(
        isNarrow ? [Span(numbers)] : [Span(names, .muted), Span(numbers)],
        term.gradient * term.value)
    }
    let rest = terms.dropFirst(maximum)
    if !rest.isEmpty {
      table.add(
        [Span("the other \(rest.count) products", .muted)],
        rest.reduce(Float(0)) { $0 + $1.gradient * $1.value })
    }
    table.addRule()
    table.add(
      [Span(entryText, Style.text.bold)],
      Self.value(gradient, entry), isResult: true)
    let title = terms.isEmpty ? "no output gradient reaches it" : sumTitle
    return table.grid(title: [Span(title, Style.text.bold)], width: width, appearance: appearance)
  }
}
