/// A normalisation by running statistics is a factor and a term for each channel: the convolution before it takes both
/// over, in its weights and its bias.
///
///     (w∗x + b − m) · s/√(v + ε) + t  =  (w·f)∗x + (b − m)·f + t,   f = s/√(v + ε)
///
/// Only for a network that predicts; a transposed convolution's weights lie the other way round and stay as they are.
struct FoldNormalization: GraphPass {
  func run(on graph: inout Graph) {
    for i in graph.live {
      guard case .normalization(let norm) = graph.nodes[i].kind, !norm.addsInput else { continue }
      let producer = graph.nodes[i].inputs[0]
      guard case .convolution(var convolution) = graph.nodes[producer].kind,
        !convolution.isTransposed, !convolution.isRectified, !convolution.addsInput,
        convolution.fold == nil, graph.readerCount(of: producer) == 1
      else { continue }
      let node = graph.nodes[i]
      convolution.fold = Graph.Fold(
        scale: node.parameters[0], shift: node.parameters[1], statistics: node.statistics,
        epsilon: norm.epsilon)
      convolution.isRectified = norm.isRectified
      graph.change(producer, to: .convolution(convolution))
      graph.join(i, to: producer)
    }
  }
}
