import CNNEngine

/// Reads a run of training that `writeKeptRun` wrote.
///
/// - Throws: `InterchangeError` where the file cannot be read, ends early, or was changed since.
public func readKeptRun(path: String) throws(InterchangeError) -> KeptRun {
  try naming(path) { () throws(InterchangeError) in try decodeKeptRun(readBytes(path: path)) }
}

/// Keeps a run of training: a new file takes the place of the old one only once it is whole.
public func writeKeptRun(_ run: KeptRun, path: String) throws(InterchangeError) {
  try naming(path) { () throws(InterchangeError) in
    try replaceFile(path, with: encodeKeptRun(run))
  }
}

/// What the file of a run is called: a number made of the run's key.
public func keptRunFileName(for key: String) -> String {
  String(checksum(key.utf8), radix: 16) + ".run"
}

/// A kept run's bytes: all numbers little-endian, floats bit by bit, a checksum at the end; a run that is no fork is
/// written as earlier versions wrote it.
public func encodeKeptRun(_ run: KeptRun) -> [UInt8] {
  var writer = ByteWriter(bytes: run.fork == nil ? runMark : forkMark)
  writer.add(run.key)
  writer.add(run.checkpoint.step)
  for tensors in run.checkpoint.groups { writer.add(tensors) }
  writer.add(run.snapshots.count)
  for snapshot in run.snapshots { writer.add(snapshot) }
  if let fork = run.fork {
    writer.add(fork.factor)
    writer.add(fork.earlier.count)
    for curve in fork.earlier.flatMap({ [$0.accuracy, $0.loss] }) {
      writer.add(curve.epochs)
      writer.add(curve.values)
    }
  }
  writer.add(UInt64(checksum(writer.bytes[...])))
  return writer.bytes
}

/// Reads a kept run's bytes.
public func decodeKeptRun(_ bytes: [UInt8]) throws(InterchangeError) -> KeptRun {
  guard isMarkOfKeptRun(bytes) else {
    throw .wrongFormat(expected: "a run of training that was kept")
  }
  let body = bytes.dropLast(8)
  guard body.count > keptRunMarkLength else {
    throw .truncated(expected: keptRunMarkLength + 8, found: bytes.count)
  }
  var end = ByteReader(bytes: bytes[body.endIndex...])
  guard try end.word() == checksum(body) else {
    throw .header("the checksum does not fit; the file is damaged")
  }
  var reader = ByteReader(bytes: body.dropFirst(keptRunMarkLength))
  let key = try reader.text()
  let step = try reader.integer()
  let groups = [
    try reader.tensors(), try reader.tensors(), try reader.tensors(), try reader.tensors(),
  ]
  var snapshots: [Snapshot] = []
  for _ in 0..<(try reader.count()) { snapshots.append(try reader.snapshot()) }
  return KeptRun(
    key: key,
    checkpoint: Checkpoint(
      parameters: groups[0], statistics: groups[1], momenta: groups[2], squares: groups[3],
      step: step),
    snapshots: snapshots, fork: bytes.starts(with: forkMark) ? try reader.fork() : nil)
}

private let runMark = Array("CNNRUN1\n".utf8)
private let forkMark = Array("CNNRUN2\n".utf8)
let keptRunMarkLength = 8

/// Whether bytes begin as a kept run does.
func isMarkOfKeptRun(_ bytes: [UInt8]) -> Bool {
  bytes.starts(with: runMark) || bytes.starts(with: forkMark)
}

extension Checkpoint {
  fileprivate var groups: [[Tensor]] { [parameters, statistics, momenta, squares] }
}

/// FNV-1a: enough to tell a damaged file; nobody is kept out by it.
private func checksum(_ bytes: some Sequence<UInt8>) -> UInt64 {
  bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
}

// MARK: - Bytes

private struct ByteWriter {
  var bytes: [UInt8]

  mutating func add(_ word: UInt64) {
    withUnsafeBytes(of: word.littleEndian) { bytes.append(contentsOf: $0) }
  }

  mutating func add(_ integer: Int) { add(UInt64(bitPattern: Int64(integer))) }
  mutating func add(_ number: Double) { add(number.bitPattern) }

  mutating func add(_ number: Float) {
    withUnsafeBytes(of: number.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
  }

  mutating func add(_ text: String) {
    add(text.utf8.count)
    bytes.append(contentsOf: text.utf8)
  }

  mutating func add(_ floats: [Float]) {
    add(floats.count)
    bytes.reserveCapacity(bytes.count + 4 * floats.count)
    for number in floats { add(number) }
  }

  mutating func add(_ numbers: [Double]) {
    add(numbers.count)
    for number in numbers { add(number) }
  }

  mutating func add(_ tensors: [Tensor]) {
    add(tensors.count)
    for tensor in tensors {
      add(tensor.rank)
      for length in tensor.shape { add(length) }
      add(Array(tensor.scalars))
    }
  }

  mutating func add(_ snapshot: Snapshot) {
    for count in [snapshot.step, snapshot.steps, snapshot.epoch, snapshot.epochs] { add(count) }
    for number in [snapshot.loss, snapshot.accuracy, snapshot.rate] { add(number) }
    add(snapshot.picturesPerSecond)
    add(snapshot.layers.count)
    for layer in snapshot.layers {
      add(layer.name)
      for number in [layer.gradientNorm, layer.updateNorm, layer.parameterNorm] { add(number) }
      add(layer.deadShare.map { [$0] } ?? [])
    }
    guard let held = snapshot.heldOut else { return add(0) }
    add(1)
    add(held.loss)
    add(held.accuracy)
    add(held.perClass)
    add(held.confusion.count)
    for row in held.confusion {
      add(row.count)
      for count in row { add(count) }
    }
  }
}

extension ByteReader {
  fileprivate mutating func word() throws(InterchangeError) -> UInt64 { try littleEndian(8) }

  fileprivate mutating func integer() throws(InterchangeError) -> Int {
    Int(truncatingIfNeeded: Int64(bitPattern: try word()))
  }

  /// How many of something follow: no more than there are bytes, so that a wrong number asks for no memory.
  fileprivate mutating func count() throws(InterchangeError) -> Int {
    let count = try integer()
    guard (0...bytes.count).contains(count) else {
      throw .truncated(expected: max(0, count), found: bytes.count)
    }
    return count
  }

  fileprivate mutating func float() throws(InterchangeError) -> Float {
    Float(bitPattern: UInt32(try littleEndian(4)))
  }

  fileprivate mutating func text() throws(InterchangeError) -> String {
    try text(count())
  }

  fileprivate mutating func floats() throws(InterchangeError) -> [Float] {
    let count = try count()
    let taken = try take(4 * count)
    return taken.withUnsafeBytes { raw in
      (0..<count).map {
        Float(
          bitPattern: UInt32(
            littleEndian: raw.loadUnaligned(fromByteOffset: 4 * $0, as: UInt32.self)))
      }
    }
  }

  private mutating func doubles() throws(InterchangeError) -> [Double] {
    var numbers: [Double] = []
    for _ in 0..<(try count()) { numbers.append(Double(bitPattern: try word())) }
    return numbers
  }

  fileprivate mutating func fork() throws(InterchangeError) -> KeptRun.Fork {
    let factor = try float()
    var earlier: [KeptRun.Earlier] = []
    for _ in 0..<(try count()) {
      let accuracy = try curve()
      earlier.append(KeptRun.Earlier(accuracy: accuracy, loss: try curve()))
    }
    return KeptRun.Fork(factor: factor, earlier: earlier)
  }

  private mutating func curve() throws(InterchangeError) -> KeptRun.Curve {
    let epochs = try doubles()
    return KeptRun.Curve(epochs: epochs, values: try doubles())
  }

  fileprivate mutating func tensors() throws(InterchangeError) -> [Tensor] {
    var tensors: [Tensor] = []
    for _ in 0..<(try count()) {
      var shape: [Int] = []
      for _ in 0..<(try count()) { shape.append(try integer()) }
      let expected = try entryCount(shape)
      let scalars = try floats()
      try checkLength(expected: 4 * expected, found: 4 * scalars.count)
      tensors.append(Tensor(shape: shape, scalars: scalars))
    }
    return tensors
  }

  fileprivate mutating func snapshot() throws(InterchangeError) -> Snapshot {
    let (step, steps) = (try integer(), try integer())
    let (epoch, epochs) = (try integer(), try integer())
    let (loss, accuracy, rate) = (try float(), try float(), try float())
    let speed = Double(bitPattern: try word())
    var layers: [LayerHealth] = []
    for _ in 0..<(try count()) {
      let name = try text()
      let (gradient, update, parameters) = (try float(), try float(), try float())
      layers.append(
        LayerHealth(
          name: name, gradientNorm: gradient, updateNorm: update, parameterNorm: parameters,
          deadShare: try floats().first))
    }
    return Snapshot(
      step: step, steps: steps, epoch: epoch, epochs: epochs, loss: loss, accuracy: accuracy,
      rate: rate, layers: layers, picturesPerSecond: speed, secondsLeft: 0,
      heldOut: try count() == 0 ? nil : try evaluation())
  }

  private mutating func evaluation() throws(InterchangeError) -> Evaluation {
    let (loss, accuracy, perClass) = (try float(), try float(), try floats())
    var confusion: [[Int]] = []
    for _ in 0..<(try count()) {
      var row: [Int] = []
      for _ in 0..<(try count()) { row.append(try integer()) }
      confusion.append(row)
    }
    return Evaluation(loss: loss, accuracy: accuracy, perClass: perClass, confusion: confusion)
  }
}
