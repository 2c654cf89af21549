/// Whatever writes a value cuts it off at 0 as it writes: a ReLU joins the convolution, normalisation or sum before it.
struct FuseReLU: GraphPass {
  func run(on graph: inout Graph) {
    for i in graph.live {
      guard case .entrywise(let loops) = graph.nodes[i].kind, loops.isRectifier else { continue }
      let producer = graph.nodes[i].inputs[0]
      guard graph.readerCount(of: producer) == 1 else { continue }
      switch graph.nodes[producer].kind {
      case .convolution(var convolution) where !convolution.isRectified:
        convolution.isRectified = true
        graph.change(producer, to: .convolution(convolution))
      case .normalization(var norm) where !norm.isRectified:
        norm.isRectified = true
        graph.change(producer, to: .normalization(norm))
      case .sum(false): graph.change(producer, to: .sum(isRectified: true))
      default: continue
      }
      graph.join(i, to: producer)
    }
  }
}
