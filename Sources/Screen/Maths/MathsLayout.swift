/// Draws nodes in two dimensions.
struct MathsLayout {
  let isASCII: Bool

  /// The whole formula, on several lines where the width asks for it.
  func display(_ nodes: [MathsNode], width: Int?) -> Grid {
    guard let width else { return row(nodes).grid }
    let limit = max(1, width)
    if nodes.count == 1, case .table(.aligned, let rows) = nodes[0] {
      return aligned(rows, width: limit).clipped(to: limit, isASCII: isASCII).grid
    }
    return stacked(broken(nodes, width: limit, indent: 2)).clipped(to: limit, isASCII: isASCII).grid
  }

  // MARK: - Rows

  /// Nodes side by side; in scripts (`isTight`) without blanks around operators.
  func row(_ nodes: [MathsNode], isTight: Bool = false) -> MathsBox {
    var boxes: [MathsBox] = []
    let blanks = MathsSpacing.blanks(in: nodes, isTight: isTight, isASCII: isASCII)
    for (i, node) in nodes.enumerated() {
      if blanks[i] > 0 { boxes.append(MathsBox(width: blanks[i])) }
      boxes.append(box(node, isTight: isTight))
    }
    return boxes.isEmpty ? MathsBox(width: 0) : .row(boxes)
  }

  private func stacked(_ lines: [MathsBox]) -> MathsBox {
    .column(lines, base: 0, isCentered: false)
  }

  /// Lines no wider than `width` where the formula can be broken: before relations, else before plus and minus.
  private func broken(_ nodes: [MathsNode], width: Int, indent: Int) -> [MathsBox] {
    let whole = row(nodes)
    guard whole.width > width else { return [whole] }
    var lines: [[MathsNode]] = []
    // A line that goes on begins with its operator, and an operator has something to its left.
    func line(_ nodes: [MathsNode], isFirst: Bool) -> MathsBox {
      isFirst ? row(nodes) : .row([MathsBox(width: indent - 1), row([.group([])] + nodes)])
    }
    func append(_ piece: [MathsNode]) {
      if let last = lines.last, line(last + piece, isFirst: lines.count == 1).width <= width {
        lines[lines.count - 1] += piece
      } else {
        lines.append(piece)
      }
    }
    for piece in split(nodes, at: [.relation]) {
      if line(piece, isFirst: lines.isEmpty).width <= width {
        append(piece)
      } else {
        split(piece, at: [.relation, .binary]).forEach(append)
      }
    }
    return lines.enumerated().map { i, nodes in line(nodes, isFirst: i == 0) }
  }

  /// Pieces that begin with an operator of the given kinds, outside of brackets.
  private func split(_ nodes: [MathsNode], at kinds: [MathsClass]) -> [[MathsNode]] {
    var pieces: [[MathsNode]] = [[]]
    var depth = 0
    for node in nodes {
      if depth == 0, kinds.contains(node.mathsClass), !pieces[pieces.count - 1].isEmpty {
        pieces.append([])
      }
      pieces[pieces.count - 1].append(node)
      switch node.mathsClass {
      case .opening: depth += 1
      case .closing: depth = max(0, depth - 1)
      default: break
      }
    }
    return pieces
  }

  // MARK: - Nodes

  private func box(_ node: MathsNode, isTight: Bool) -> MathsBox {
    switch node {
    case .symbol(let text, _): return MathsBox(isASCII ? AllowedGlyphs.asciiText(text) : text)
    case .space(let count): return MathsBox(width: count)
    case .group(let nodes): return row(nodes, isTight: isTight)
    case .fraction(let over, let under): return fraction(row(over), row(under))
    case .scripts(let base, let below, let above):
      return scripts(base, below: below, above: above, isTight: isTight)
    case .fenced(let opening, let nodes, let closing):
      return fenced(opening, row(nodes, isTight: isTight), closing)
    case .root(let nodes, let degree):
      return root(row(nodes), degree.map { row($0, isTight: true) })
    case .accent(let nodes, let accent): return self.accent(row(nodes), accent)
    case .table(let table, let rows): return self.table(table, rows)
    }
  }

  private func fraction(_ over: MathsBox, _ under: MathsBox) -> MathsBox {
    let bar = rule(width: max(over.width, under.width) + 2)
    return .column([over, bar, under], base: 1)
  }

  private func rule(width: Int) -> MathsBox {
    MathsBox(String(repeating: isASCII ? "-" : "─", count: width))
  }

  private func scripts(
    _ base: MathsNode, below: [MathsNode]?, above: [MathsNode]?, isTight: Bool
  ) -> MathsBox {
    let box = box(base, isTight: isTight)
    let under = below.map { row($0, isTight: true) }
    let over = above.map { row($0, isTight: true) }
    if base.mathsClass == .big || base.mathsClass == .limitName {
      var (boxes, position) = ([box], 0)
      if let over {
        boxes.insert(over, at: 0)
        position = 1
      }
      if let under { boxes.append(under) }
      return .column(boxes, base: position)
    }
    if let line = onOneLine(box, below: below, above: above) { return line }
    // Beside the base: what is above starts on the row over its top, what is below on the row under its foot.
    let width = max(under?.width ?? 0, over?.width ?? 0)
    let top = over.map { max(0, $0.height - (box.height > 1 ? box.baseline : 0)) } ?? 0
    let drop = box.height > 1 ? box.depth : 0
    let bottom = under.map { max(0, $0.height - drop) } ?? 0
    var side = MathsBox(
      width: width, height: top + box.height + bottom, baseline: top + box.baseline)
    if let over {
      let foot = box.height > 1 ? top + box.baseline : top
      side.grid.place(over.grid, column: 0, row: foot - over.height)
    }
    if let under { side.grid.place(under.grid, column: 0, row: top + box.height - drop) }
    return .row([box, side])
  }

  /// Scripts that need no row of their own: raised and lowered scalars where Unicode has all of them, and lists of
  /// indices as code writes them, `x[n,k]`.
  private func onOneLine(_ box: MathsBox, below: [MathsNode]?, above: [MathsNode]?) -> MathsBox? {
    // Under a hat there is room for what is lowered; what is raised stands as high as its base is.
    guard box.height == 1 || box.depth == 0 && above == nil else { return nil }
    var suffix = ""
    for (nodes, place) in [(below, MathsLine.ScriptPlace.below), (above, .above)] {
      guard let nodes else { continue }
      guard nodes.allSatisfy(isPlain), let script = MathsLine.shortScript(nodes, place) else {
        return nil
      }
      suffix += script
    }
    return .row([box, MathsBox(isASCII ? AllowedGlyphs.asciiText(suffix) : suffix)])
  }

  /// Whether a node is one row high when it is drawn in two dimensions: letters, numbers and operators are.
  private func isPlain(_ node: MathsNode) -> Bool {
    switch node {
    case .symbol, .space: true
    case .group(let nodes): nodes.allSatisfy(isPlain)
    default: false
    }
  }

  private func fenced(_ opening: String, _ body: MathsBox, _ closing: String) -> MathsBox {
    func fence(_ bracket: String) -> MathsBox {
      .fence(bracket, height: body.height, baseline: body.baseline, isASCII: isASCII)
    }
    let names = ["⌊": "floor", "⌈": "ceil"]
    if isASCII, let name = names[opening] {
      let single = body.height == 1
      return .row(
        [MathsBox(name), single ? MathsBox("(") : fence("("), body]
          + [single ? MathsBox(")") : fence(")")])
    }
    return .row([fence(opening), body, fence(closing)])
  }

  private func root(_ body: MathsBox, _ degree: MathsBox?) -> MathsBox {
    if isASCII {
      let name = MathsBox("sqrt")
      let sign = degree.map { MathsBox.row([MathsBox("root"), MathsBox("["), $0, MathsBox("]")]) }
      return .row([sign ?? name, fenced("(", body, ")")])
    }
    var boxes = [MathsBox.column([rule(width: body.width + 1), body], base: 1)]
    var sign = MathsBox(width: 1, height: body.height + 1, baseline: body.baseline + 1)
    sign.grid[0, 0] = Glyph("┌", MathsBox.style)
    for row in 1..<body.height + 1 { sign.grid[0, row] = Glyph("│", MathsBox.style) }
    sign.grid[0, body.height] = Glyph("√", MathsBox.style)
    boxes.insert(sign, at: 0)
    if let degree { boxes.insert(degree, at: 0) }
    return .row(boxes)
  }

  private func accent(_ body: MathsBox, _ accent: MathsAccent) -> MathsBox {
    let mark: Unicode.Scalar
    switch accent {
    case .hat: mark = "^"
    case .bar: mark = isASCII ? "_" : "─"
    case .tilde: mark = "~"
    case .vec: mark = isASCII ? ">" : "→"
    case .dot: mark = isASCII ? "." : "·"
    }
    var over = MathsBox(width: body.width)
    let columns = accent == .bar ? Array(0..<body.width) : [max(0, body.width - 1) / 2]
    for column in columns { over.grid[column, 0] = Glyph(mark, MathsBox.style) }
    return .column([over, body], base: 1)
  }

  // MARK: - Tables

  private func table(_ table: MathsTable, _ rows: [[[MathsNode]]]) -> MathsBox {
    if table == .aligned { return aligned(rows, width: nil) }
    let boxes = rows.map { $0.map { row($0) } }
    let isNumeric = rows.allSatisfy { $0.allSatisfy(isNumber) }
    let alignment: Alignment = table == .cases ? .left : isNumeric ? .right : .center
    let body = grid(of: boxes, alignment: alignment, gap: 2)
    let fences = table.fences
    let padding = fences.0.isEmpty ? 0 : 1
    let padded = MathsBox.row([
      MathsBox(width: padding), body, MathsBox(width: fences.1.isEmpty ? 0 : padding),
    ])
    return fenced(fences.0, padded, fences.1)
  }

  private enum Alignment { case left, center, right, aligned }

  private func isNumber(_ nodes: [MathsNode]) -> Bool {
    MathsLine.text(of: nodes, isTight: true).unicodeScalars.allSatisfy {
      "0"..."9" ~= $0 || $0 == "." || $0 == "−"
    }
  }

  /// Boxes in rows and columns, its baseline in the middle.
  private func grid(of rows: [[MathsBox]], alignment: Alignment, gap: Int) -> MathsBox {
    let count = rows.map(\.count).max() ?? 0
    let widths = (0..<count).map { c in
      rows.map { $0.indices.contains(c) ? $0[c].width : 0 }.max() ?? 0
    }
    let lines = rows.map { row in
      var boxes: [MathsBox] = []
      for (c, box) in row.enumerated() {
        if c > 0, alignment != .aligned || c % 2 == 0 { boxes.append(MathsBox(width: gap)) }
        let free = widths[c] - box.width
        let left =
          switch alignment {
          case .left: 0
          case .center: free / 2
          case .right: free
          case .aligned: c % 2 == 0 ? free : 0
          }
        boxes += [MathsBox(width: left), box, MathsBox(width: free - left)]
      }
      return MathsBox.row(boxes)
    }
    // Tall rows are kept apart.
    let isOpen = alignment == .aligned && lines.contains { $0.height > 1 }
    let spaced = lines.enumerated().flatMap { i, line in
      isOpen && i > 0 ? [MathsBox(width: 0), line] : [line]
    }
    var result = MathsBox.column(spaced, base: 0, isCentered: false)
    if alignment != .aligned { result.baseline = max(0, (result.height - 1) / 2) }
    return result
  }

  /// Rows whose `&` stand under one another; a right side that is too wide goes on below.
  private func aligned(_ rows: [[[MathsNode]]], width: Int?) -> MathsBox {
    let left = rows.map { $0.first.map { row($0).width } ?? 0 }.max() ?? 0
    var lines: [[MathsBox]] = []
    for cells in rows {
      if let width, cells.count == 2 {
        // The blank before a relation belongs to it.
        let pieces = broken([.group([])] + cells[1], width: max(1, width - left), indent: 3)
        for (i, piece) in pieces.enumerated() {
          lines.append([i == 0 ? row(cells[0]) : MathsBox(width: 0), piece])
        }
      } else {
        lines.append(
          cells.enumerated().map { c, nodes in
            row(c % 2 == 1 ? [.group([])] + nodes : nodes)
          })
      }
    }
    return grid(of: lines, alignment: .aligned, gap: 3)
  }
}
