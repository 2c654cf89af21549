/// Which algorithm computes each convolution, and how its weight's gradient is shared out.
struct ChooseAlgorithm: GraphPass {
  func run(on graph: inout Graph) {
    for i in graph.live {
      guard case .convolution(var convolution) = graph.nodes[i].kind else { continue }
      if convolution.algorithm == .direct, !convolution.isTransposed,
        convolution.geometry.suitsWinograd(images: graph.batch)
      {
        convolution.algorithm = .winograd
      }
      convolution.gradientIsWhole = convolution.suitsWholeGradient(images: graph.batch)
      graph.change(i, to: .convolution(convolution))
    }
  }
}
