import CNNEngine
import Foundation
import Synchronization
import Testing

@Suite struct ThreadPoolTests {
  @Test(arguments: [1, 2, 3, 8])
  func `every piece is done once, by a thread of the pool, before run returns`(threads: Int) {
    let pool = ThreadPool(threads: threads)
    for count in [0, 1, 2, 7, 64, 1000] {
      let done = Mutex(Array(repeating: 0, count: count))
      let workers = Mutex(Set<Int>())
      pool.run(count) { piece, worker in
        done.withLock { $0[piece] += 1 }
        workers.withLock { _ = $0.insert(worker) }
      }
      #expect(done.withLock { $0.allSatisfy { $0 == 1 } })
      #expect(workers.withLock { $0.allSatisfy { (0..<threads).contains($0) } })
    }
  }

  @Test func `run after run, also after the threads went to sleep`() {
    let pool = ThreadPool(threads: 3)
    var sum = 0
    for round in 0..<2000 {
      let parts = Mutex(0)
      pool.run(5) { piece in parts.withLock { $0 += piece } }
      sum += parts.withLock { $0 }
      // Long enough for every thread to stop spinning.
      if round.isMultiple(of: 500) {
        let end = ContinuousClock.now + .milliseconds(5)
        while ContinuousClock.now < end {}
      }
    }
    #expect(sum == 20_000)
  }

  @Test func `pools come and go`() {
    for threads in 1...4 {
      for _ in 0..<20 {
        let calls = Mutex(0)
        ThreadPool(threads: threads).run(9) { _ in calls.withLock { $0 += 1 } }
        #expect(calls.withLock { $0 } == 9)
      }
    }
  }

  #if os(Linux)
    @Test func `a pool's threads end with it`() throws {
      func threads() throws -> Int {
        try FileManager.default.contentsOfDirectory(atPath: "/proc/self/task").count
      }
      // Tests run side by side: other threads come and go, but not by the hundred.
      let before = try threads()
      for _ in 0..<100 { ThreadPool(threads: 4).run(9) { _ in } }
      #expect(try threads() < before + 60)
    }
  #endif

  @Test func `work that asks its own pool for work gets it done`() {
    let pool = ThreadPool(threads: 3)
    let calls = Mutex(0)
    pool.run(4) { _ in pool.run(5) { _ in calls.withLock { $0 += 1 } } }
    #expect(calls.withLock { $0 } == 20)
  }
}
