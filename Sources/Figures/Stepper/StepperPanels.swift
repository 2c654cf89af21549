import CNNEngine
import Screen

/// The stepper's upper part: input, kernel and output as numbers.
struct StepperPanels {
  let figure: StepperFigure
  let appearance: Appearance
  let width: Int

  private var step: WindowStep { figure.step }
  private var entry: StepperFigure.Entry { figure.entry }
  /// What is shown of a matrix too large to be shown whole, unless the kernel itself is larger.
  private static let (maximumRows, maximumColumns) = (7, 9)

  func grids() -> [Grid] {
    let output = outputLabels
    let inputWidth = max(4, inputLabels.width + 2)
    let outputWidth = max(4, output.width + 2)
    let kernel = step.isPooling ? nil : kernelGrid()
    // Side by side where the input can show the window and a little around it, else one under the other.
    let gaps = StepperFigure.gap * (kernel == nil ? 1 : 2)
    let room = width - gaps - (kernel?.width ?? 0)
    let (inputColumns, outputColumns) = columns(
      room: room, inputWidth: inputWidth, outputWidth: outputWidth)
    let input = inputGrid(cellWidth: inputWidth, limit: inputColumns)
    return [input] + (kernel.map { [$0] } ?? [])
      + [outputGrid(labels: output, cellWidth: outputWidth, limit: outputColumns)]
  }

  /// How many columns of the input and of the output are drawn.
  ///
  /// They share `room` where the input can show the window and the output three columns, or on a narrow screen the chosen
  /// one; otherwise the panels stand one under the other and each has the figure's width.
  private func columns(room: Int, inputWidth: Int, outputWidth: Int) -> (Int, Int) {
    let (W, Q) = (step.padded.columns, step.output.shape[3])
    let most = (
      W <= 12 ? W : max(Self.maximumColumns, step.reach.columns + 2),
      Q <= 12 ? Q : Self.maximumColumns
    )
    var (input, output) = (min(most.0, step.reach.columns), min(most.1, 1))
    let isLow = StepperFigure.isLow(width)
    let least = input * inputWidth + min(most.1, isLow ? 1 : 3) * outputWidth
    guard least <= room else {
      return (min(most.0, width / inputWidth), min(most.1, width / outputWidth))
    }
    // On a narrow screen a column on both sides of the window comes first; else the output grows to three columns, then
    // both in turn.
    while isLow, input < min(most.0, step.reach.columns + 2),
      (input + 1) * inputWidth + output * outputWidth <= room
    {
      input += 1
    }
    while true {
      let free = room - input * inputWidth - output * outputWidth
      let canInput = input < most.0 && inputWidth <= free
      let canOutput = output < most.1 && outputWidth <= free
      if canOutput && (output < 3 || output <= input - step.reach.columns || !canInput) {
        output += 1
      } else if canInput {
        input += 1
      } else {
        return (input, output)
      }
    }
  }

  // MARK: - Crops

  /// A stretch of `length` that holds `focus` near its middle.
  private func crop(_ focus: Range<Int>, of total: Int, limit: Int) -> Range<Int> {
    let length = min(total, max(1, limit))
    let start = min(max(0, (focus.lowerBound + focus.upperBound - length) / 2), total - length)
    // What is larger than the crop is shown from its start.
    let first = focus.count > length ? min(focus.lowerBound, total - length) : start
    return first..<first + length
  }

  /// Where a crop begins.
  private func note(_ row: Int, _ column: Int) -> String {
    let (row, column) = (NumberText.grouped(row), NumberText.grouped(column))
    return StepperFigure.isLow(width)
      ? "from [\(row), \(column)]" : "from row \(row), column \(column)"
  }

  // MARK: - Input

  /// Labels for the entries under the kernel and around it.
  private var inputLabels: EntryLabels {
    let (rows, columns) = (inputRows, windowColumns)
    var values: [Float] = []
    let wide = crop(columns, of: step.padded.columns, limit: max(columns.count, 12))
    for row in rows {
      for column in wide {
        if let value = step.entry(entry.n, channel, row, column) { values.append(value) }
      }
    }
    return EntryLabels(for: values)
  }

  private var channel: Int { step.channels(of: entry.k).lowerBound + figure.focus }

  private var windowRows: Range<Int> {
    let start = entry.p * step.stride.rows
    return start..<start + step.reach.rows
  }
  private var windowColumns: Range<Int> {
    let start = entry.q * step.stride.columns
    return start..<start + step.reach.columns
  }
  private var inputRows: Range<Int> {
    let limit =
      StepperFigure.isLow(width)
      ? max(5, min(9, step.reach.rows))
      : step.padded.rows <= 10 ? 10 : max(Self.maximumRows, min(16, step.reach.rows))
    return crop(windowRows, of: step.padded.rows, limit: limit)
  }

  private func inputGrid(cellWidth: Int, limit: Int) -> Grid {
    let rows = inputRows
    let columns = crop(windowColumns, of: step.padded.columns, limit: limit)
    var values: [Float] = []
    var padding: Set<Int> = []
    var marks: [TensorsFigure.Mark] = []
    let current = currentTap
    for (i, row) in rows.enumerated() {
      for (j, column) in columns.enumerated() {
        let value = step.entry(entry.n, channel, row, column)
        if value == nil { padding.insert(values.count) }
        values.append(value ?? 0)
        guard let tap = tap(row, column) else { continue }
        let kind: TensorsFigure.Mark.Kind = current == tap ? .selected : .window
        marks.append(.init(tensor: 0, row: i, column: j, kind: kind))
      }
    }
    let crop = Tensor(shape: [rows.count, columns.count], scalars: values)
    let scale = ValueScale(of: step.input.scalars)
    let drawing = MatrixDrawing(
      planes: TensorPlanes(crop), plane: 0, ink: ScaleInk(scale, appearance),
      isASCII: appearance.isASCII, isHidden: { _ in false }, isPadding: padding.contains,
      marks: marks)
    let body = drawing.numbers(
      labels: inputLabels, cellWidth: cellWidth, columns: columns.count, rows: rows.count)
    let (H, W) = (step.input.shape[2], step.input.shape[3])
    let batch = step.input.shape[0] > 1 ? "n=\(entry.n), " : ""
    var notes: [String] = []
    if rows.count < step.padded.rows || columns.count < step.padded.columns {
      let (top, left) = (step.padding.rows, step.padding.columns)
      notes.append(note(rows.lowerBound - top, columns.lowerBound - left))
    }
    if !padding.isEmpty {
      notes.append(step.operation == .maxPool ? "· padding, never chosen" : "· padding, 0")
    }
    return panel(
      name: step.names.input, shape: [H, W], detail: "\(batch)channel c=\(channel)", body: body,
      edges: drawing.edgesAbove(cellWidth: cellWidth), notes: notes)
  }

  /// Which entry of the kernel lies over a place of the padded input, counted row by row.
  private func tap(_ row: Int, _ column: Int) -> Int? {
    let (r, s) = (row - windowRows.lowerBound, column - windowColumns.lowerBound)
    guard windowRows ~= row, windowColumns ~= column, r % step.dilation.rows == 0,
      s % step.dilation.columns == 0
    else { return nil }
    return r / step.dilation.rows * step.kernelSize.columns + s / step.dilation.columns
  }

  /// The tap whose product was added last; `nil` where all are shown at once.
  private var currentTap: Int? {
    guard let progress = figure.progress, progress > 0 else { return nil }
    return (progress - 1) % (step.kernelSize.rows * step.kernelSize.columns)
  }

  // MARK: - Kernel

  private func kernelGrid() -> Grid {
    let (R, S) = (step.kernelSize.rows, step.kernelSize.columns)
    var values: [Float] = []
    for r in 0..<R {
      for s in 0..<S { values.append(step.weight(entry.k, figure.focus, r, s)) }
    }
    var marks: [TensorsFigure.Mark] = []
    if let tap = currentTap {
      marks.append(.init(tensor: 0, row: tap / S, column: tap % S, kind: .selected))
    }
    let labels = EntryLabels(for: values)
    let drawing = MatrixDrawing(
      planes: TensorPlanes(Tensor(shape: [R, S], scalars: values)), plane: 0,
      ink: ScaleInk(ValueScale(of: step.kernel.scalars), appearance), isASCII: appearance.isASCII,
      isHidden: { _ in false }, marks: marks)
    let cellWidth = max(4, labels.width + 2)
    let columns = min(S, max(1, width / cellWidth))
    let body = drawing.numbers(
      labels: labels, cellWidth: cellWidth, columns: columns, rows: min(R, 16))
    let notes = step.operation == .flippedConvolution ? ["flipped 180°"] : []
    return panel(
      name: step.names.kernel, shape: [R, S], detail: "k=\(entry.k), c=\(figure.focus)", body: body,
      notes: notes)
  }

  // MARK: - Output

  private var outputRows: Range<Int> {
    let limit =
      StepperFigure.isLow(width) ? 5 : step.output.shape[2] <= 10 ? 10 : Self.maximumRows
    return crop(entry.p..<entry.p + 1, of: step.output.shape[2], limit: limit)
  }

  private var outputLabels: EntryLabels {
    let columns = crop(entry.q..<entry.q + 1, of: step.output.shape[3], limit: 12)
    let entries = outputRows.flatMap { p in
      columns.map { q in StepperFigure.Entry(n: entry.n, k: entry.k, p: p, q: q) }
    }
    return EntryLabels(for: entries.filter { !figure.isHidden($0) }.map(step.result))
  }

  /// The scale of what may be seen.
  private var outputScale: ValueScale {
    switch figure.hidden {
    case nil: ValueScale(of: step.output.scalars)
    case .everything, .values: ValueScale(of: EmptyCollection())
    case .entries(let places):
      ValueScale(
        of: step.output.scalars.enumerated().lazy.filter { !places.contains($0.offset) }
          .map(\.element))
    }
  }

  private func outputValue(_ p: Int, _ q: Int) -> Float {
    step.result(.init(n: entry.n, k: entry.k, p: p, q: q))
  }

  private func outputGrid(labels: EntryLabels, cellWidth: Int, limit: Int) -> Grid {
    let rows = outputRows
    let (P, Q) = (step.output.shape[2], step.output.shape[3])
    let columns = crop(entry.q..<entry.q + 1, of: Q, limit: limit)
    let values = rows.flatMap { p in columns.map { q in outputValue(p, q) } }
    let here = (row: entry.p - rows.lowerBound, column: entry.q - columns.lowerBound)
    let place = here.row * columns.count + here.column
    if figure.hidden == .everything {
      let question = Grid.question(isASCII: appearance.isASCII)
      return panel(
        name: step.names.output, shape: nil, detail: "channel k=\(entry.k)", body: question,
        notes: [])
    }
    let isRunning = figure.progress.map { $0 < step.productCount } ?? false
    let hides = figure.hidesUnvisited
    let drawing = MatrixDrawing(
      planes: TensorPlanes(Tensor(shape: [rows.count, columns.count], scalars: values)), plane: 0,
      ink: ScaleInk(outputScale, appearance),
      isASCII: appearance.isASCII,
      isHidden: { i in
        i == place && isRunning
          || figure.isHidden(
            .init(
              n: entry.n, k: entry.k, p: rows.lowerBound + i / columns.count,
              q: columns.lowerBound + i % columns.count))
      },
      isPadding: { hides && $0 > place },
      marks: [.init(tensor: 0, row: here.row, column: here.column, kind: .selected)])
    let body = drawing.numbers(
      labels: labels, cellWidth: cellWidth, columns: columns.count, rows: rows.count)
    var notes: [String] = []
    if rows.count < P || columns.count < Q {
      notes.append(note(rows.lowerBound, columns.lowerBound))
    }
    return panel(
      name: step.names.output, shape: [P, Q], detail: "channel k=\(entry.k)", body: body,
      notes: notes)
  }

  // MARK: - Panels

  /// A drawing under its name; the line of details stands over all panels or over none.
  private func panel(
    name: String, shape: [Int]?, detail: String, body: Grid, edges: [Range<Int>] = [],
    notes: [String]
  ) -> Grid {
    let title = [
      Span(name, Style.text.bold), Span(shape.map { " \($0)" } ?? " [?]", .muted),
    ]
    let limit = max(body.width, min(width, 16))
    var lines = [Screen.grid(of: wrap(title, width: limit), width: limit)]
    if step.input.shape[0] > 1 || step.input.shape[1] > 1 || step.output.shape[1] > 1 {
      lines.append(Screen.grid(of: wrap([Span(detail, .muted)], width: limit), width: limit))
    }
    lines[lines.count - 1].drawEdges(edges)
    lines.append(body)
    for note in notes {
      lines.append(Screen.grid(of: wrap([Span(note, .muted)], width: limit), width: limit))
    }
    return .stacked(lines)
  }
}

extension Grid {
  /// Draws upper edges of what stands below, on the last row.
  mutating func drawEdges(_ edges: [Range<Int>]) {
    guard let right = edges.map(\.upperBound).max() else { return }
    if right > width {
      var wider = Grid(width: right, height: height)
      wider.place(self, column: 0, row: 0)
      self = wider
    }
    for edge in edges {
      restyle(column: edge.lowerBound, row: height - 1, count: edge.count) {
        $0.isUnderlined = true
      }
    }
  }
}
