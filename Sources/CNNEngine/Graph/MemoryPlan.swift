/// Where every value and every gradient of a graph lies: its layout, and its place in the memory of a slot.
///
/// A slot is a part of the batch whose images go through one after the other, all steps of a phase on each few images;
/// each has a block of memory of its own, laid out like every other slot's. Two values share memory where their lives do
/// not meet. Time runs over the nodes forward, the loss, and the nodes backward.
struct MemoryPlan {
  /// Something that needs memory: a value or a gradient, or several of one size that take each other's place.
  struct Region {
    var layout: MapLayout
    /// From the step that writes it first to the last that reads it.
    var life: ClosedRange<Int>
    /// Where it begins in a slot's memory.
    var offset = 0
    /// Whether something else lies there at other times, so that its margin must be cleared before it is written.
    var isShared = false
  }

  private(set) var regions: [Region] = []
  /// For each node the region of its value, and of its value's gradient.
  private(set) var valueRegions: [Int?]
  private(set) var gradientRegions: [Int?]
  /// The floats of a slot.
  private(set) var slotFloats = 0
  let times: Times

  struct Options {
    var isTraining: Bool
    var keepsAll: Bool
    var wantsInputGradient: Bool
    var imagesPerSlot: Int
  }

  init(_ graph: Graph, _ options: Options) {
    valueRegions = Array(repeating: nil, count: graph.nodes.count)
    gradientRegions = Array(repeating: nil, count: graph.nodes.count)
    let live = graph.live
    let times = Times(graph, live)
    self.times = times
    for i in live {
      // A convolution that adds to its last input writes where that lies.
      if case .convolution(let c) = graph.nodes[i].kind, c.addsInput,
        let past = graph.nodes[i].inputs.last
      {
        valueRegions[i] = valueRegions[past]
      } else {
        valueRegions[i] = add(layout(of: i, in: graph), at: times.forward(i))
      }
      extend(valueRegions[i], to: times.forward(i), times.lastRead(i))
      if options.isTraining { extend(valueRegions[i], to: times.lastUseBackward(i, graph)) }
      widen(valueRegions[i], layout(of: i, in: graph).margin)
      // The pictures stay in place for another step, and the output is there to be read.
      if case .input = graph.nodes[i].kind { extend(valueRegions[i], to: 0, times.end) }
      if i == graph.output.node { extend(valueRegions[i], to: times.end) }
    }
    if options.isTraining { planGradients(graph, live, times, options) }
    if options.keepsAll {
      for i in regions.indices { regions[i].life = 0...Int.max }
    }
    place(imagesPerSlot: options.imagesPerSlot)
  }

  private mutating func planGradients(
    _ graph: Graph, _ live: [Int], _ times: Times, _ options: Options
  ) {
    for i in live.reversed() {
      if case .input = graph.nodes[i].kind, !options.wantsInputGradient { continue }
      let first = times.firstGradient(i)
      // Nothing but a normalisation reads a convolution's output: one gradient takes the place of the other.
      if !options.keepsAll, case .convolution = graph.nodes[i].kind, graph.readerCount(of: i) == 1,
        let reader = graph.readers[i].first, case .normalization = graph.nodes[reader].kind,
        graph.nodes[reader].inputs[0] == i, graph.nodes[reader].extent == graph.nodes[i].extent
      {
        gradientRegions[i] = gradientRegions[reader]
      } else {
        gradientRegions[i] = add(Self.layout(graph.nodes[i].extent), at: first)
      }
      extend(gradientRegions[i], to: first, times.use(by: i, graph))
      if case .input = graph.nodes[i].kind { extend(gradientRegions[i], to: times.end) }
      widen(
        gradientRegions[i],
        graph.nodes[i].kind.gradientMargin(
          hasInputGradient: options.wantsInputGradient || graph.nodes[i].inputs.first != 0))
    }
  }

  /// For each time the regions whose margin must be cleared before something is written.
  var cleared: [Int: [Int]] {
    let shared = regions.indices.filter { regions[$0].isShared && regions[$0].layout.margin > 0 }
    return Dictionary(grouping: shared) { regions[$0].life.lowerBound }
  }

  // MARK: - Layouts

  private static func layout(_ extent: Graph.Extent) -> MapLayout {
    MapLayout(channels: extent.channels, rows: extent.rows, columns: extent.columns)
  }

  /// The layout of a node's value: the margin that its readers need, and packed where they all can read that.
  private func layout(of node: Int, in graph: Graph) -> MapLayout {
    var layout = Self.layout(graph.nodes[node].extent)
    var isPacked = false
    if case .input = graph.nodes[node].kind { isPacked = graph.output.node != node }
    for reader in Set(graph.readers[node]).map({ graph.nodes[$0] }) {
      for (place, input) in reader.inputs.enumerated() where input == node {
        layout.margin = max(layout.margin, reader.kind.inputMargin(place))
        isPacked = isPacked && reader.kind.readsPackedMaps
      }
    }
    layout.isPacked = isPacked
    return layout
  }

  // MARK: - Regions

  private mutating func add(_ layout: MapLayout, at time: Int) -> Int {
    regions.append(Region(layout: layout, life: time...time))
    return regions.count - 1
  }

  private mutating func extend(_ region: Int?, to times: Int?...) {
    guard let region else { return }
    for time in times.compactMap({ $0 }) {
      let life = regions[region].life
      regions[region].life = min(life.lowerBound, time)...max(life.upperBound, time)
    }
  }

  private mutating func widen(_ region: Int?, _ margin: Int) {
    guard let region else { return }
    regions[region].layout.margin = max(regions[region].layout.margin, margin)
  }

  /// Gives each region a place, the largest first, the lowest where nothing lies at its time.
  private mutating func place(imagesPerSlot: Int) {
    // Not all on the same sets of the cache: sizes differ by some lines from one region to the next.
    let sizes = regions.indices.map { i in
      (regions[i].layout.imageStep * imagesPerSlot + 2 * laneCount + 31) / 32 * 32 + i % 31 * 32
    }
    // Those that have a place, from the lowest place up.
    var placed: [Int] = []
    for i in regions.indices.sorted(by: { (sizes[$0], $1) > (sizes[$1], $0) }) {
      let life = regions[i].life
      var offset = 0
      for other in placed where regions[other].life.overlaps(life) {
        if regions[other].offset >= offset + sizes[i] { break }
        offset = max(offset, regions[other].offset + sizes[other])
      }
      regions[i].offset = offset
      slotFloats = max(slotFloats, offset + sizes[i])
      for other in placed {
        if regions[other].offset >= offset + sizes[i] { break }
        if offset < regions[other].offset + sizes[other],
          regions[other].offset != offset || regions[other].layout != regions[i].layout
        {
          regions[i].isShared = true
          regions[other].isShared = true
        }
      }
      placed.insert(i, at: placed.partitioningIndex { regions[$0].offset > offset })
    }
    slotFloats += 32 * 33
  }
}

/// When what happens: the nodes forward, the loss, the nodes backward.
struct Times {
  private let position: [Int]
  private let count: Int
  private let readers: [[Int]]
  /// When the loss is computed.
  var loss: Int { count }
  /// The last moment.
  var end: Int { 2 * count + 1 }
  private let barriers: [Int]

  init(_ graph: Graph, _ live: [Int]) {
    var position = Array(repeating: 0, count: graph.nodes.count)
    for (at, node) in live.enumerated() { position[node] = at }
    self.position = position
    let count = live.count
    self.count = count
    readers = graph.readers
    // Moments after which the images have waited for each other on the way back.
    barriers = live.filter { graph.nodes[$0].kind.waitsBackward }.map { 2 * count - position[$0] }
      .sorted()
    outputNode = graph.output.node
  }

  private let outputNode: Int

  func forward(_ node: Int) -> Int { position[node] }
  func backward(_ node: Int) -> Int { 2 * count - position[node] }

  /// The last step forward that reads a node's value; the output is read by the loss, or from outside.
  func lastRead(_ node: Int) -> Int {
    let last = readers[node].map { position[$0] }.max() ?? position[node]
    return node == outputNode ? count : last
  }

  /// The last step backward that reads a node's value.
  func lastUseBackward(_ node: Int, _ graph: Graph) -> Int? {
    var last: Int?
    if graph.nodes[node].kind.needsOutputBackward { last = backward(node) }
    for reader in readers[node] where graph.nodes[reader].kind.needsInputBackward {
      last = max(last ?? 0, use(by: reader, graph))
    }
    return last
  }

  /// The last moment at which a node's way back reads what it needs: its own step, or where some of its work is done for
  /// the whole batch the end of the phase, where the images have waited for each other.
  func use(by node: Int, _ graph: Graph) -> Int {
    let time = backward(node)
    guard graph.nodes[node].kind.hasWholeWork else { return time }
    let next = barriers.partitioningIndex { $0 >= time }
    return next < barriers.count ? barriers[next] : end
  }

  /// The step in which the first share of a value's gradient is written.
  func firstGradient(_ node: Int) -> Int {
    if node == outputNode { return count }
    return readers[node].map { backward($0) }.min() ?? backward(node)
  }
}

extension Graph.Kind {
  /// The margin that a reader needs around one of its inputs: the padding of a convolution.
  func inputMargin(_ place: Int) -> Int {
    guard case .convolution(let convolution) = self, place == 0 else { return 0 }
    let g = convolution.geometry
    return convolution.isTransposed ? g.gradientMargin : g.inputMargin
  }

  /// The margin that the node's own output gradient needs for the input's gradient.
  func gradientMargin(hasInputGradient: Bool) -> Int {
    guard case .convolution(let convolution) = self else { return 0 }
    let g = convolution.geometry
    if convolution.isTransposed { return g.inputMargin }
    return hasInputGradient && convolution.algorithm != .depthwise ? g.gradientMargin : 0
  }

  /// Whether the node reads maps without gaps between their pixels.
  var readsPackedMaps: Bool {
    if case .convolution(let c) = self { return c.algorithm == .direct && !c.isTransposed }
    return false
  }

  /// Whether the way back reads the node's input.
  var needsInputBackward: Bool {
    switch self {
    case .convolution, .normalization, .groupNormalization, .entrywise: true
    default: false
    }
  }

  /// Whether the way back reads the node's output.
  var needsOutputBackward: Bool {
    switch self {
    case .convolution(let c): c.isRectified
    case .normalization(let n): n.isRectified
    case .sum(let isRectified): isRectified
    case .entrywise, .softmax: true
    default: false
    }
  }

  /// Whether a part of the way back is computed for the whole batch at once.
  var hasWholeWork: Bool {
    if case .convolution(let convolution) = self { return convolution.gradientIsWhole }
    return false
  }

  /// Whether the images wait for each other on the way back.
  var waitsBackward: Bool {
    switch self {
    case .normalization, .readable: true
    default: false
    }
  }
}

extension Array {
  /// The first place whose element is as asked, where all behind it are too; the array's end where there is none.
  fileprivate func partitioningIndex(where isBehind: (Element) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if isBehind(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
