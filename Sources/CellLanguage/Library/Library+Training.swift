import CNNEngine

extension Library {
  /// How `train` is called; `Machine.trainingRequest` does its work.
  static let trainingParameters: [LibraryFunction.Parameter] = [
    .plain("network", .layer), .named("on", .any), .named("epochs", .int, "8"),
    .named("rate", .double, "0.05"), .named("batch", .int, "32"),
    .named("momentum", .double, "0.9"), .named("decay", .double, "0.0005"),
    .named("optimizer", .named("OptimizerName"), ".sgd"),
    .named("schedule", .named("ScheduleName"), ".oneCycle"),
    .named("initialization", .named("Initialization"), ".he"),
    .named("labels", .named("LabelsName"), ".given"), .named("limit", .int, "0"),
    .named("shift", .int, "0"), .named("flips", .bool, "false"),
    .named("leaked", .bool, "false"), .named("seed", .int, "1"), .named("from", .int, "0"),
    .named("order", .named("PictureOrder"), ".drawn"),
  ]

  /// The small types of `train`, and their cases.
  static let trainingChoices: [String: [String]] = [
    "OptimizerName": ["sgd", "nesterov", "rmsProp", "adam", "adamW"],
    "ScheduleName": ["constant", "step", "cosine", "oneCycle"],
    "Initialization": ["he", "glorot", "small", "zero"],
    "LabelsName": ["given", "shuffled"],
    "PictureOrder": ["drawn", "given", "byLabel"],
  ]

  static let trainingFunctions: [LibraryFunction] = [
    LibraryFunction(
      name: "Network",
      parameters: [
        .plain("plan", .layer), .named("picture", .array(.int), "…"),
        .named("input", .array(.int), "…"),
        .named("initialization", .named("Initialization"), ".he"),
        .named("seed", .int, "1"),
      ],
      summary: "a plan with fresh weights, for pictures of a shape [C, H, W]", result: "Network"
    ) { machine, call in
      guard let plan = call.sequence(0) else { throw Complaint("Network needs a plan") }
      let picture = call.values[1] == nil ? call.ints(2) : call.ints(1)
      guard picture.count == 3, picture.allSatisfy({ $0 > 0 }) else {
        throw Complaint("Network needs the shape of one input: Network(plan, input: [1, 8, 8])")
      }
      _ = try machine.rows(of: plan, for: [1] + picture)
      try machine.spend(entries: plan.checkedParameterCount())
      try Network.check(plan, picture: picture)
      return .network(
        Network(
          plan, picture: picture, initialization: initialization(call.choice(3)),
          seed: call.int(4, 1)))
    },
    LibraryFunction(
      name: "normalized", parameters: [.plain("data", .any)],
      summary: "pictures minus the mean of the training part, over its deviation",
      result: "pictures and labels"
    ) { machine, call in
      let data = try dataset(call.values[0], named: "the data")
      try machine.spend(entries: checkedCount([data.count] + data.picture))
      let scale = data.split(heldOut: heldOutShare, seed: 1).training.scale
      let result = data.normalized(mean: scale.mean, deviation: scale.deviation)
      return .record(record(result.images, data.labels, blank: result.blank))
    },
    LibraryFunction(
      name: "padded", parameters: [.plain("data", .any), .named("by", .int)],
      summary: "the same pictures with rows and columns of background on all four sides",
      result: "pictures and labels"
    ) { machine, call in
      let data = try dataset(call.values[0], named: "the data")
      let amount = call.int(1)
      let sides = PaddingSides(top: amount, bottom: amount, left: amount, right: amount)
      let shape = try paddedShape([data.count] + data.picture, sides, mode: .zero)
      try machine.spend(entries: checkedCount([3] + shape))
      let images = pad(data.images - data.blank, amount) + data.blank
      return .record(record(images, data.labels, blank: blank(of: call.values[0])))
    },
  ]

  /// The share of pictures that is held out, never learned from.
  static let heldOutShare: Float = 0.2

  /// The type of the records that hold pictures and labels.
  static let dataType = "Digits"

  /// The parts of pictures and labels that training makes of them, as properties: what it learns from, and what is held
  /// out.
  static let dataParts = ["training", "heldOut"]

  /// One of `dataParts`; `nil` for every other name and record.
  static func part(_ name: String, of record: Value.Record) throws -> Value? {
    guard record.type == dataType, dataParts.contains(name) else { return nil }
    let data = try dataset(.record(record), named: "the data")
    let parts = data.split(heldOut: heldOutShare, seed: 1)
    let part = name == "heldOut" ? parts.heldOut : parts.training
    return .record(Self.record(part.images, part.labels, blank: blank(of: .record(record))))
  }

  /// A data set as cells see it.
  private static func record(_ images: Tensor, _ labels: [Int], blank: Float?) -> Value.Record {
    var parts: [(name: String, value: Value)] = [("images", .tensor(images))]
    if let blank { parts.append(("blank", .float(blank))) }
    let labels = Tensor(shape: [labels.count], scalars: labels.map(Float.init))
    return Value.Record(type: dataType, parts: parts + [("labels", .tensor(labels))])
  }

  /// What stands where nothing is, where the data say so.
  private static func blank(of data: Value?) -> Float? {
    guard case .record(let record)? = data,
      case .float(let blank)? = record.parts.first(where: { $0.name == "blank" })?.value
    else { return nil }
    return blank
  }

  /// Pictures and labels as a data set; its classes go up to the largest label.
  static func dataset(_ value: Value?, named name: String) throws -> Dataset {
    guard case .record(let record)? = value,
      case .tensor(let images, _)? = record.parts.first(where: { $0.name == "images" })?.value,
      case .tensor(let labels, _)? = record.parts.first(where: { $0.name == "labels" })?.value
    else { throw Complaint("\(name) must have images and labels, as `digits` has") }
    let whole = try labels.scalars.map { label throws(Complaint) in
      guard label >= 0, label < 10_000, label == label.rounded() else {
        throw Complaint("a label is a whole number from 0, not \(label)")
      }
      return Int(label)
    }
    return try Dataset(
      name: record.type.lowercased(), images: images, labels: whole,
      classes: (whole.max() ?? 0) + 1, blank: blank(of: value) ?? 0)
  }
}

extension Library {
  /// The rule of initialisation that a cell names.
  static func initialization(_ name: String?) -> Initialization {
    switch name {
    case "glorot": .glorot
    case "small": .small
    case "zero": .zero
    default: .he
    }
  }
}

extension Machine {
  /// What `train(…)` asks for.
  mutating func trainingRequest(_ call: Call, _ arguments: [Expression.Argument]) throws
    -> TrainingRequest
  {
    guard let plan = call.sequence(0) else { throw Complaint("train needs a network") }
    // The plan is written out in full for the run's key.
    try spend(reads: checkedCount([300, PlanSize(of: plan).reads]))
    var data = try Library.dataset(call.values[1], named: "the data of `train`")
    // Two parts are taken out of the data, and its scale.
    try spend(reads: checkedCount([8, data.count] + data.picture))
    guard data.count >= 10 else {
      throw Complaint("training needs at least 10 pictures, not \(data.count)")
    }
    let seed = call.int(15, 1)
    let weights = Library.initialization(call.choice(9))
    _ = try rows(of: plan, for: [1] + data.picture)
    let batch = min(max(1, call.int(4, 32)), data.count)
    try checkMemory(of: plan, [batch] + data.picture, copies: 4)
    try spend(entries: plan.checkedParameterCount())
    try Network.check(plan, picture: data.picture)
    let network = Network(plan, picture: data.picture, initialization: weights, seed: seed)
    if call.choice(10) == "shuffled" { data = data.shufflingLabels(seed: seed) }
    var (training, heldOut) = data.split(heldOut: Library.heldOutShare, seed: 1)
    let isLeaked = call.bool(14, false)
    if isLeaked { training = data }
    let limit = call.int(11)
    guard limit >= 0 else {
      throw ShapeError.tooSmall(name: "limit", found: limit, least: 0)
    }
    let from = call.int(16)
    guard from >= 0, from < training.count else {
      throw Complaint(
        "from must be a place among the \(training.count) training pictures, 0 to \(training.count - 1), not \(from)"
      )
    }
    if limit > 0 || from > 0 {
      let rest = training.count - from
      let taken = limit > 0 ? min(limit, rest) : rest
      training = training.selecting(Array(from..<from + taken))
    }
    heldOut.name = "held out"
    var options = TrainingOptions()
    options.epochs = call.int(2, 8)
    options.batch = min(call.int(4, 32), training.count)
    options.seed = seed
    let order = call.choice(17) ?? "drawn"
    if order == "byLabel" { training = training.sortedByLabel() }
    options.shuffles = order == "drawn"
    options.augmentation = Augmentation(flips: call.bool(13, false), shift: call.int(12))
    let (momentum, decay) = (call.float(5, 0.9), call.float(6, 0.0005))
    options.optimizer =
      switch call.choice(7) {
      case "nesterov": .sgd(momentum: momentum, nesterov: true, weightDecay: decay)
      case "rmsProp": .rmsProp(decay: 0.99)
      case "adam": .adam(weightDecay: decay)
      case "adamW": .adamW(weightDecay: decay)
      default: .sgd(momentum: momentum, nesterov: false, weightDecay: decay)
      }
    let rate = call.float(3, 0.05)
    options.schedule =
      switch call.choice(8) {
      case "constant": .constant(rate)
      case "step": .step(rate, every: max(1, options.epochs / 3), factor: 0.1)
      case "cosine": .cosine(rate)
      default: .oneCycle(peak: rate, warmUp: 0.2)
      }
    do throws(TrainingFault) {
      try Training.check(network, training, heldOut, options)
    } catch {
      throw Complaint("train: \(error)")
    }
    let rule = call.choice(9) ?? "he"
    return TrainingRequest(
      name: text(arguments.first?.value.range ?? call.range), network: network, training: training,
      heldOut: heldOut, options: options,
      key: TrainingRequest.key(plan, weights: rule, training: training, heldOut: heldOut, options),
      // Former runs learned from the first pictures, in an order drawn anew.
      legacyKey: from > 0 || order != "drawn"
        ? nil
        : TrainingRequest.legacyKey(
          plan, data, training: training.count, weights: rule, labels: call.choice(10) ?? "",
          isLeaked: isLeaked, options))
  }
}
