/// Programs of tensors and networks, each with what it prints.
enum TensorPrograms {
  static let all: [(String, String)] = [
    (
      #"""
      let k: Tensor = [[0, 1], [2, 3]]
      print(k, k.shape, k[1, 0], k.sum(), (k * 2 + 1).mean())
      """#,
      "[[0.0, 1.0], [2.0, 3.0]] [2, 2] 2.0 6.0 4.0"
    ),
    (
      #"""
      let k: Tensor = [[0, 1], [2, 3]]
      let parts = [k, k * 2, k - 1]
      print(parts.reduce(0, +), parts.map { $0.sum() }.max() ?? 0)
      """#,
      "[[-1.0, 3.0], [7.0, 11.0]] 12.0"
    ),
    (
      #"""
      func split(_ x: Tensor, at limit: Float) -> (low: Tensor, high: Tensor) {
        (x.less(than: limit), x.greater(than: limit))
      }
      let (low, high) = split(ramp(2, 2), at: 1)
      print(low, high, split(ramp(3), at: 0.5).high)
      """#,
      "[[1.0, 0.0], [0.0, 0.0]] [[0.0, 0.0], [1.0, 1.0]] [0.0, 1.0, 1.0]"
    ),
    (
      #"""
      var x: Tensor = [[1, 2], [3, 4]]
      x[0, 0] = 9
      x = x - 1
      x *= 2
      print(x, x == x, x.map { max(0, $0 - 6) })
      """#,
      "[[16.0, 2.0], [4.0, 6.0]] true [[10.0, 0.0], [0.0, 0.0]]"
    ),
    (
      #"""
      let x = ramp(3)
      print(x.scalars.map { Double($0) }.reduce(0, +), x.scalars.enumerated().map { Float($0) * $1 })
      """#,
      "3.0 [0.0, 1.0, 4.0]"
    ),
    (
      #"""
      func numericGradient(_ f: (Tensor) -> Float, at x: Tensor) -> Tensor {
        var g = zeros(3)
        for i in 0..<x.count {
          var up = x
          up[i] += 0.5
          var down = x
          down[i] -= 0.5
          g[i] = f(up) - f(down)
        }
        return g
      }
      print(numericGradient({ ($0 * $0).sum() }, at: [1, 2, 3]))
      """#,
      "[2.0, 4.0, 6.0]"
    ),
    (
      #"""
      let y = conv2d(ramp(3, 3), [[1, 0], [0, -1]])
      let g = conv2dGradients(input: ramp(3, 3), kernel: [[1, 0], [0, -1]], outputGradient: ones(2, 2))
      print(y, g.kernel, g.bias, g.input.sum())
      """#,
      "[[-4.0, -4.0], [-4.0, -4.0]] [[8.0, 12.0], [20.0, 24.0]] [4.0] 0.0"
    ),
    (
      #"""
      let x: Tensor = [[1, 2], [3, 4], [0, -1]]
      let w: Tensor = [[0.5, -1], [2, 0]]
      let y = dense(x, w, bias: [1, -1])
      let g = denseGradients(input: x, weight: w, outputGradient: ones(3, 2))
      print(y, g.input, g.weight, g.bias)
      """#,
      "[[-0.5, 1.0], [-1.5, 5.0], [2.0, -1.0]] [[2.5, -1.0], [2.5, -1.0], [2.5, -1.0]] [[4.0, 5.0], [4.0, 5.0]] [3.0, 3.0]"
    ),
    (
      #"""
      let logits: Tensor = [[1000, 0, -1000], [1, 2, 3]]
      print(crossEntropy(logits, [0, 2]), crossEntropy(logits, [0, 2], smoothing: 0.1).rounded())
      print(crossEntropyGradient(logits, [0, 2]).rounded(), logSumExp(logits), logSoftmax(logits).shape)
      """#,
      #"""
      0.20380299 50.0
      [[0.0, 0.0, 0.0], [0.0, 0.0, -0.0]] [1000.0, 3.407606] [2, 3]
      """#
    ),
    (
      #"""
      let p: Tensor = [[1, 0], [0.5, 0.5]]
      let t: Tensor = [[1, 0], [0, 1]]
      print(meanSquaredError(p, t), meanSquaredErrorGradient(p, t), diceLoss(p, t), binaryCrossEntropy(p, t) > 0)
      """#,
      "0.125 [[0.0, 0.0], [0.25, -0.25]] 0.2 true"
    ),
    (
      #"""
      let x = ramp(2, 2, 1, 2)
      let y = batchNorm(x, scale: ones(2), shift: zeros(2))
      print(y.mean(along: [0, 2, 3]).rounded(), y.variance(along: [0, 2, 3]).rounded())
      let g = batchNormGradients(input: x, scale: ones(2), outputGradient: ones(2, 2, 1, 2))
      print(g.shift, g.scale.rounded(), g.input.rounded())
      print(batchNormInference(x, scale: ones(2), shift: zeros(2), mean: zeros(2), variance: ones(2) * 4, epsilon: 0))
      """#,
      #"""
      [[[[0.0]], [[0.0]]]] [[[[1.0]], [[1.0]]]]
      [4.0, 4.0] [0.0, 0.0] [[[[0.0, 0.0]], [[0.0, 0.0]]], [[[0.0, 0.0]], [[0.0, 0.0]]]]
      [[[[0.0, 0.5]], [[1.0, 1.5]]], [[[2.0, 2.5]], [[3.0, 3.5]]]]
      """#
    ),
    (
      "print(layerNorm(ramp(2, 4)).rounded(), groupNorm(ramp(1, 4, 1, 2), groups: 2).mean().rounded(), dropout(ones(8), rate: 0.5, seed: 1).max())",
      "[[-1.0, -0.0, 0.0, 1.0], [-1.0, -0.0, 0.0, 1.0]] 0.0 2.0"
    ),
    (
      "print(convTranspose2d(ones(1, 1, 2, 2), ones(1, 1, 2, 2), stride: 2))",
      "[[[[1.0, 1.0, 1.0, 1.0], [1.0, 1.0, 1.0, 1.0], [1.0, 1.0, 1.0, 1.0], [1.0, 1.0, 1.0, 1.0]]]]"
    ),
    (
      #"""
      var optimizer = SGD(momentum: 0.5)
      var parameters: [Tensor] = [[4, 2]]
      for _ in 1...3 {
        let gradients = parameters.map { $0 * 2 }
        optimizer.step(&parameters, gradients: gradients, rate: 0.25)
      }
      print(parameters, parameters[0][1])
      """#,
      "[[-1.0, -0.5]] -0.5"
    ),
    (
      #"""
      var w: Tensor = [4, -2]
      var adam = Adam()
      var path: [(Float, Float)] = []
      for _ in 0..<4 {
        path.append((w[0], w[1]))
        adam.step(&w, gradients: [2 * w[0], 20 * w[1]].count == 2 ? w * 2 : w, rate: 0.5)
      }
      print(path.count, w.rounded(), path[1].0.rounded())
      """#,
      "4 [2.0, -0.0] 4.0"
    ),
    (
      #"""
      let layer = Dense(inputs: 3, outputs: 2)
      let parameters = layer.initialParameters(.he, seed: 4)
      let pass = layer.forward(ramp(2, 3), parameters: parameters)
      let back = layer.backward(ones(2, 2), kept: pass.kept, parameters: parameters)
      print(pass.output.shape, pass.kept.tensors[0], back.input.shape, back.parameters.map(\.shape))
      """#,
      "[2, 2] [[0.0, 1.0, 2.0], [3.0, 4.0, 5.0]] [2, 3] [[2, 3], [2]]"
    ),
    (
      #"""
      let block = Residual(Sequential(Conv2D(inputChannels: 2, outputChannels: 2, kernelSize: 3, padding: 1), ReLU()))
      let p = block.initialParameters(seed: 2)
      let pass = block.forward(ones(1, 2, 4, 4), parameters: p)
      print(pass.output.shape, block.backward(pass.output, kept: pass.kept, parameters: p).input.shape)
      """#,
      "[1, 2, 4, 4] [1, 2, 4, 4]"
    ),
    (
      #"""
      let bn = BatchNorm2D(channels: 2, momentum: 0.5)
      let pass = bn.forward(ramp(2, 2, 1, 1), parameters: [ones(2), zeros(2)], statistics: [zeros(2), ones(2)])
      print(pass.statistics)
      let later = bn.forward(ramp(2, 2, 1, 1), parameters: [ones(2), zeros(2)], statistics: pass.statistics, mode: .inference)
      print(later.output.rounded())
      """#,
      #"""
      [[0.5, 1.0], [1.5, 1.5]]
      [[[[-0.0]], [[0.0]]], [[[1.0]], [[2.0]]]]
      """#
    ),
    (
      #"""
      let schedule = Schedule.cosine(0.5)
      print((0...4).map { schedule.rate(step: $0 * 25, of: 100, stepsPerEpoch: 10) }.map { ($0 * 100).rounded() })
      let steps: Schedule = .step(1, every: 2, factor: 0.5)
      print(stride(from: 0, to: 60, by: 15).map { steps.rate(step: $0, of: 60, stepsPerEpoch: 10) })
      """#,
      #"""
      [50.0, 43.0, 25.0, 7.0, 0.0]
      [1.0, 1.0, 0.5, 0.25]
      """#
    ),
    (
      "print(Initialization.he.weights([4, 2, 3, 3], seed: 1).shape, Initialization.small.weights([2, 3], seed: 1).max() < 0.1, Initialization.zero.weights([1, 2], seed: 1))",
      "[4, 2, 3, 3] true [[-0.0, -0.0]]"
    ),
    (
      #"""
      let right = checkConvolutionGradients { x, w, dy, stride, padding in
        let g = conv2dGradients(input: x, kernel: w, outputGradient: dy, stride: stride, padding: padding)
        return (g.input, g.kernel, g.bias)
      }
      let wrong = checkConvolutionGradients(weighting: .ones) { x, w, dy, stride, padding in
        let g = conv2dGradients(input: x, kernel: w.flipped(), outputGradient: dy, stride: stride, padding: padding)
        return (g.input, g.kernel, g.bias)
      }
      print(right.allSatisfy { $0.isRight }, wrong.map { $0.isRight })
      """#,
      "true [false, true, true, false, true, true, true, true, true]"
    ),
    (
      #"""
      let network = Sequential(Conv2D(inputChannels: 1, outputChannels: 4, kernelSize: 3), ReLU(), Flatten(), Dense(inputs: 144, outputs: 3))
      let fresh = Network(network, input: [1, 8, 8], seed: 2)
      let scores = fresh(ones(2, 1, 8, 8))
      print(scores.shape, fresh.parameters.map(\.shape), fresh.forwardAll(ones(8, 8)).map { $0.output.shape })
      """#,
      "[2, 3] [[4, 1, 3, 3], [4], [3, 144], [3]] [[1, 4, 6, 6], [1, 4, 6, 6], [1, 144], [1, 3]]"
    ),
    (
      #"""
      let plan = Sequential(Conv2D(inputChannels: 1, outputChannels: 2, kernelSize: 3), ReLU(), Flatten(), Dense(inputs: 8, outputs: 3))
      let net = Network(plan, input: [1, 4, 4], seed: 2)
      let x = ramp(4, 4) / 16
      let back = net.backwardAll(x, labels: [1])
      print(back.map { $0.name }.count, back[0].outputGradient.shape, back[3].parameterGradients.map { $0.shape })
      print(isClose(back[3].outputGradient, softmax(net(x)) - [[0, 1, 0]]))
      """#,
      "4 [1, 2, 2, 2] [[3, 8], [3]]\ntrue"
    ),
    (
      #"""
      func backward(_ dy: Tensor, through w: Tensor) -> (input: Tensor, weight: Tensor) {
        let dx = matmul(dy, w)
        return (input: dx, weight: matmul(dy.transposed(), dx))
      }
      let result = backward(ones(2, 3), through: ramp(3, 2))
      print(result.input, result.weight.shape)
      """#,
      "[[6.0, 9.0], [6.0, 9.0]] [3, 2]"
    ),
    (
      #"""
      let names = Branches(Sequential(Conv2D(inputChannels: 3, outputChannels: 2, kernelSize: 1)), Sequential(MaxPool2D(size: 3, stride: 1, padding: 1)))
      print(try names.outputShape(for: [1, 3, 8, 8]), GroupNorm(groups: 2, channels: 4).parameterShapes, try ConvTranspose2D(inputChannels: 2, outputChannels: 3, kernelSize: 2, stride: 2).outputShape(for: [1, 2, 4, 4]))
      """#,
      "[1, 5, 8, 8] [[4], [4]] [1, 3, 8, 8]"
    ),
    (
      #"""
      let logits: Tensor = [[2, 1], [0, 3]]
      let losses: [Float] = [0, 1].map { crossEntropy(logits, [$0, 1]) }
      print(losses[0] < losses[1], accuracy(logits, [0, 1]))
      """#,
      "true 1.0"
    ),
    (
      #"""
      let scores: Tensor = [[3, 1, 2], [0, 2, 1], [5, 4, 0], [1, 2, 3]]
      let labels: Tensor = [0, 2, 1, 2]
      let c = confusionMatrix(scores, labels, classes: 3)
      print(c, perClassAccuracy(c), precisionRecallF1(c).precision, topKAccuracy(scores, labels, k: 2))
      """#,
      "[[1.0, 0.0, 0.0], [1.0, 0.0, 0.0], [0.0, 1.0, 1.0]] [1.0, 0.0, 0.5] [0.5, 0.0, 1.0] 1.0"
    ),
    (
      "print(augmented(ones(1, 4, 4), shift: 1, cutout: 2, seed: 3).sum() < 16, ramp(2, 3).flippedLeftRight(), ramp(1, 2).standardized())",
      "true [[2.0, 1.0, 0.0], [5.0, 4.0, 3.0]] [[-1.0, 1.0]]"
    ),
    (
      #"""
      let x = ramp(2, 2)
      let g = measuredGradient(at: x, weights: ones(2, 2), step: 0.5) { $0 * $0 }
      print(g, gradientDifference(2 * x, g) < 0.01)
      """#,
      "[[0.0, 2.0], [4.0, 6.0]] true"
    ),
    (
      #"""
      let odd = log(2 * ramp(2) - 1)
      let nan = odd[0]
      print(max(nan, 2).isNaN, max(2, nan).isNaN, min(nan, 2).isNaN, min(2, nan).isNaN, max(1, 2, nan).isNaN)
      print(([nan, 1].max() ?? 0).isNaN, ([1, nan].max() ?? 0).isNaN, ([3, nan, 1].min() ?? 0).isNaN)
      print(max(odd, 2), max(2, odd), odd.argmax(), odd.argmin(along: 0), odd.max().isNaN, topK(odd, k: 1))
      print(ramp(2, 3).max(along: 1), ramp(2, 3).min(along: [0, 1]), ramp(2, 3).argmin())
      """#,
      #"""
      true true true true true
      true true true
      [nan, 2.0] [nan, 2.0] 0 [0.0] true [0]
      [[2.0], [5.0]] [[0.0]] 0
      """#
    ),
    (
      "print(0.0 / 0.0, -(0.0 / 0.0), Float.nan, -Float.nan, [Double.nan], -log(ramp(1) - 1), \"\\(0.0 / 0.0)\")",
      "nan nan nan nan [nan] [nan] nan"
    ),
    (
      #"""
      let x: Float = -2
      print(leakyRelu(-2.0, slope: 0.5), leakyRelu(x, slope: 0.3), leakyRelu(-2.0), leakyRelu(ramp(2) - 1, slope: 0.3))
      print(leakyRelu(-2.0, slope: 0.3), leakyRelu(3.0, slope: 0.3), gelu(1.0), silu(1.0), gelu(x), sigmoid(x))
      """#,
      #"""
      -1.0 -0.6 -0.02 [-0.3, 0.0]
      -0.6 3.0 0.841344746068543 0.7310585786300049 -0.045500264 0.11920292
      """#
    ),
    (
      #"""
      let x = ramp(5, 5)
      print(maxPool2d(x, kernelSize: 2, ceilMode: true), maxPool2d(x, size: 2, stride: 2, dilation: 2))
      print(averagePool2d(x, kernelSize: 2, padding: 1, ceilMode: true, countsPadding: false).shape)
      let dy = ones(3, 3)
      print(averagePool2dGradient(input: x, outputGradient: dy, kernelSize: 2, padding: 1, countsPadding: false)[0, 0])
      print(averagePool2dGradient(input: x, outputGradient: dy, size: 2, padding: 1)[0, 0])
      print(maxPool2dGradient(input: x, outputGradient: dy, kernelSize: 2, ceilMode: true)[4, 4])
      """#,
      #"""
      [[6.0, 8.0, 9.0], [16.0, 18.0, 19.0], [21.0, 23.0, 24.0]] [[12.0, 14.0], [22.0, 24.0]]
      [3, 3]
      1.0
      0.25
      1.0
      """#
    ),
    (
      #"""
      let row: Tensor = [[1, 2, 3]]
      print(pad(row, (0, 1), mode: .circular), pad(row, left: 2), pad(row, top: 1, right: 1, mode: .replicate))
      print(padSame(row, kernelSize: (1, 2)), samePadding(input: 6, kernel: 3, stride: 2), samePadding(input: 5, kernel: 4).after)
      """#,
      #"""
      [[3.0, 1.0, 2.0, 3.0, 1.0]] [[0.0, 0.0, 1.0, 2.0, 3.0]] [[1.0, 2.0, 3.0, 3.0], [1.0, 2.0, 3.0, 3.0]]
      [[1.0, 2.0, 3.0, 0.0]] (before: 0, after: 1) 2
      """#
    ),
    (
      #"""
      let logits: Tensor = [[2, -1, 0.5], [0.1, 0.2, -3], [1, 1, 4], [-2, 0, 2]]
      print(crossEntropy(logits, [0, 2, 1, 255], smoothing: 0.1, weights: [0.5, 2, 1.25], ignoring: 255))
      print(crossEntropyGradient(logits, [0, 2, 1, 255], ignoring: 255).part(3))
      let labels: Tensor = [[[0, 1]]]
      print(crossEntropy(zeros(1, 2, 1, 2), labels), crossEntropyGradient(zeros(1, 2, 1, 2), labels))
      print(diceLoss([1, 0], [1, 0], epsilon: 0), crossEntropy([[1000, 990]], [0]))
      """#,
      #"""
      2.8802516
      [0.0, 0.0, 0.0]
      0.6931472 [[[[-0.25, 0.25]], [[0.25, -0.25]]]]
      0.0 4.5398898e-05
      """#
    ),
    (
      #"""
      let plan = Sequential(Conv2D(inputChannels: 1, outputChannels: 2, kernelSize: 3), BatchNorm2D(channels: 2))
      print(gradientCheck(plan, input: normal(2, 1, 5, 4, seed: 3)).map { $0.isRight })
      """#,
      "[true, true, true, true, true]"
    ),
  ]
}
