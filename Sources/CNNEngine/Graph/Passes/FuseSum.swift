/// A normalisation adds the way past as it writes: `norm → sum` becomes one node.
struct FuseSum: GraphPass {
  func run(on graph: inout Graph) {
    for i in graph.live {
      guard case .sum(let isRectified) = graph.nodes[i].kind else { continue }
      for place in [0, 1] {
        let (body, past) = (graph.nodes[i].inputs[place], graph.nodes[i].inputs[1 - place])
        // The way past must be there when the normalisation writes.
        guard case .normalization(var norm) = graph.nodes[body].kind,
          graph.readerCount(of: body) == 1,
          !norm.addsInput, !norm.isRectified, past < body
        else { continue }
        norm.addsInput = true
        norm.isRectified = isRectified
        graph.change(body, to: .normalization(norm))
        graph.addInput(past, to: body)
        graph.join(i, to: body)
        break
      }
    }
  }
}
