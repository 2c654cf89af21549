/// A convolution adds its output to the way past where that lies: `convolution → sum` becomes one node.
///
/// Only for a network that predicts, and only where nothing reads the way past afterwards.
struct AddInPlace: GraphPass {
  func run(on graph: inout Graph) {
    for i in graph.live {
      guard case .sum(let isRectified) = graph.nodes[i].kind else { continue }
      for place in [0, 1] {
        let (body, past) = (graph.nodes[i].inputs[place], graph.nodes[i].inputs[1 - place])
        guard case .convolution(var convolution) = graph.nodes[body].kind,
          graph.readerCount(of: body) == 1,
          !convolution.addsInput, !convolution.isRectified, past < body,
          graph.isOver(past, before: body, besides: i)
        else { continue }
        convolution.addsInput = true
        convolution.isRectified = isRectified
        graph.change(body, to: .convolution(convolution))
        graph.addInput(past, to: body)
        graph.join(i, to: body)
        break
      }
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
