import CellLanguage
import Coursebook

/// Something that may take long, as a value: a worker does it beside the loop and sends back what comes of it.
///
/// Cells, lines of the console and judged answers are such. Adding a kind is adding a conformer and its results.
protocol Work: Sendable {
  associatedtype Result: WorkResult
  /// Does the work.
  ///
  /// - Parameters:
  ///   - interruption: ends it early; what it tells after that is dropped.
  ///   - tell: takes what has come of it, as often as there is something to see.
  func perform(_ interruption: Interruption, tell: (Result) -> Void)
}

/// What came of some work, or of a part of it.
protocol WorkResult: Sendable {
  /// Takes it into the session, which has not changed since in what the work began with.
  ///
  /// - Returns: what must now be done outside.
  func enter(_ session: inout Session) -> [Effect]
}

/// What waits for its worker: of each lane the newest piece of work is done, an older one is overtaken.
public enum Lane: CaseIterable, Sendable {
  /// The open page's cells.
  case page
  /// A line of the console.
  case console
  /// An answer that is judged; the session gives the next one only after it.
  case answer
  /// What searches read.
  case index

  /// Whether a reader waits for it, and may want to stop it.
  public var isAwaited: Bool { self != .index }
}

/// A piece of work to be done, and what tells it from others.
public struct Order: Equatable, Sendable {
  public let lane: Lane
  /// The page whose cells, answer or line it runs; `nil` where it runs nothing that a reader may have typed.
  public let page: PageName?
  let number: Int
  private let work: any Work

  init(_ work: some Work, lane: Lane, page: PageName?, number: Int) {
    (self.work, self.lane, self.page, self.number) = (work, lane, page, number)
  }

  public static func == (a: Self, b: Self) -> Bool { a.number == b.number }

  /// Does the work on the thread that calls.
  ///
  /// - Parameters:
  ///   - interruption: ends it early.
  ///   - tell: takes what has come of it, the last time with `isLast`.
  public func perform(_ interruption: Interruption, tell: (Delivery) -> Void) {
    perform(work, interruption, tell)
    tell(Delivery(lane: lane, number: number, result: nil))
  }

  private func perform(
    _ work: some Work, _ interruption: Interruption, _ tell: (Delivery) -> Void
  ) {
    work.perform(interruption) { tell(Delivery(lane: lane, number: number, result: $0)) }
  }
}

/// What came of an order, on its way to the session.
public struct Delivery: Equatable, Sendable {
  public let lane: Lane
  let number: Int
  /// `nil` says that the order is done.
  let result: (any WorkResult)?

  public var isLast: Bool { result == nil }

  public static func == (a: Self, b: Self) -> Bool {
    a.number == b.number && a.isLast == b.isLast
  }
}

// MARK: - Orders of a session

extension Session {
  /// An order that has been given and is not done.
  struct Pending: Equatable, Sendable {
    var number: Int
    /// Whether the reader has been told that it takes a while.
    var isLate = false
  }

  /// After how many seconds the reader is told that something takes a while.
  static let lateness = 0.15

  /// Gives an order, in place of the one before in its lane; for the open page, where no other is named.
  mutating func order(_ work: some Work, _ lane: Lane, of page: PageName? = nil) -> [Effect] {
    orders += 1
    pending[lane] = Pending(number: orders)
    return [
      .perform(
        Order(
          work, lane: lane, page: lane == .index ? nil : page ?? open.page.name, number: orders)),
      .wake(.late, after: Self.lateness),
    ]
  }

  /// Orders what brings the open page up to date, once for each change.
  mutating func orderingCells() -> [Effect] {
    // A change to a page that waits is a wish to see what comes of it.
    if isHeld, open.changes > 0 { release() }
    guard !isHeld, open.changes != orderedChange, let work = open.work else { return [] }
    orderedChange = open.changes
    return order(work, .page)
  }

  /// What came of an order; nothing where a newer one has overtaken it.
  mutating func receive(_ delivery: Delivery) -> [Effect] {
    guard pending[delivery.lane]?.number == delivery.number else { return [] }
    guard let result = delivery.result else {
      pending[delivery.lane] = nil
      return delivery.lane == .answer ? judgeNext() : []
    }
    return result.enter(&self)
  }

  /// Tells the reader of what is still not done.
  mutating func sayLate() {
    for lane in pending.keys { pending[lane]?.isLate = true }
    if pending[.page] != nil { open.setLate(true) }
  }

  /// Gives up what takes long, so that what is there is there.
  mutating func stopWork() -> [Effect] {
    let lanes = Lane.allCases.filter { $0.isAwaited && pending[$0] != nil }
    for lane in lanes { pending[lane] = nil }
    unjudged = []
    // Figures that were to be replaced stay faint: they are not those of the text.
    open.setLate(open.staleFrom != nil)
    let stopped = CellError(line: 1, column: 1, text: "", message: "this was stopped")
    for i in console.entries.indices where console.entries[i].outcome == nil {
      console.entries[i].outcome = Outcome(outputs: [], value: nil, error: stopped)
    }
    notice = "Stopped; what stands on the page is from before."
    return lanes.map { .abandon($0) }
  }

  /// Whether the reader waits for something, and has been told so.
  var isWaiting: Bool { pending.contains { $0.key.isAwaited && $0.value.isLate } }
}
