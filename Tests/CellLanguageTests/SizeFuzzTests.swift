import CNNEngine
import Foundation
import Testing

@testable import CellLanguage

/// Every function and method of the library, called by chance with absurd sizes: a value or a sentence, in little memory.
///
/// `CELL_FUZZ=200000 swift test --filter SizeFuzz` draws so many calls, each with a cell's whole budget.
@Suite struct SizeFuzzTests {
  private static let calls = ProcessInfo.processInfo.environment["CELL_FUZZ"].flatMap { Int($0) }

  private static var budget: Budget {
    var budget = Budget()
    guard calls == nil else { return budget }
    (budget.steps, budget.entries) = (5_000, 200_000)
    (budget.multiplications, budget.reads) = (1_000_000, 2_000_000)
    return budget
  }

  @Test func `five thousand random calls end in a value or a sentence, below a gigabyte`() throws {
    let before = try peak()
    var random = RandomCalls(seed: UInt64(Self.calls ?? 1))
    var prepared = Interpreter(surroundings: .none)
    try #require(prepared.run(RandomCalls.preparation).error == nil)
    prepared.budget = Self.budget
    let table: [(receiver: String?, function: LibraryFunction)] =
      (Library.functions + Library.typeFunctions).map { (nil, $0) }
      + RandomCalls.receivers.flatMap {
        receiver -> [(receiver: String?, function: LibraryFunction)] in
        guard let value = prepared[receiver.name] else { return [] }
        return Library.members(of: value).compactMap { name in
          Library.method(named: name, of: value).map { (receiver.name, $0) }
        }
      }
    let properties = RandomCalls.receivers.flatMap { receiver in
      prepared[receiver.name].map { Library.members(of: $0).map { "\(receiver.name).\($0)" } } ?? []
    }
    var answered: Set<String> = []
    func run(_ source: String, _ name: String) {
      // The last line is what it trapped in.
      if Self.calls != nil {
        let megabytes = ((try? peak()) ?? 0) >> 20
        FileHandle.standardError.write(Data("\(megabytes) MB before \(source)\n".utf8))
      }
      var interpreter = prepared
      let outcome = interpreter.run(source)
      if let error = outcome.error {
        #expect(!error.message.isEmpty && error.message.count < 1_100, "\(source)")
      } else {
        answered.insert(name)
      }
    }
    for property in properties {
      run(property, property)
      run("print(\(property))", property)
    }
    for i in 0..<(Self.calls ?? 5_000) {
      let (receiver, function) = table[i % table.count]
      let call = random.call(of: function, on: receiver)
      run(i % 5 == 0 ? "print(\(call))" : call, function.name)
    }
    // Chance must not be so absurd that nothing ever runs.
    #expect(answered.count > table.count / 3)
    #expect(try peak() - before < 1 << 30)
  }

  /// The most memory that the process has held so far, in bytes.
  private func peak() throws -> Int {
    let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmHWM") })
    return try #require(Int(line.filter(\.isNumber))) * 1024
  }
}
