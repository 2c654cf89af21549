import Coursebook
import Foundation
import GRDB
import Testing

@testable import Records

@Suite struct `Entries and their moments` {
  let folder: Folder
  let page = PageName("kernels")

  init() throws { folder = try Folder() }

  /// Seconds from a fixed moment.
  func moment(_ seconds: Double) -> Moment {
    Moment(milliseconds: 1_764_215_100_123 + Int64((seconds * 1000).rounded()))
  }

  @Test func `come back with the moment in UTC that they were given, to the millisecond`() throws {
    let moments: [Int64] = [0, 999, 1000, 1_764_215_100_123, 1_764_215_100_124, 4_102_444_799_999]
    let store = RecordStore.open(folder: folder.path).store
    for moment in moments {
      try store.record(
        .answer(page, prompt: "p", typed: "\(moment)", isRight: false, hints: 0),
        at: Moment(milliseconds: moment))
    }
    let again = RecordStore.open(folder: folder.path).store
    for progress in [try store.snapshot(), try again.snapshot()] {
      let answers = try #require(progress.prompts[.init(page: page, prompt: "p")]).answers
      #expect(answers.compactMap(\.moment?.milliseconds) == moments)
      #expect(answers.map(\.typed) == moments.map { "\($0)" })
    }
    let texts = try DatabaseQueue(path: folder.file.path).read {
      try String.fetchAll($0, sql: "SELECT moment FROM entry ORDER BY id")
    }
    #expect(texts[3] == "2025-11-27 03:45:00.123")
  }

  @Test func `give first answers, retries, hints and the time taken`() throws {
    let store = RecordStore.open(folder: folder.path).store
    let entries: [(ProgressEntry, Double)] = [
      (.met(page, prompt: "p"), -86_400), (.met(page, prompt: "p"), 0),
      (.hint(page, prompt: "p", number: 1), 10), (.hint(page, prompt: "p", number: 2), 12),
      (.answer(page, prompt: "p", typed: "3", isRight: false, hints: 2), 20.5),
      (.met(page, prompt: "p"), 25),
      (.answer(page, prompt: "p", typed: "4", isRight: true, hints: 2), 30),
      (.answer(page, prompt: "p", typed: "5", isRight: false, hints: 0), 40),
      (.answer(page, prompt: "unseen", typed: "5", isRight: true, hints: 0), 41),
    ]
    for (entry, seconds) in entries { try store.record(entry, at: moment(seconds)) }
    let progress = try RecordStore.open(folder: folder.path).store.snapshot()
    let record = try #require(progress.prompts[.init(page: page, prompt: "p")])
    #expect(record.firstAnswer?.typed == "3" && record.firstAnswer?.isRight == false)
    #expect(record.attempts == 3 && record.retries == 2 && record.hintsUsed == 2)
    #expect(record.isRight && record.lastTyped == "5")
    #expect(record.secondsTaken == 20.5)
    let other = try #require(progress.prompts[.init(page: page, prompt: "unseen")])
    #expect(other.secondsTaken == nil && other.hintsUsed == 0 && other.retries == 0)
  }

  @Test func `a page that is begun again counts anew, and keeps its first answers`() throws {
    let store = RecordStore.open(folder: folder.path).store
    let id = ReaderProgress.PromptID(page: page, prompt: "p")
    for (number, isRight) in [false, true, true].enumerated() {
      if number > 0 { try store.record(.begunAgain(page), at: moment(Double(10 * number))) }
      try store.record(
        .answer(page, prompt: "p", typed: "\(number)", isRight: isRight, hints: 0),
        at: moment(Double(10 * number + 1)))
    }
    for progress in [
      try store.snapshot(), try RecordStore.open(folder: folder.path).store.snapshot(),
    ] {
      #expect(progress.hasBegunAgain(page))
      #expect(progress.prompts[id]?.answers.map(\.typed) == ["0", "1", "2"])
      #expect(progress.latest(id)?.answers.map(\.typed) == ["2"])
    }
    try store.reset(.pages([page]), at: moment(40))
    for progress in [
      try store.snapshot(), try RecordStore.open(folder: folder.path).store.snapshot(),
    ] {
      #expect(!progress.hasBegunAgain(page) && progress.latest(id) == nil)
    }
  }

  @Test func `the first answer is the earliest, whoever was kept first`() throws {
    let stores = (0..<2).map { _ in RecordStore.open(folder: folder.path).store }
    for (number, seconds) in [(0, 7.0), (1, 3.0), (0, 5.0)] {
      try stores[number].record(
        .answer(page, prompt: "p", typed: "\(seconds)", isRight: false, hints: 0),
        at: moment(seconds))
    }
    for store in stores {
      let record = try #require(try store.snapshot().prompts[.init(page: page, prompt: "p")])
      #expect(record.answers.map(\.typed) == ["3.0", "5.0", "7.0"])
    }
  }
}
