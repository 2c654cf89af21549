import CTerminal
import CellLanguage
import Foundation
import Records
import Synchronization
import Tutor

/// Carries out the session's orders beside the loop, each on a thread of its own.
///
/// A newer order of a lane overtakes the one before: that one gives up at the next expression that it evaluates, its thread
/// ends, and what it still tells goes nowhere.
final class Worker: Sendable {
  private struct State {
    var running: [Lane: Running] = [:]
    var deliveries: [Delivery] = []
  }

  private struct Running {
    let order: Order
    let interruption: Interruption
  }

  private let state = Mutex(State())
  /// Knows on disk which pages are being computed.
  private let marker: CrashMarker?
  /// Signalled at the end of each order, for a loop that waits a moment to show a key and its consequence at once.
  private let done = DispatchSemaphore(value: 0)

  /// Cells may call functions that call themselves; an evaluator's frames are large.
  private static let stackSize = 16 << 20

  init(marker: CrashMarker?) { self.marker = marker }

  /// Begins an order, in place of the one that its lane is at.
  func begin(_ order: Order) {
    let interruption = Interruption()
    state.withLock { state in
      state.running[order.lane]?.interruption.stop()
      state.running[order.lane] = Running(order: order, interruption: interruption)
      // What the overtaken order has told is of before.
      state.deliveries.removeAll { $0.lane == order.lane }
    }
    // Before it runs: a trap may come at once.
    if let page = order.page { marker?.begin(page) }
    let thread = Thread { [self] in
      order.perform(interruption) { deliver($0, of: order) }
      if let page = order.page { marker?.end(page) }
      done.signal()
      cterminal_wake()
    }
    thread.stackSize = Self.stackSize
    thread.start()
  }

  /// Gives up what a lane is at.
  func abandon(_ lane: Lane) {
    state.withLock { state in
      state.running[lane]?.interruption.stop()
      state.running[lane] = nil
      state.deliveries.removeAll { $0.lane == lane }
    }
  }

  private func deliver(_ delivery: Delivery, of order: Order) {
    let isWanted = state.withLock { state in
      guard state.running[order.lane]?.order == order else { return false }
      state.deliveries.append(delivery)
      if delivery.isLast { state.running[order.lane] = nil }
      return true
    }
    // The last one wakes the loop with the end of the thread.
    if isWanted, !delivery.isLast { cterminal_wake() }
  }

  /// What was told since the last call.
  func take() -> [Delivery] {
    state.withLock { state in
      defer { state.deliveries = [] }
      return state.deliveries
    }
  }

  /// Waits until nothing of some lanes is being done, for so many seconds at most.
  func wait(for lanes: [Lane], upTo seconds: Double) {
    let limit = DispatchTime.now() + seconds
    while state.withLock({ state in lanes.contains { state.running[$0] != nil } }),
      done.wait(timeout: limit) == .success
    {}
  }
}
