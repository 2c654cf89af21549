import CNNEngine
import Foundation

/// What training asks of the system: allocations, and resident memory over many steps.
struct MemoryRow {
  var steps: Int
  private static let first = 10

  func run(_ pool: ThreadPool, isJSON: Bool) throws {
    func named(_ name: String) -> NetworkRow? {
      NetworkRow.training.first { $0.name == name }
    }
    for row in [named("ResNet-20"), named("U-Net of three levels")].compactMap({ $0 }) {
      let runner = try row.runner(pool)
      try measure(row.name, row.batch, isJSON) { _ = runner.step(rate: 0.001) }
    }
    guard let row = named("ResNet-20") else { return }
    let training = try training(row, pool)
    try measure("\(row.name) on changed pictures", row.batch, isJSON) { _ = try training.step() }
  }

  /// A run whose pictures are bytes, normalised and changed by chance; its epoch ends after all steps, since at the end of
  /// one there is more to be told.
  private func training(_ row: NetworkRow, _ pool: ThreadPool) throws -> Training {
    let fill = FillRow(picture: row.picture, isBytes: true, augmentation: .all)
    let pictures = try fill.data(pictures: 1000)
    let data = pictures.selecting(
      (0..<(steps + Self.first + 1) * row.batch).map { $0 * 7919 % pictures.count })
    var options = TrainingOptions()
    options.epochs = 2
    options.batch = row.batch
    options.schedule = .constant(0.001)
    options.augmentation = fill.augmentation
    return try Training(
      Network(row.plan, picture: row.picture), on: data, options: options, pool: pool, clock: now)
  }

  private func measure(
    _ name: String, _ batch: Int, _ isJSON: Bool, _ step: () throws -> Void
  ) throws {
    for _ in 0..<Self.first { try step() }
    // Reading the memory's size allocates: it comes first here, and last below.
    let memory = try Self.residentKB()
    let allocations = Self.allocations
    for _ in 0..<steps { try step() }
    let now = Self.allocations
    let asked = allocations.flatMap { before in now.map { $0 - before } }
    let growth = try Self.residentKB() - memory
    if isJSON {
      var values: [String: Any] = [
        "name": name, "steps": steps, "residentKB": memory, "growthKB": growth,
      ]
      values["allocations"] = asked
      let data = try JSONSerialization.data(withJSONObject: values, options: [.sortedKeys])
      print(String(decoding: data, as: UTF8.self))
    } else {
      print(
        "\(name), batch \(batch): \(steps) steps in \(memory / 1024) MB, grown by \(growth) KB, "
          + (asked.map { "\($0) allocations" }
            ?? "allocations not counted (Tests/Memory/measure.py does)"))
    }
  }

  /// How often memory was asked for so far, where a counter was loaded before the C library.
  private static var allocations: Int? {
    guard let symbol = dlsym(UnsafeMutableRawPointer(bitPattern: 0), "allocation_count") else {
      return nil
    }
    return unsafeBitCast(symbol, to: (@convention(c) () -> Int).self)()
  }

  /// The process's resident memory.
  private static func residentKB() throws -> Int {
    let text = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8)
    let pages = text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
    return pages * sysconf(Int32(_SC_PAGESIZE)) / 1024
  }
}
