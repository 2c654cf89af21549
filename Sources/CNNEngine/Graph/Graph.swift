/// A network between its plan and the machine: named nodes, each of which computes one value from others.
///
/// Layers lower themselves into nodes (`GraphBuilder`); passes rewrite them (`GraphPass`); a `MemoryPlan` lays values
/// out; operations compute. Nodes stand in the order in which they are computed. A node that a pass has joined to another
/// one stays in its place, dead, so that numbers of nodes never change.
struct Graph {
  struct Node {
    var kind: Kind
    /// The nodes whose values it reads.
    var inputs: [Int]
    /// Its value's maps.
    var extent: Extent
    /// What tables and errors call it.
    var name: String
    /// Its parameters, in the order of its kind.
    var parameters: [ParameterUse] = []
    /// The numbers of its running statistics: a mean and a variance, or none.
    var statistics: [Int] = []
    var isLive = true
  }

  /// Some rows of a parameter tensor: all of them, but where a convolution in groups is computed group by group.
  struct ParameterUse: Hashable {
    /// The parameter's number in the plan's order.
    var parameter: Int
    /// Along its first axis.
    var rows: Range<Int>
  }

  /// The channels, rows and columns of a value's maps; a vector has one row and one column.
  struct Extent: Hashable {
    var channels, rows, columns: Int
    var pixels: Int { rows * columns }
  }

  enum Kind {
    case input
    case convolution(Convolution)
    case normalization(Normalization)
    /// Groups of channels of one image brought to mean 0 and variance 1, then scaled and shifted channel by channel.
    case groupNormalization(groups: Int, epsilon: Float)
    case entrywise(LaneLoops)
    /// `number` tells one dropout of a network from the next.
    case dropout(rate: Float, number: Int)
    case maxPooling(MaxWindows)
    case averagePooling(AverageWindows)
    /// Two values added, and max(0, x) of the sum where it is rectified.
    case sum(isRectified: Bool)
    /// Channels of several values side by side.
    case concatenation
    /// Some channels of a value, in this order.
    case channels([Int])
    /// Pixels of a value's maps, for each row and column of the output one of the input, or zeros.
    case pixels(rows: [Int?], columns: [Int?])
    /// Maps laid out as one vector, channel after channel as `[N, C·H·W]` has it.
    case vector
    /// eˣ over its sum, over the channels of a vector.
    case softmax
    /// A layer as its definition has it; its input's shape as the plan sees it.
    case readable(any Layer, inputShape: [Int])
  }

  struct Convolution: Equatable {
    enum Algorithm: String {
      case direct, winograd, depthwise
    }
    /// The sizes; of a transposed convolution those of the convolution whose way back it is.
    var geometry: FastGeometry
    var hasBias: Bool
    var isTransposed = false
    var isDepthwise = false
    /// Whether max(0, x) of the output is taken.
    var isRectified = false
    /// Whether the last input is added to the output, which takes its place in memory.
    var addsInput = false
    /// The normalisation by running statistics that its weights and bias take over: scale, shift, mean, variance.
    var fold: Fold?
    var algorithm = Algorithm.direct

    /// Whether the weight's gradient is shared out by weights, for the whole batch at once.
    var gradientIsWhole = false

    /// Whether that pays.
    ///
    /// A batch of one has one slot: its images are not shared out, but weights can be.
    ///
    /// Few weights: partial sums for each slot. Many: partial sums would cost more memory than maps. Winograd's are 36
    /// numbers where a kernel has 9, of which the slots' sums are added up anyway, so that its limit lies higher.
    func suitsWholeGradient(images: Int) -> Bool {
      switch algorithm {
      case .direct: images == 1 || geometry.weightLayout.count > 100_000
      case .winograd: geometry.weightLayout.count > 200_000
      case .depthwise: false
      }
    }

    /// How many partial gradients of the weight there are.
    func gradientSlots(of slots: Int) -> Int {
      gradientIsWhole || algorithm == .winograd ? 1 : slots
    }

    /// How the weight lies in memory.
    var weightLayout: ParameterLayout {
      algorithm == .depthwise
        ? .taps(channels: geometry.outputChannels, taps: geometry.taps)
        : .panels(
          geometry.weightLayout, channels: geometry.inputChannels, taps: geometry.taps)
    }
  }

  struct Fold: Equatable {
    var scale, shift: ParameterUse
    var statistics: [Int]
    var epsilon: Float
  }

  struct Normalization: Equatable {
    var momentum, epsilon: Float
    /// Whether the last input is added after scale and shift.
    var addsInput = false
    var isRectified = false
  }

  /// The windows of a maximum.
  struct MaxWindows: Equatable {
    var size, stride, padding, dilation: Pair
  }

  /// The windows of a mean: for each output row and column the input rows and columns under it, and for each output
  /// pixel what the sum is multiplied by.
  struct AverageWindows: Equatable {
    var rows, columns: [Range<Int>]
    var shares: [Float]
  }

  let batch: Int
  private(set) var nodes: [Node] = []
  /// For each node the live nodes that read its value, as often as they do.
  private(set) var readers: [[Int]] = []
  var output = GraphValue(node: 0, shape: [])
  /// The outputs of the layers, in the order of a table's rows and by their names there.
  var rows: [GraphRow] = []
  /// For each dead node, the live one whose value stands for its own.
  var standIns: [Int: Int] = [:]
  let parameters: [ParameterSpec]
  let statistics: [ParameterSpec]

  init(batch: Int, plan: Sequential) {
    self.batch = batch
    parameters = plan.parameterSpecs
    statistics = plan.statisticsSpecs
  }

  /// The numbers of the live nodes, in order.
  var live: [Int] { nodes.indices.filter { nodes[$0].isLive } }

  /// Changes what a node computes, and from no other values.
  mutating func change(_ node: Int, to kind: Kind) { nodes[node].kind = kind }

  /// Lets nodes that write one side of a sum take the sum over.
  ///
  /// - Parameter takesOver: changes a node, whose value nothing but the sum reads, and says whether it adds the other
  ///   side from then on; that side is computed before the node.
  mutating func joinSums(
    _ takesOver: (_ graph: inout Graph, _ body: Int, _ past: Int, _ sum: Int) -> Bool
  ) {
    for i in live {
      guard case .sum = nodes[i].kind else { continue }
      let (a, b) = (nodes[i].inputs[0], nodes[i].inputs[1])
      for (body, past) in [(a, b), (b, a)]
      where past < body && readerCount(of: body) == 1 && takesOver(&self, body, past, i) {
        addInput(past, to: body)
        join(i, to: body)
        break
      }
    }
  }

  /// How often a node's value is read, the network's output counted too.
  func readerCount(of node: Int) -> Int {
    readers[node].count + (output.node == node ? 1 : 0)
  }

  /// The live node whose value stands for that of a node.
  func standIn(for node: Int) -> Int {
    var node = node
    while let next = standIns[node] { node = next }
    return node
  }

  /// Adds a node behind all others.
  mutating func append(_ node: Node) {
    for input in node.inputs { readers[input].append(nodes.count) }
    nodes.append(node)
    readers.append([])
  }

  /// Lets a node read one more value.
  mutating func addInput(_ input: Int, to node: Int) {
    nodes[node].inputs.append(input)
    readers[input].append(node)
  }

  /// Joins a node to another one: whatever read the first reads the second.
  mutating func join(_ node: Int, to other: Int) {
    nodes[node].isLive = false
    standIns[node] = other
    for input in nodes[node].inputs { readers[input].removeAll { $0 == node } }
    for reader in readers[node] {
      nodes[reader].inputs = nodes[reader].inputs.map { $0 == node ? other : $0 }
    }
    readers[other] += readers[node]
    readers[node] = []
    if output.node == node { output = GraphValue(node: other, shape: output.shape) }
  }
}

/// A value of a graph, and its shape as the plan sees it, the batch included.
///
/// The maps behind it may be laid out otherwise: `Flatten` changes the shape and leaves the maps.
public struct GraphValue: Hashable, Sendable {
  let node: Int
  let shape: [Int]
}

/// A row of a network's table: what a layer reads, what it hands on, and the numbers of its parameters.
struct GraphRow {
  var name: String
  var inputs: [GraphValue]
  var value: GraphValue
  var parameters: [Int] = []
}

extension Graph: CustomStringConvertible {
  /// One line a live node: its number, what it computes, from what, and the maps of its value.
  var description: String {
    live.map { i in
      let node = nodes[i]
      let inputs = node.inputs.map { "#\($0)" }.joined(separator: ", ")
      let extent = "\(node.extent.channels)×\(node.extent.rows)×\(node.extent.columns)"
      return "#\(i) \(node.kind)\(inputs.isEmpty ? "" : " of \(inputs)"): \(extent)"
    }.joined(separator: "\n")
  }
}

extension Graph.Kind: CustomStringConvertible {
  var description: String {
    switch self {
    case .input: "input"
    case .convolution(let c):
      "\(c.isTransposed ? "transposed " : c.isDepthwise ? "depthwise " : "")convolution \(c.geometry.kernelRows)×\(c.geometry.kernelColumns)"
        + (c.algorithm == .winograd ? " by Winograd" : "") + (c.fold == nil ? "" : " + norm")
        + (c.addsInput ? " + sum" : "") + (c.isRectified ? " + ReLU" : "")
    case .normalization(let n):
      "norm" + (n.addsInput ? " + sum" : "") + (n.isRectified ? " + ReLU" : "")
    case .groupNormalization(let groups, _): "norm in \(groups) groups"
    case .entrywise(let loops): loops.isRectifier ? "ReLU" : "entrywise"
    case .dropout(let rate, _): "dropout \(rate)"
    case .maxPooling(let windows): "max \(windows.size), stride \(windows.stride)"
    case .averagePooling: "mean"
    case .sum(let isRectified): "sum" + (isRectified ? " + ReLU" : "")
    case .concatenation: "concatenation"
    case .channels(let order): "\(order.count) channels"
    case .pixels: "pixels"
    case .vector: "vector"
    case .softmax: "softmax"
    case .readable(let layer, _): "definition of \(layer.name)"
    }
  }
}
