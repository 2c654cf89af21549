import ArgumentParser
import Foundation

/// How many threads train networks.
struct ThreadOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("How many threads train networks: all by default.", valueName: "count"))
  var threads: Int?

  var count: Int { threads ?? min(16, ProcessInfo.processInfo.activeProcessorCount) }

  func validate() throws {
    if let threads, !(1...64).contains(threads) {
      throw ValidationError("--threads takes 1 to 64, not \(threads).")
    }
  }
}
