import CNNEngine
import Screen

/// The layers of a network with their output shapes, parameters, multiply-accumulates, the memory of their outputs and
/// what an entry of them sees, and the totals.
public struct SummaryFigure: Figure {
  public var name: String
  public var rows: [LayerReport]

  public init(name: String, rows: [LayerReport]) {
    self.name = sanitized(name)
    self.rows = rows
    for i in rows.indices { self.rows[i].layer = sanitized(rows[i].layer) }
  }

  private var parameters: Int { rows.reduce(0) { $0 + $1.parameters } }
  private var multiplyAccumulates: Int { rows.reduce(0) { $0 + $1.multiplyAccumulates } }
  private var activationBytes: Int { rows.reduce(0) { $0 + $1.activationBytes } }

  public func grid(width: Int, appearance: Appearance) -> Grid {
    // What a narrow table lacks, the sentence says of the whole network.
    let hasWork = width >= 44
    let rounded = table(
      isShort: true, isWhole: false, isTight: true, hasWork: hasWork, isRounded: true)
    let tables = [
      table(isShort: false, isWhole: true), table(isShort: true, isWhole: true),
      table(isShort: true, isWhole: true, isTight: true), table(isShort: false, isWhole: false),
      table(isShort: true, isWhole: false, isTight: true, hasWork: hasWork),
    ]
    let table = tables.first { $0.naturalWidth <= width } ?? rounded
    let title = wrap([Span(name, Style.text.bold)], width: max(1, width))
    let grid = Grid.stacked([
      Screen.grid(of: title, width: width), table.grid(width: width, appearance: appearance),
    ]).resized(toWidth: width)
    return appearance.isASCII ? grid.asciified() : grid
  }

  /// The table in one of its forms.
  ///
  /// - Parameters:
  ///   - isShort: headings in fewer letters.
  ///   - isWhole: with memory and receptive field.
  ///   - isTight: shapes as 1×64×112×112.
  ///   - hasWork: with the multiply-accumulates.
  ///   - isRounded: numbers in three digits, 118 M, and strides as in the paper on residual networks, /2.
  /// - Returns: the table with its totals.
  private func table(
    isShort: Bool, isWhole: Bool, isTight: Bool = false, hasWork: Bool = true,
    isRounded: Bool = false
  ) -> TextTable {
    let work = hasWork ? ["MACs"] : []
    let whole = isWhole ? ["memory", "sees"] : []
    let stride = ", stride "
    let names = rows.map { isRounded ? $0.layer.replacing(stride, with: ", /") : $0.layer }
    let hasStride = isRounded && rows.contains { $0.layer.contains(stride) }
    var table = TextTable(
      headings: [
        hasStride ? "layer (/2: stride 2)" : "layer", "output", isShort ? "params" : "parameters",
      ] + work + whole,
      rows: zip(names, rows).map { name, row in
        [name, Self.text(of: row.outputShape, isTight), Self.count(row.parameters, isRounded)]
          + (hasWork ? [Self.count(row.multiplyAccumulates, isRounded)] : [])
          + (isWhole ? [NumberText.bytes(row.activationBytes), Self.field(row)] : [])
      }, alignments: [.left] + Array(repeating: .right, count: 5))
    let totals =
      ["total", "", Self.count(parameters, isRounded)]
      + (hasWork ? [Self.count(multiplyAccumulates, isRounded)] : [])
      + (isWhole ? [NumberText.bytes(activationBytes), ""] : [])
    table.footer = totals.map { $0.isEmpty ? [] : [Span($0)] }
    return table
  }

  private static func text(of shape: [Int], _ isTight: Bool) -> String {
    isTight ? shape.map(String.init).joined(separator: "×") : "\(shape)"
  }

  /// A layer without parameters shows a dash.
  private static func count(_ value: Int, _ isRounded: Bool) -> String {
    value == 0 ? "–" : isRounded ? NumberText.rounded(value) : NumberText.grouped(value)
  }

  private static func field(_ row: LayerReport) -> String {
    row.receptiveField.isEmpty ? "all" : row.receptiveField.map(String.init).joined(separator: "×")
  }

  public var sentence: String {
    guard let last = rows.last else { return "\(name) has no layers." }
    let field = Self.field(last)
    return "\(name) has \(NumberText.counted(rows.count, "layer")), "
      + "\(NumberText.grouped(parameters)) parameters and "
      + "\(NumberText.grouped(multiplyAccumulates)) multiply-accumulates. Its output has shape "
      + "\(last.outputShape), and an entry of it sees \(field == "all" ? "all" : field + " entries") "
      + "of the input. The outputs of all layers take \(NumberText.bytes(activationBytes))."
  }
}
