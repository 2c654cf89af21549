import Coursebook
import Foundation
import GRDB
import Synchronization
import Testing

@testable import Records

@Suite struct `The record beside the loop` {
  let folder: Folder
  let page = PageName("kernels")

  init() throws { folder = try Folder() }

  func keeper() -> RecordKeeper {
    RecordKeeper(folder: folder.path, store: RecordStore.open(folder: folder.path).store)
  }

  func answer(_ typed: Int) -> ProgressEntry {
    .answer(page, prompt: "p", typed: "\(typed)", isRight: false, hints: 0)
  }

  /// What a tutor finds that starts now.
  func answers() throws -> [String] {
    let (store, notice) = RecordStore.open(folder: folder.path)
    #expect(notice == nil)
    return try store.snapshot().prompts[.init(page: page, prompt: "p")]?.answers.map(\.typed) ?? []
  }

  /// Waits, five seconds at most, until the keeper says what is expected.
  func waitForNews(of keeper: RecordKeeper) -> String?? {
    for _ in 0..<500 {
      let news = keeper.take()
      if news.isNews { return .some(news.problem) }
      Thread.sleep(forTimeInterval: 0.01)
    }
    return nil
  }

  @Test func `keeps everything in its order`() throws {
    let keeper = keeper()
    for number in 0..<300 { keeper.add(answer(number), at: moment) }
    #expect(keeper.finish(within: 5) == nil)
    #expect(try answers() == (0..<300).map(String.init))
  }

  @Test func `a locked record costs no key 50 ms, loses nothing, and is told once and mended once`()
    throws
  {
    let keeper = keeper()
    keeper.add(answer(0), at: moment)
    #expect(keeper.settle(within: 5))
    let other = try DatabaseQueue(path: folder.file.path)
    var longest = 0.0
    try other.writeWithoutTransaction { db in
      try db.execute(sql: "BEGIN IMMEDIATE")
      for number in 1...20 {
        let clock = ContinuousClock()
        let time = clock.measure {
          keeper.add(answer(number), at: moment)
          keeper.settle(within: 0.008)
        }
        longest = max(longest, time / .seconds(1))
        if number == 10 {
          #expect(waitForNews(of: keeper) == .some("another program holds the file"))
        }
      }
      #expect(keeper.take().isNews == false)
      try db.execute(sql: "COMMIT")
    }
    #expect(longest < 0.05)
    #expect(waitForNews(of: keeper) == .some(nil))
    #expect(keeper.settle(within: 5))
    #expect(try answers() == (0...20).map(String.init))
  }

  @Test func `what cannot be written at the end is told`() throws {
    let keeper = keeper()
    let other = try DatabaseQueue(path: folder.file.path)
    try other.writeWithoutTransaction { db in
      try db.execute(sql: "BEGIN IMMEDIATE")
      keeper.add(answer(0), at: moment)
      keeper.add(answer(1), at: moment)
      let clock = ContinuousClock()
      let begin = clock.now
      let sentence = keeper.finish(within: 0.2)
      #expect(clock.now - begin < .seconds(1))
      #expect(sentence?.hasPrefix("The last 2 things that you did could not be saved: ") == true)
      try db.execute(sql: "ROLLBACK")
    }
  }

  @Test func `a folder that is taken away is made again with all that was in it`() throws {
    let keeper = keeper()
    for number in 0..<5 { keeper.add(answer(number), at: moment) }
    keeper.add(.bookmark(page, isSet: true), at: moment)
    #expect(keeper.settle(within: 5))
    try FileManager.default.removeItem(atPath: folder.path)
    keeper.add(answer(5), at: moment)
    #expect(keeper.finish(within: 5) == nil)
    #expect(try answers() == (0...5).map(String.init))
    #expect(try RecordStore.open(folder: folder.path).store.snapshot().bookmarks == [page])
  }

  @Test func `two tutors whose folder is taken away make one record again, nothing twice`() throws {
    let keepers = (0..<2).map { _ in keeper() }
    for number in 0..<6 { keepers[number % 2].add(answer(number), at: moment) }
    for keeper in keepers { #expect(keeper.settle(within: 5)) }
    let before = try answers().sorted()
    try FileManager.default.removeItem(atPath: folder.path)
    for (number, keeper) in keepers.enumerated() { keeper.add(answer(6 + number), at: moment) }
    for keeper in keepers { #expect(keeper.finish(within: 5) == nil) }
    #expect(try answers().sorted() == before + ["6", "7"])
  }

  @Test func `a record that another tutor has begun meanwhile gets what was known`() throws {
    let keeper = keeper()
    keeper.add(answer(0), at: moment)
    keeper.add(.place(page, focus: 1, row: 1), at: moment)
    #expect(keeper.settle(within: 5))
    try FileManager.default.removeItem(atPath: folder.path)
    let later = Moment(milliseconds: moment.milliseconds + 1)
    let other = RecordStore.open(folder: folder.path).store
    try other.record(answer(1), at: later)
    try other.record(.place(PageName("layers"), focus: 2, row: 2), at: later)
    keeper.add(answer(2), at: Moment(milliseconds: moment.milliseconds + 2))
    #expect(keeper.finish(within: 5) == nil)
    #expect(try answers() == ["0", "1", "2"])
    #expect(
      try RecordStore.open(folder: folder.path).store.snapshot().place?.page == PageName("layers"))
  }

  @Test func `a place that can be had only later gets what waits`() throws {
    let file = folder.path + "/state"
    try Data().write(to: URL(fileURLWithPath: file))
    let (store, notice) = RecordStore.open(folder: file)
    #expect(notice != nil)
    let calls = Mutex(0)
    let keeper = RecordKeeper(folder: file, store: store) { calls.withLock { $0 += 1 } }
    keeper.add(answer(0), at: moment)
    #expect(
      waitForNews(of: keeper) == .some("the folder \(file) cannot be made: file exists"))
    try FileManager.default.removeItem(atPath: file)
    keeper.add(answer(1), at: moment)
    #expect(waitForNews(of: keeper) == .some(nil))
    #expect(calls.withLock { $0 } == 2)
    let progress = try RecordStore.open(folder: file).store.snapshot()
    #expect(progress.prompts[.init(page: page, prompt: "p")]?.attempts == 2)
  }
}
