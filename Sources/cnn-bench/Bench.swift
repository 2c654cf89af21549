import ArgumentParser
import CNNEngine
import Foundation

/// Measured tables: how fast the engine is on this machine, beside what the machine can do at most.
@main
struct Bench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cnn-bench",
    abstract: "Time the engine: convolutions, training steps, predictions.",
    discussion: """
      Every answer is checked before it is timed. GFLOP/s count the multiplications of the definition, so that \
      Winograd's algorithm may pass 100 % of the limit.
      """)

  enum Part: String, CaseIterable, ExpressibleByArgument { case conv, train, infer, fill, memory }

  @Argument(help: "Which tables: conv, train, infer, fill, memory; all but the last by default.")
  var parts: [Part] = []

  @Option(help: "How many threads.")
  var threads = min(16, ProcessInfo.processInfo.activeProcessorCount)

  @Option(help: "Only rows whose name holds this.")
  var only: String?

  @Option(help: "How many steps `memory` takes.")
  var steps = 1000

  @Flag(help: "Print one JSON object a row.")
  var json = false

  @Flag(
    help:
      "Count seconds of the processors, all threads together: for a machine that does other things too."
  )
  var processor = false

  func validate() throws {
    guard (1...256).contains(threads) else {
      throw ValidationError("--threads takes 1 to 256, not \(threads).")
    }
  }

  func run() throws {
    countsProcessorTime = processor
    let pool = ThreadPool(threads: threads)
    var table = Table(isJSON: json, pool: pool)
    table.heading(
      "multiply-add limit, \(threads) threads: \(rounded(multiplyAddLimit(pool, clock: now) / 1e9)) GFLOP/s"
    )
    let parts = parts.isEmpty ? [.conv, .train, .infer, .fill] : parts
    if parts.contains(.conv) {
      for row in ConvolutionRow.all where matches(row.name) { try row.run(pool, &table) }
    }
    if parts.contains(.train) {
      for row in NetworkRow.training where matches(row.name) { try row.train(pool, &table) }
    }
    if parts.contains(.infer) {
      for row in NetworkRow.inference where matches(row.name) { try row.infer(pool, &table) }
    }
    if parts.contains(.fill) {
      for row in FillRow.all where matches(row.name) { try row.run(pool, table) }
    }
    if parts.contains(.memory) { try MemoryRow(steps: steps).run(pool, isJSON: json) }
  }

  private func matches(_ name: String) -> Bool { only.map { name.contains($0) } ?? true }
}

/// Whether `now` counts what the processors have done for this program, not what the clock has; set once, at the start.
nonisolated(unsafe) private var countsProcessorTime = false

/// Seconds from a fixed moment.
func now() -> Double {
  guard countsProcessorTime else { return Double(DispatchTime.now().uptimeNanoseconds) / 1e9 }
  var time = timespec()
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

func rounded(_ value: Double, _ digits: Int = 0) -> String { String(format: "%.\(digits)f", value) }

/// The median time of some runs, after two that are not counted.
func median(_ count: Int, _ body: () -> Void) -> Double {
  body()
  body()
  return (0..<count).map { _ in
    let start = now()
    body()
    return now() - start
  }.sorted()[count / 2]
}

/// An answer that is not what the definition says.
struct WrongAnswer: Error, CustomStringConvertible {
  var name, what: String
  var error: Float
  var description: String { "\(name): \(what) is off by \(error) of its largest entry" }
}

/// Rows as they are measured.
struct Table {
  let isJSON: Bool
  let pool: ThreadPool

  func heading(_ text: String) { if !isJSON { print(text) } }

  /// A row: what was timed, how long it took, and of how many operations.
  func row(
    _ name: String, _ algorithm: String, seconds: Double, operations: Double,
    ratioToDirect: Double? = nil, picturesPerSecond: Double? = nil
  ) throws {
    // The limit now: what else the machine does changes from minute to minute.
    let limit = multiplyAddLimit(pool, clock: now)
    if isJSON {
      var values: [String: Any] = [
        "name": name, "algorithm": algorithm, "milliseconds": seconds * 1e3,
        "gflops": operations / seconds / 1e9, "shareOfLimit": operations / seconds / limit,
      ]
      values["ratioToDirect"] = ratioToDirect
      values["picturesPerSecond"] = picturesPerSecond
      let data = try JSONSerialization.data(withJSONObject: values, options: [.sortedKeys])
      print(String(decoding: data, as: UTF8.self))
      return
    }
    var text = name.padding(toLength: 62, withPad: " ", startingAt: 0)
    text += algorithm.padding(toLength: 9, withPad: " ", startingAt: 0)
    text += column(rounded(seconds * 1e3, 3), 10) + " ms"
    text += column(rounded(operations / seconds / 1e9, 1), 8) + " GFLOP/s"
    text += column(rounded(100 * operations / seconds / limit, 1), 7) + " %"
    if let ratioToDirect { text += column(rounded(ratioToDirect, 2), 7) + " × direct" }
    if let picturesPerSecond { text += column(rounded(picturesPerSecond), 8) + " pictures/s" }
    print(text)
  }

  /// A row of work that counts pictures, not multiplications.
  func row(_ name: String, seconds: Double, picturesPerSecond: Double) throws {
    if isJSON {
      let values: [String: Any] = [
        "name": name, "milliseconds": seconds * 1e3, "picturesPerSecond": picturesPerSecond,
      ]
      let data = try JSONSerialization.data(withJSONObject: values, options: [.sortedKeys])
      print(String(decoding: data, as: UTF8.self))
      return
    }
    print(
      name.padding(toLength: 71, withPad: " ", startingAt: 0)
        + column(rounded(seconds * 1e3, 3), 10) + " ms" + column(rounded(picturesPerSecond), 10)
        + " pictures/s")
  }

  private func column(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(1, width - text.count)) + text
  }
}
