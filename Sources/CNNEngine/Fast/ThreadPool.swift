import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Work in numbered pieces, made once and run often: running it asks for no memory.
public protocol PooledWork: AnyObject {
  func run(_ piece: Int, worker: Int)
}

/// A closure as work: for what is run now and then.
private final class ClosureWork: PooledWork {
  private let body: (Int, Int) -> Void
  init(_ body: @escaping (Int, Int) -> Void) { self.body = body }
  func run(_ piece: Int, worker: Int) { body(piece, worker) }
}

/// Threads that share out numbered pieces of work, and sleep when there is none.
///
/// Between two pieces a thread spins for some microseconds, since waking one costs more than many a layer. Which thread
/// takes which piece is left to chance; results do not depend on it, because a piece always computes the same. The
/// threads end with the pool.
public final class ThreadPool: Sendable {
  /// How many threads work, the caller's included.
  public let threads: Int
  private let crew: Crew
  private let workers: [pthread_t]

  /// One for work too small to share out: the caller alone.
  static let small = ThreadPool(threads: 1)

  /// One for predictions anywhere in the program: as many threads as there are processors, up to sixteen.
  static let shared = ThreadPool(
    threads: max(1, min(16, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))))

  /// Starts `threads − 1` threads; the caller of `run` is the last one.
  public init(threads: Int) {
    precondition((1...256).contains(threads), "A pool has 1 to 256 threads, not \(threads).")
    self.threads = threads
    let crew = Crew()
    self.crew = crew
    workers = (1..<threads).compactMap { _ in crew.startThread() }
    crew.workers = workers.count
  }

  deinit {
    crew.end()
    for worker in workers { pthread_join(worker, nil) }
  }

  /// Calls `body` once for each of `0..<count`, on all threads, and returns when every call has.
  public func run(_ count: Int, _ body: (Int) -> Void) { run(count) { piece, _ in body(piece) } }

  /// The same; `body` is told which thread it runs on too, 0 up to `threads`.
  public func run(_ count: Int, _ body: (_ piece: Int, _ worker: Int) -> Void) {
    withoutActuallyEscaping(body) { run(count, ClosureWork($0)) }
  }

  /// The same for work that was made before.
  ///
  /// Where the pool is at work already, for another thread or for the work that asks, the caller does all of it alone.
  public func run(_ count: Int, _ work: any PooledWork) {
    guard count > 1, !workers.isEmpty, crew.begin() else {
      for i in 0..<count { work.run(i, worker: 0) }
      return
    }
    crew.run(count, work)
  }
}

/// What the threads of a pool share.
///
/// They keep it alive, and not the pool, whose end ends them.
private final class Crew: @unchecked Sendable {
  private let generation = Atomic<Int>(0)
  private let next = Atomic<Int>(0)
  private let running = Atomic<Int>(0)
  private let sleepers = Atomic<Int>(0)
  private let numbers = Atomic<Int>(0)
  private let isEnding = Atomic<Bool>(false)
  private let isBusy = Atomic<Bool>(false)
  private var count = 0
  private var work: (any PooledWork)?
  var workers = 0
  private let mutex: UnsafeMutablePointer<pthread_mutex_t>
  private let condition: UnsafeMutablePointer<pthread_cond_t>

  private static let spins = 20_000

  init() {
    mutex = .allocate(capacity: 1)
    condition = .allocate(capacity: 1)
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(condition, nil)
  }

  deinit {
    pthread_mutex_destroy(mutex)
    pthread_cond_destroy(condition)
    mutex.deallocate()
    condition.deallocate()
  }

  func startThread() -> pthread_t? {
    let context = Unmanaged.passRetained(self)
    #if canImport(Darwin)
      var thread: pthread_t?
      let status = pthread_create(
        &thread, nil,
        { context in
          Unmanaged<Crew>.fromOpaque(context).takeRetainedValue().serve()
          return nil
        }, context.toOpaque())
    #else
      var thread = pthread_t()
      let status = pthread_create(
        &thread, nil,
        { context in
          if let context { Unmanaged<Crew>.fromOpaque(context).takeRetainedValue().serve() }
          return nil
        }, context.toOpaque())
    #endif
    if status != 0 {
      context.release()
      return nil
    }
    return thread
  }

  func end() {
    isEnding.store(true, ordering: .sequentiallyConsistent)
    generation.wrappingAdd(1, ordering: .sequentiallyConsistent)
    wake()
  }

  /// Whether nobody else is at work; `run` must follow.
  func begin() -> Bool { !isBusy.exchange(true, ordering: .acquiring) }

  func run(_ count: Int, _ work: any PooledWork) {
    defer { isBusy.store(false, ordering: .releasing) }
    self.work = work
    self.count = count
    next.store(0, ordering: .relaxed)
    running.store(workers, ordering: .relaxed)
    generation.wrappingAdd(1, ordering: .sequentiallyConsistent)
    if sleepers.load(ordering: .sequentiallyConsistent) > 0 { wake() }
    takePieces(worker: 0)
    var spins = 0
    while running.load(ordering: .acquiring) > 0 {
      spins += 1
      if spins > Self.spins { sched_yield() }
    }
    self.work = nil
  }

  private func takePieces(worker: Int) {
    guard let work else { return }
    while true {
      let piece = next.wrappingAdd(1, ordering: .relaxed).oldValue
      if piece >= count { return }
      work.run(piece, worker: worker)
    }
  }

  private func wake() {
    pthread_mutex_lock(mutex)
    pthread_cond_broadcast(condition)
    pthread_mutex_unlock(mutex)
  }

  private func serve() {
    let worker = numbers.wrappingAdd(1, ordering: .relaxed).newValue
    var seen = 0
    while true {
      var spins = 0
      while generation.load(ordering: .acquiring) == seen {
        spins += 1
        if spins > Self.spins { sleep(after: seen) }
      }
      seen += 1
      if isEnding.load(ordering: .acquiring) { return }
      takePieces(worker: worker)
      running.wrappingSubtract(1, ordering: .releasing)
    }
  }

  private func sleep(after seen: Int) {
    pthread_mutex_lock(mutex)
    sleepers.wrappingAdd(1, ordering: .sequentiallyConsistent)
    while generation.load(ordering: .sequentiallyConsistent) == seen {
      pthread_cond_wait(condition, mutex)
    }
    sleepers.wrappingSubtract(1, ordering: .sequentiallyConsistent)
    pthread_mutex_unlock(mutex)
  }
}
