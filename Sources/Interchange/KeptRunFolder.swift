import CNNEngine

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A folder where runs of training are kept, a file each.
public struct KeptRunFolder: Sendable {
  public let path: String

  public init(path: String) { self.path = path }

  /// Where a run is kept; `nil` for one without a key, which nobody can ask for again.
  public func file(of key: String) -> String? {
    key.isEmpty ? nil : "\(path)/\(keptRunFileName(for: key))"
  }

  /// The step at which a run was kept; `nil` where none was.
  public func step(of key: String) -> Int? {
    guard let file = file(of: key), access(file, F_OK) == 0 else { return nil }
    do throws(InterchangeError) {
      let run = try readKeptRun(path: file)
      return run.key == key ? run.checkpoint.step : nil
    } catch {
      return nil
    }
  }

  /// What came of looking for a run.
  public struct Found: Equatable, Sendable {
    /// The run, under the key that was asked for.
    public var run: KeptRun?
    /// A sentence, where a file was there that could not be used.
    public var notice: String?

    public init(run: KeptRun? = nil, notice: String? = nil) {
      (self.run, self.notice) = (run, notice)
    }
  }

  /// Looks for a run by its key: for its fork, for the run itself, and where there is neither for the key that it had in
  /// earlier versions; what is found there is kept under the new key from then on.
  ///
  /// A file that cannot be used gets another name and stays.
  ///
  /// - Parameters:
  ///   - key: the run's key.
  ///   - legacyKey: its key in earlier versions.
  ///   - fits: whether a run of one of these keys can go on; it is asked about the run under its new key.
  /// - Returns: the run, if there is one that fits, and what the reader must know.
  public func find(
    _ key: String, before legacyKey: String? = nil, fits: (KeptRun) -> Bool
  ) -> Found {
    var found = Found()
    let forkKey = KeptRun.forkKey(of: key)
    if let file = file(of: forkKey) { look(at: file, for: forkKey, as: key, fits, &found) }
    if found.run == nil, let file = file(of: key) {
      look(at: file, for: key, as: key, fits, &found)
    }
    if found.run == nil, let legacyKey, let old = file(of: legacyKey), let new = file(of: key) {
      look(at: old, for: legacyKey, as: key, fits, &found)
      if let run = found.run { move(run, from: old, to: new) }
    }
    return found
  }

  private func look(
    at file: String, for key: String, as newKey: String, _ fits: (KeptRun) -> Bool,
    _ found: inout Found
  ) {
    guard access(file, F_OK) == 0 else { return }
    do throws(InterchangeError) {
      var run = try readKeptRun(path: file)
      let isAsked = run.key == key
      run.key = newKey
      guard isAsked, fits(run) else {
        found.notice = setAside(file, "does not fit this cell")
        return
      }
      found.run = run
    } catch {
      found.notice = setAside(file, "cannot be read")
    }
  }

  /// The old file goes only once the new one is whole; where that fails, the run is found in the old one again.
  private func move(_ run: KeptRun, from old: String, to new: String) {
    do throws(InterchangeError) {
      try writeKeptRun(run, path: new)
      unlink(old)
    } catch {
      // The run is here all the same, and is looked for again at the next sitting.
    }
  }

  // MARK: - Keeping

  /// How many runs are kept; the oldest go first.
  private static let keptRuns = 50
  /// What a run leaves free on the disk, in bytes: enough for what the reader answers and writes in a year.
  private static let spare = 4 << 20

  /// Keeps a run in the place of what was kept of it before; the folder is made if need be.
  ///
  /// - Throws: `InterchangeError`, with nothing changed.
  public func keep(_ run: KeptRun) throws(InterchangeError) {
    guard let file = file(of: run.key) else { return }
    try makeFolder(path)
    let bytes = encodeKeptRun(run)
    var disk = statvfs()
    if statvfs(path, &disk) == 0, Int(disk.f_bavail) * Int(disk.f_frsize) < bytes.count + Self.spare
    {
      throw .system("the disk is nearly full")
    }
    // A file that came here under this name and is no run is not overwritten.
    let isNew = access(file, F_OK) != 0
    if !isNew, !beginsAsRun(keptRunFileName(for: run.key)) { _ = setAside(file, "is no run") }
    try naming(file) { () throws(InterchangeError) in try replaceFile(file, with: bytes) }
    if isNew { prune(to: Self.keptRuns) }
  }

  /// Makes a folder, and those above it, that only its owner enters.
  private func makeFolder(_ path: String) throws(InterchangeError) {
    if path.isEmpty || access(path, F_OK) == 0 { return }
    try makeFolder(String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)]))
    guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw .system(lastReason()) }
  }

  /// Gives a file a name that no run looks for.
  private func setAside(_ file: String, _ why: String) -> String {
    for number in 1...99 {
      let other = "\(file).aside-\(number)"
      guard access(other, F_OK) != 0 else { continue }
      // Linking fails where the name is taken by now; renaming, where there are no links, would take the file's place.
      if link(file, other) == 0 {
        unlink(file)
      } else if errno == EEXIST || rename(file, other) != 0 {
        break
      }
      return "A run that was kept \(why); it is set aside as \(other)."
    }
    return "A run that was kept \(why), and cannot be set aside: \(file)."
  }
}
