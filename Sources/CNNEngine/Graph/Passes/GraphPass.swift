/// One rewriting of a graph, after which it computes the same with fewer or better nodes.
protocol GraphPass {
  init()
  func run(on graph: inout Graph)
}

/// The passes of a network in their order.
///
/// A network that predicts folds its normalisations away; one that trains needs them. Where every layer's output is to
/// be had afterwards, nothing is joined.
func graphPasses(isTraining: Bool, keepsAll: Bool) -> [any GraphPass.Type] {
  if keepsAll { return [ChooseAlgorithm.self] }
  return isTraining
    ? [FuseSum.self, FuseReLU.self, ChooseAlgorithm.self]
    : [
      FoldNormalization.self, AddInPlace.self, FuseSum.self, FuseReLU.self, ChooseAlgorithm.self,
    ]
}
