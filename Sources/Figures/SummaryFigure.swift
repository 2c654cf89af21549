import Screen

/// The layers of a network with their output shapes, parameters and multiply-accumulates, and the totals.
public struct SummaryFigure: Figure {
  /// One layer.
  public struct Row: Hashable, Sendable {
    public var layer: String
    public var outputShape: [Int]
    public var parameters: Int
    /// Multiply-accumulates of one forward pass.
    public var multiplyAccumulates: Int

    public init(layer: String, outputShape: [Int], parameters: Int, multiplyAccumulates: Int) {
      self.layer = sanitized(layer)
      self.outputShape = outputShape
      self.parameters = parameters
      self.multiplyAccumulates = multiplyAccumulates
    }
  }

  public var name: String
  public var rows: [Row]

  public init(name: String, rows: [Row]) {
    self.name = sanitized(name)
    self.rows = rows
  }

  private var parameters: Int { rows.reduce(0) { $0 + $1.parameters } }
  private var multiplyAccumulates: Int { rows.reduce(0) { $0 + $1.multiplyAccumulates } }

  public func grid(width: Int, appearance: Appearance) -> Grid {
    let isNarrow = width < 64
    var table = TextTable(
      headings: [
        "layer", "output", isNarrow ? "params" : "parameters", isNarrow ? "MACs" : "multiply-adds",
      ],
      rows: rows.map {
        [
          $0.layer, Self.text(of: $0.outputShape), Self.count($0.parameters),
          Self.count($0.multiplyAccumulates),
        ]
      }, alignments: [.left, .right, .right, .right])
    table.footer = [
      [Span("total")], [], [Span(NumberText.grouped(parameters))],
      [Span(NumberText.grouped(multiplyAccumulates))],
    ]
    let title = wrap([Span(name, Style.text.bold)], width: max(1, width))
    let grid = Grid.stacked([
      Screen.grid(of: title, width: width), table.grid(width: width, appearance: appearance),
    ]).resized(toWidth: width)
    return appearance.isASCII ? grid.asciified() : grid
  }

  /// `1 × 64 × 112 × 112`, short enough for a column.
  private static func text(of shape: [Int]) -> String {
    "[" + shape.map(String.init).joined(separator: ", ") + "]"
  }

  /// A layer without parameters shows a dash.
  private static func count(_ value: Int) -> String {
    value == 0 ? "–" : NumberText.grouped(value)
  }

  public var sentence: String {
    let output = rows.last.map { " Its output has shape \($0.outputShape)." } ?? ""
    return "\(name) has \(rows.count) layers, \(NumberText.grouped(parameters)) parameters and "
      + "\(NumberText.grouped(multiplyAccumulates)) multiply-accumulates.\(output)"
  }
}
