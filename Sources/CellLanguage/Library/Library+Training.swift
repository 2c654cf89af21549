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
  ]

  /// The small types of `train`, and their cases.
  static let trainingChoices: [String: [String]] = [
    "OptimizerName": ["sgd", "nesterov", "rmsProp", "adam", "adamW"],
    "ScheduleName": ["constant", "step", "cosine", "oneCycle"],
    "Initialization": ["he", "glorot", "small", "zero"],
    "LabelsName": ["given", "shuffled"],
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
      return .record(
        Value.Record(
          type: "Digits",
          parts: [
            ("images", .tensor(result.images)), ("blank", .float(result.blank)),
            ("labels", .tensor(Tensor(shape: [data.count], scalars: data.labels.map(Float.init)))),
          ]))
    },
  ]

  static let networkMethods: [LibraryFunction] = [
    LibraryFunction(
      name: "predict", parameters: [.plain("x", .tensor)],
      summary: "the output for pictures: a row for each", result: "Tensor"
    ) { machine, call in
      try machine.run(call.network, on: call.tensor(0)) { .tensor($0.predict($1)) }
    },
    LibraryFunction(
      name: "forwardAll", parameters: [.plain("x", .tensor)],
      summary: "what every layer hands on: .name and .output", result: "[LayerOutput]"
    ) { machine, call in
      try machine.run(call.network, on: call.tensor(0)) { network, x in
        .array(
          network.forwardAll(x).map {
            .record(
              Value.Record(
                type: "LayerOutput",
                parts: [("name", .string($0.name)), ("output", .tensor($0.output))]))
          })
      }
    },
    LibraryFunction(
      name: "backwardAll",
      parameters: [.plain("x", .tensor), .named("labels", .array(.int))],
      summary:
        "what comes back to every layer from the loss: .name, .outputGradient, .inputGradient, .parameterGradients",
      result: "[LayerGradient]"
    ) { machine, call in
      guard let network = call.network else { return .none }
      let labels = call.ints(1)
      let batch = try network.batch(of: call.tensor(0))
      let rows = try machine.rows(of: network.plan, for: batch.shape)
      try checkLabels(network.plan.outputShape(for: batch.shape), labels)
      // Backward costs a convolution layer twice what forward does.
      let forward = try network.plan.multiplyAccumulates(for: batch.shape)
      for _ in 0..<2 { try machine.spend(multiplications: forward) }
      try machine.spend(reads: forward)
      for row in rows { try machine.spend(entries: entryCount(of: row.outputShape)) }
      return try machine.run(network, on: batch) { network, x in
        records(network.backwardAll(x, labels: labels))
      }
    },
  ]

  /// A gradient for each layer, as cells see them.
  private static func records(_ rows: [LayerGradient]) -> Value {
    .array(
      rows.map { row in
        .record(
          Value.Record(
            type: "LayerGradient",
            parts: [
              ("name", .string(row.name)), ("outputGradient", .tensor(row.outputGradient)),
              ("inputGradient", .tensor(row.inputGradient)),
              ("parameterGradients", .array(row.parameterGradients.map { .tensor($0) })),
            ]))
      })
  }

  /// The share of pictures that is held out, never learned from.
  static let heldOutShare: Float = 0.2

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
    var blank: Float = 0
    if case .float(let value)? = record.parts.first(where: { $0.name == "blank" })?.value {
      blank = value
    }
    return try Dataset(
      name: record.type.lowercased(), images: images, labels: whole,
      classes: (whole.max() ?? 0) + 1, blank: blank)
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

extension Call {
  /// The network whose method is called.
  var network: Network? { if case .network(let network, _)? = receiver { network } else { nil } }
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
      // Former runs learned from the first pictures.
      legacyKey: from > 0
        ? nil
        : TrainingRequest.legacyKey(
          plan, data, training: training.count, weights: rule, labels: call.choice(10) ?? "",
          isLeaked: isLeaked, options))
  }
}
