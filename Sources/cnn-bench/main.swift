import CNNEngine
let clock = ContinuousClock()
func seconds(_ d: Duration) -> Double {
  Double(d.components.seconds) + Double(d.components.attoseconds) / 1e18
}
func median(_ n: Int, _ f: () -> Void) -> Double {
  f(); f()
  return (0..<n).map { _ in seconds(clock.measure(f)) }.sorted()[n / 2]
}
func conv(_ i: Int, _ o: Int, _ k: Int, p: Int = 0, s: Int = 1, bias: Bool = true) -> Conv2D {
  Conv2D(inputChannels: i, outputChannels: o, kernelSize: k, stride: s, padding: p, bias: bias)
}
func lenet() -> Sequential {
  Sequential(
    conv(1, 6, 5, p: 2), Tanh(), AveragePool2D(size: 2), conv(6, 16, 5), Tanh(),
    AveragePool2D(size: 2), Flatten(), Dense(inputs: 400, outputs: 120), Tanh(),
    Dense(inputs: 120, outputs: 84), Tanh(), Dense(inputs: 84, outputs: 10))
}
func digits() -> Sequential {
  Sequential(
    conv(1, 16, 3, p: 1), ReLU(), conv(16, 32, 3, p: 1), ReLU(), MaxPool2D(size: 2), Flatten(),
    Dense(inputs: 512, outputs: 64), ReLU(), Dense(inputs: 64, outputs: 10))
}
func block(_ i: Int, _ o: Int, s: Int = 1) -> [any Layer] {
  [conv(i, o, 3, p: 1, s: s, bias: false), BatchNorm2D(channels: o), ReLU()]
}
func vgg() -> Sequential {
  Sequential(
    block(3, 32) + block(32, 32) + [MaxPool2D(size: 2)] + block(32, 64) + block(64, 64) + [
      MaxPool2D(size: 2)
    ] + block(64, 128) + block(128, 128) + [
      MaxPool2D(size: 2), Flatten(), Dense(inputs: 2048, outputs: 10),
    ])
}
func basic(_ i: Int, _ o: Int, _ s: Int) -> [any Layer] {
  [
    Residual(
      Sequential(block(i, o, s: s) + [conv(o, o, 3, p: 1, bias: false), BatchNorm2D(channels: o)]),
      shortcut: s == 1 && i == o
        ? nil : Sequential(conv(i, o, 1, s: s, bias: false), BatchNorm2D(channels: o))), ReLU(),
  ]
}
func res(_ stages: [(Int, Int)], _ n: Int, _ first: Int) -> Sequential {
  var l = block(3, first); var i = first
  for (o, s) in stages { for k in 0..<n { l += basic(i, o, k == 0 ? s : 1); i = o } }
  return Sequential(l + [GlobalAveragePool(), Flatten(), Dense(inputs: i, outputs: 10)])
}
func he(_ plan: Sequential) -> [Tensor] {
  plan.parameterShapes.enumerated().map { i, s in
    let n = s.reduce(1, *)
    if s.count == 1 { return Tensor(shape: s, scalars: Array(repeating: 0.5, count: n)) }
    let fan = s.dropFirst().reduce(1, *)
    let u = uniform(n, seed: i + 1).scalars
    return Tensor(shape: s, scalars: u.map { $0 * (3.0 / Float(fan)).squareRoot() })
  }
}
let threads = CommandLine.arguments.contains("1") ? 1 : 2
let pool = ThreadPool(threads: threads)
for (name, plan, picture, batch, n) in [
  ("digits", digits(), [1, 8, 8], 64, 300), ("lenet5", lenet(), [1, 28, 28], 64, 100),
  ("vgg", vgg(), [3, 32, 32], 128, 7),
  ("resnet20", res([(16, 1), (32, 2), (64, 2)], 3, 16), [3, 32, 32], 128, 7),
  ("resnet18", res([(64, 1), (128, 2), (256, 2), (512, 2)], 2, 64), [3, 32, 32], 128, 3),
] {
  if CommandLine.arguments.count > 1, !CommandLine.arguments.contains(name),
    CommandLine.arguments[1] != "1"
  {
    continue
  }
  let r = try NetworkRunner(
    plan, picture: picture, batch: batch,
    optimizer: .sgd(momentum: 0.9, nesterov: false, weightDecay: 5e-4), pool: pool)
  r.load(parameters: he(plan), statistics: [])
  r.setBatch(
    uniform(batch, picture[0], picture[1], picture[2], seed: 9),
    labels: (0..<batch).map { $0 * 7 % 10 })
  var loss: Float = 0
  let t = median(n) { loss = r.step(rate: 0.001).loss }
  print(
    name, t * 1e3, "ms", Int(Double(batch) / t), "pictures/s, loss", loss, r.bytes / 1_000_000, "MB"
  )
}
