import CNNEngine
import Foundation

/// What training asks of the system: allocations, and resident memory over many steps.
struct MemoryRow {
  var steps: Int

  func run(_ pool: ThreadPool, isJSON: Bool) throws {
    guard let row = NetworkRow.training.first(where: { $0.name == "ResNet-20" }) else { return }
    let runner = try row.runner(pool)
    for _ in 0..<10 { _ = runner.step(rate: 0.001) }
    // Reading the memory's size allocates: it comes first here, and last below.
    let memory = try Self.residentKB()
    let allocations = Self.allocations
    for _ in 0..<steps { _ = runner.step(rate: 0.001) }
    let now = Self.allocations
    let asked = allocations.flatMap { before in now.map { $0 - before } }
    let growth = try Self.residentKB() - memory
    if isJSON {
      var values: [String: Any] = [
        "name": row.name, "steps": steps, "residentKB": memory, "growthKB": growth,
      ]
      values["allocations"] = asked
      let data = try JSONSerialization.data(withJSONObject: values, options: [.sortedKeys])
      print(String(decoding: data, as: UTF8.self))
    } else {
      print(
        "\(row.name), batch \(row.batch): \(steps) steps in \(memory / 1024) MB, grown by \(growth) KB, "
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
