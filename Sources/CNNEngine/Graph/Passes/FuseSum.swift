/// A normalisation adds the way past as it writes: `norm → sum` becomes one node.
struct FuseSum: GraphPass {
  func run(on graph: inout Graph) {
    graph.joinSums { graph, body, _, sum in
      guard case .normalization(var norm) = graph.nodes[body].kind, !norm.addsInput,
        !norm.isRectified, case .sum(let isRectified) = graph.nodes[sum].kind
      else { return false }
      (norm.addsInput, norm.isRectified) = (true, isRectified)
      graph.change(body, to: .normalization(norm))
      return true
    }
  }
}
