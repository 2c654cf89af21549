import Coursebook
import Synchronization

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Says on disk which pages a program computes, so that the next start knows where one died.
///
/// A program has one file in the state folder, `underway.` and its process, and a lock on it that the system takes back when
/// the program is gone, however it went: a file without a lock is of a dead one. Writing it costs microseconds, since a
/// program's death takes nothing from what the system has been given.
public final class CrashMarker: Sendable {
  private struct State {
    /// How many pieces of work are under way on a page.
    var underway: [PageName: Int] = [:]
    /// Pages where an earlier program died, and that have not been run since.
    var held: Set<PageName>
    var file: Int32
    var written: Set<PageName>
  }

  private let path: String
  private let state: Mutex<State>

  /// What every such file begins with.
  private static let header = "cnn-tutor: pages that were being computed\n"
  private static let stem = "underway."

  private init(path: String, file: Int32, held: Set<PageName>) {
    self.path = path
    state = Mutex(State(held: held, file: file, written: held))
  }

  /// Makes this program's marker in a folder, and takes over those of programs that died.
  ///
  /// - Parameter folder: where the records are.
  /// - Returns: the marker, `nil` where none can be had, and the pages that a program died on.
  public static func open(folder: String) -> (marker: CrashMarker?, pages: Set<PageName>) {
    open(folder: folder, process: getpid())
  }

  static func open(folder: String, process: Int32) -> (marker: CrashMarker?, pages: Set<PageName>) {
    let dead = deadFiles(in: folder)
    defer { for file in dead { close(file.descriptor) } }
    let pages = dead.reduce(into: Set<PageName>()) { $0.formUnion($1.pages) }
    let path = "\(folder)/\(stem)\(process)"
    // It gets its name when it has its lock and its pages: others look only at files that have the name.
    let new = path + ".new"
    unlink(new)
    let flags = O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC
    let file = Self.openFile(new, flags)
    guard file >= 0 else { return (nil, pages) }
    guard flock(file, LOCK_EX | LOCK_NB) == 0, write(pages, to: file), rename(new, path) == 0 else {
      unlink(new)
      close(file)
      return (nil, pages)
    }
    for file in dead where file.path != path { unlink(file.path) }
    return (CrashMarker(path: path, file: file, held: pages), pages)
  }

  /// Says that something on a page is about to be computed.
  public func begin(_ page: PageName) {
    change { $0.underway[page, default: 0] += 1 }
  }

  /// Says that this has come to its end.
  public func end(_ page: PageName) {
    change { state in
      let left = (state.underway[page] ?? 1) - 1
      state.underway[page] = left > 0 ? left : nil
    }
  }

  /// Says which pages wait to be run, since a program died on them.
  public func hold(_ pages: Set<PageName>) { change { $0.held = pages } }

  /// Ends in order: nothing is left behind but the pages that wait.
  public func finish() {
    change { $0.underway = [:] }
    state.withLock { state in
      guard state.file >= 0 else { return }
      if state.held.isEmpty { unlink(path) }
      close(state.file)
      state.file = -1
    }
  }

  /// Does what the system does when the program is gone.
  func die() {
    state.withLock { state in
      close(state.file)
      state.file = -1
    }
  }

  private func change(_ body: (inout State) -> Void) {
    state.withLock { state in
      body(&state)
      let pages = state.held.union(state.underway.keys)
      guard state.file >= 0, pages != state.written else { return }
      state.written = pages
      _ = Self.write(pages, to: state.file)
    }
  }

  // MARK: - Files

  private static func openFile(_ path: String, _ flags: Int32) -> Int32 {
    #if canImport(Darwin)
      Darwin.open(path, flags, 0o600)
    #else
      Glibc.open(path, flags, 0o600)
    #endif
  }

  private static func write(_ pages: Set<PageName>, to file: Int32) -> Bool {
    let lines = pages.map(\.text).sorted().map { $0 + "\n" }
    let bytes = Array((header + lines.joined()).utf8)
    return pwrite(file, bytes, bytes.count, 0) == bytes.count
      && ftruncate(file, off_t(bytes.count)) == 0
  }

  /// The files of programs that are gone, open and locked, so that only one program takes them.
  private static func deadFiles(
    in folder: String
  ) -> [(path: String, descriptor: Int32, pages: [PageName])] {
    FileSystem.names(in: folder).filter { name in
      name.hasPrefix(stem) && Int32(name.dropFirst(stem.count)) != nil
    }.compactMap { name in
      let path = "\(folder)/\(name)"
      guard FileSystem.kindOfNoFile(path) == nil else { return nil }
      let file = openFile(path, O_RDWR | O_CLOEXEC)
      guard file >= 0 else { return nil }
      guard flock(file, LOCK_EX | LOCK_NB) == 0, let pages = pages(in: file) else {
        close(file)
        return nil
      }
      return (path, file, pages)
    }
  }

  /// The pages that a marker names; `nil` where the file is none.
  private static func pages(in file: Int32) -> [PageName]? {
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    let count = pread(file, &bytes, bytes.count, 0)
    guard count >= 0 else { return nil }
    let text = String(decoding: bytes.prefix(count), as: UTF8.self)
    guard text.hasPrefix(header) else { return nil }
    return text.dropFirst(header.count).split(separator: "\n").map { PageName(String($0)) }
  }
}
