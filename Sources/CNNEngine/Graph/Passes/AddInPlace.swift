/// A convolution adds its output to the way past where that lies: `convolution → sum` becomes one node.
///
/// Only for a network that predicts, and only where nothing reads the way past afterwards.
struct AddInPlace: GraphPass {
  func run(on graph: inout Graph) {
    graph.joinSums { graph, body, past, sum in
      guard case .convolution(var convolution) = graph.nodes[body].kind, !convolution.addsInput,
        !convolution.isRectified, graph.isOver(past, before: body, besides: sum),
        case .sum(let isRectified) = graph.nodes[sum].kind
      else { return false }
      (convolution.addsInput, convolution.isRectified) = (true, isRectified)
      graph.change(body, to: .convolution(convolution))
      return true
    }
  }
}

extension Graph {
  /// Whether a value may be written over from a node on: it is not the picture, and all that read it, but for one node,
  /// come before.
  fileprivate func isOver(_ value: Int, before node: Int, besides reader: Int) -> Bool {
    if case .input = nodes[value].kind { return false }
    guard output.node != value else { return false }
    return readers[value].allSatisfy { $0 == reader || $0 < node }
  }
}
