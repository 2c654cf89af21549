import CNNEngine
import Screen

/// The stepper's lower part: every product, the sums, the bias and the result.
struct StepperSum {
  let figure: StepperFigure
  let appearance: Appearance

  private var step: WindowStep { figure.step }
  private var entry: StepperFigure.Entry { figure.entry }
  private var R: Int { step.kernelSize.rows }
  private var S: Int { step.kernelSize.columns }

  func grid(width: Int) -> Grid {
    switch step.operation {
    case .convolution, .flippedConvolution: products(width: width)
    case .maxPool: pooled(width: width, isMaximum: true)
    case .averagePool: pooled(width: width, isMaximum: false)
    }
  }

  /// The entry under row r and column s of the kernel; `nil` in the padding.
  private func value(_ c: Int, _ r: Int, _ s: Int) -> Float? {
    step.entry(
      entry.n, step.channels(of: entry.k).lowerBound + c,
      entry.p * step.stride.rows + r * step.dilation.rows,
      entry.q * step.stride.columns + s * step.dilation.columns)
  }

  // MARK: - Convolution

  /// How many of a channel's products are summed.
  private func summed(of c: Int) -> Int {
    let all = R * S
    guard let progress = figure.progress else { return all }
    return min(max(0, progress - c * all), all)
  }

  private func products(width: Int) -> Grid {
    let c = figure.focus
    let taps = (0..<R * S).map {
      (value: value(c, $0 / S, $0 % S), weight: step.weight(entry.k, c, $0 / S, $0 % S))
    }
    let weights = EntryLabels(for: taps.map(\.weight))
    let values = EntryLabels(for: taps.map { $0.value ?? 0 })
    let done = summed(of: c)
    let rowSums = (0..<R).map { r in
      (0..<S).reduce(into: Float(0)) { sum, s in
        let tap = taps[r * S + s]
        if r * S + s < done { sum += tap.weight * (tap.value ?? 0) }
      }
    }
    let texts = taps.map { "\(weights.label($0.weight))×\($0.value.map(values.label) ?? "·")" }
    let textWidth = texts.map(\.unicodeScalars.count).max() ?? 0
    let fits = S * (textWidth + 2) + 12 <= width
    var table = SumTable(hidesValues: figure.isHidden(entry))
    for r in 0..<R {
      var line: [Span] = []
      if fits {
        for s in 0..<S {
          let text = texts[r * S + s]
          let isDone = r * S + s < done
          let shown = isDone ? text : "·"
          let blanks = String(repeating: " ", count: textWidth + 2 - shown.unicodeScalars.count)
          let isLast = figure.progress != nil && r * S + s == done - 1
          line.append(
            Span(blanks + shown, isLast ? Style(.literal).bold : Style(isDone ? .text : .muted)))
        }
      } else {
        line.append(Span("  row \(r)", .muted))
      }
      table.add(line, r * S < done ? rowSums[r] : nil)
    }
    let channels = step.channels(of: entry.k)
    let flipped = step.operation == .flippedConvolution ? " flipped" : ""
    let title = [
      Span("\(step.names.kernel)\(flipped) × \(step.names.input)", Style.text.bold),
      Span(channels.count > 1 ? " channel \(channels.lowerBound + c)" : "", .muted),
    ]
    // On a low screen what is added up stands beside the products.
    guard StepperFigure.isLow(width), channels.count > 1 || step.bias != nil else {
      addTotal(channels, to: &table)
      return table.grid(title: title, width: width, appearance: appearance)
    }
    var total = SumTable(hidesValues: figure.isHidden(entry))
    addTotal(channels, to: &total)
    let grids = [
      table.grid(title: title, width: width, appearance: appearance),
      total.grid(title: [], width: width, appearance: appearance),
    ]
    return Flow.grid(of: grids, width: width, gap: StepperFigure.gap, spacing: 0)
  }

  /// What comes after the products: the channels' sums, the bias, the entry.
  private func addTotal(_ channels: Range<Int>, to table: inout SumTable) {
    let sums = channels.indices.map { channelSum($0 - channels.lowerBound) }
    let total = sums.reduce(Float(0)) { $0 + $1 }
    let isDone = figure.progress.map { $0 == step.productCount } ?? true
    if channels.count > 1 { addChannels(sums, to: &table) }
    if !table.isEmpty { table.addRule() }
    let name = [Span("\(step.names.output)\(figure.index)", Style.text.bold)]
    let sum = isDone ? "sum" : "sum of \(figure.progress ?? 0) of \(step.productCount)"
    // The number of lines does not change while it plays.
    if step.bias != nil || !isDone { table.add([Span(sum)], total) }
    if let bias = step.bias {
      table.add([Span("bias")], bias.scalars[entry.k], isGiven: true)
      table.add(name, isDone ? step.result(entry) : nil, isResult: true)
    } else if isDone {
      table.add(name, step.result(entry), isResult: true)
    }
  }

  private func channelSum(_ c: Int) -> Float {
    let done = summed(of: c)
    var sum: Float = 0
    for tap in 0..<done {
      guard let value = value(c, tap / S, tap % S) else { continue }
      sum += value * step.weight(entry.k, c, tap / S, tap % S)
    }
    return sum
  }

  /// A line for each channel; of many channels those next to the focused one, the rest in one line.
  private func addChannels(_ sums: [Float], to table: inout SumTable) {
    if !table.isEmpty { table.addRule() }
    let limit = table.isEmpty ? 3 : 5
    let start = min(max(0, figure.focus - limit / 2), max(0, sums.count - limit))
    let shown = start..<min(sums.count, start + limit)
    let first = step.channels(of: entry.k).lowerBound
    for c in shown {
      let isFocus = c == figure.focus
      let mark = isFocus ? (appearance.isASCII ? "> " : "▸ ") : "  "
      table.add(
        [Span("\(mark)channel \(first + c)", isFocus ? Style.text.bold : .text)],
        summed(of: c) > 0 ? sums[c] : nil)
    }
    if shown.count < sums.count {
      let rest = sums.indices.filter { !shown.contains($0) }.reduce(Float(0)) { $0 + sums[$1] }
      table.add([Span("  the other \(sums.count - shown.count) channels", .muted)], rest)
    }
  }

  // MARK: - Pooling

  private func pooled(width: Int, isMaximum: Bool) -> Grid {
    let c = 0
    let values = (0..<R * S).map { value(c, $0 / S, $0 % S) }
    let labels = EntryLabels(for: values.compactMap { $0 })
    let shown = figure.progress ?? values.count
    let winner = isMaximum ? values.prefix(shown).compactMap { $0 }.max() : nil
    let winning = winner.flatMap { best in values.firstIndex { $0 == best || $0?.isNaN == true } }
    let cell = max(4, labels.width + 2)
    let fits = S * cell <= width
    var table = SumTable(hidesValues: figure.isHidden(entry))
    for r in 0..<R where fits {
      var line: [Span] = []
      for s in 0..<S {
        let i = r * S + s
        let text = i < shown ? values[i].map(labels.label) ?? "·" : "·"
        let blanks = String(repeating: " ", count: max(0, cell - 1 - text.unicodeScalars.count))
        let isWinner = i == winning && !table.hidesValues
        let after = isWinner ? (appearance.isASCII ? "<" : "◂") : " "
        line.append(Span(blanks + text + after, isWinner ? Style(.literal).bold : .text))
      }
      table.add(line, nil)
    }
    table.addRule()
    let name = "\(step.names.output)\(figure.index)"
    let isDone = shown == values.count
    if isMaximum {
      table.add([Span(isDone ? "largest" : "largest of \(shown)")], winner)
    } else {
      let sum = values.prefix(shown).reduce(Float(0)) { $0 + ($1 ?? 0) }
      let counted = step.divisor(entry.p, entry.q)
      table.add([Span(isDone ? "sum" : "sum of \(shown)")], sum)
      if isDone { table.add([Span("divided by")], Float(counted), isGiven: true) }
    }
    if isDone { table.add([Span(name, Style.text.bold)], step.result(entry), isResult: true) }
    let title = [Span("under the window", Style.text.bold)]
    return table.grid(title: title, width: width, appearance: appearance)
  }
}

/// Lines of text with a number at the right of each.
struct SumTable {
  private struct Line {
    var text: [Span]
    var value: Float?
    var isResult: Bool
    var isHidden: Bool
  }
  /// Whether a question mark stands for every number that is not given.
  let hidesValues: Bool
  /// `nil` for a rule.
  private var lines: [Line?] = []

  init(hidesValues: Bool) { self.hidesValues = hidesValues }

  mutating func add(
    _ text: [Span], _ value: Float?, isResult: Bool = false, isGiven: Bool = false
  ) {
    lines.append(
      Line(text: text, value: value, isResult: isResult, isHidden: hidesValues && !isGiven))
  }

  mutating func addRule() { lines.append(nil) }

  var isEmpty: Bool { lines.isEmpty }

  func grid(title: [Span], width: Int, appearance: Appearance) -> Grid {
    let texts = lines.compactMap { $0 }
    let left = texts.map { Screen.width(of: $0.text) }.max() ?? 0
    let labels = EntryLabels(
      for: texts.compactMap { $0.isHidden ? nil : $0.value }, atMost: 3)
    let right = labels.width + 2
    let titles = title.isEmpty ? [] : wrap(title, width: max(1, width))
    let total = min(width, max(left + 2 + right, titles.map { Screen.width(of: $0) }.max() ?? 0))
    var grid = Grid(width: total, height: titles.count + lines.count)
    for (row, line) in titles.enumerated() { grid.write(line, column: 0, row: row) }
    let edge = min(left + 2 + right, total)
    for (i, line) in lines.enumerated() {
      let row = titles.count + i
      guard let line else {
        for x in max(0, edge - right)..<edge {
          grid[x, row] = Glyph(appearance.isASCII ? "-" : "─", Style(.border))
        }
        continue
      }
      grid.write(line.text, column: 0, row: row)
      guard let value = line.value else { continue }
      let label = line.isHidden ? "?" : labels.label(value)
      let style =
        line.isHidden ? Style(.prompt) : line.isResult ? Style(.literal).bold : .text
      grid.write(label, column: edge - label.unicodeScalars.count, row: row, style: style)
    }
    return grid
  }
}
