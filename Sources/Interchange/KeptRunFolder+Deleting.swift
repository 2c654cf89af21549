import CNNEngine

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What is deleted of a folder of runs: files that are runs from the first byte to the checksum, under the very name that
/// their keys give them. Whatever else stands there is somebody's.
extension KeptRunFolder {
  /// Deletes all runs that were kept, and the folder where nothing else is in it.
  ///
  /// - Returns: how many runs were deleted, and how many other files and folders stay.
  @discardableResult public func forgetAll() -> (deleted: Int, foreign: Int) {
    var (deleted, foreign) = (0, 0)
    for name in names {
      if isOurs(name), unlink("\(path)/\(name)") == 0 { deleted += 1 } else { foreign += 1 }
    }
    if foreign == 0 { rmdir(path) }
    return (deleted, foreign)
  }

  /// Deletes what was kept of a run and of its fork.
  ///
  /// - Returns: a sentence, where a file is there and stays.
  public func forget(_ key: String) -> String? {
    let notices = [forgetFork(of: key), delete(key)].compactMap { $0 }
    return notices.first
  }

  /// Deletes what was kept of the fork of a run.
  ///
  /// - Returns: a sentence, where a file is there and stays.
  public func forgetFork(of key: String) -> String? { delete(KeptRun.forkKey(of: key)) }

  private func delete(_ key: String) -> String? {
    guard let file = file(of: key), access(file, F_OK) == 0 else { return nil }
    guard isOurs(keptRunFileName(for: key)), unlink(file) == 0 else {
      return "\(file) cannot be deleted: the run will be here again next time."
    }
    return nil
  }

  /// Deletes the oldest runs where there are too many: every knob of a cell asks for another one.
  func prune(to count: Int) {
    let runs = names.filter { (hasRunName($0) || isAsideName($0)) && beginsAsRun($0) }
      .map { (name: $0, time: changed($0)) }
      .sorted { ($0.time, $0.name) < ($1.time, $1.name) }
    var rest = runs.count
    for run in runs where rest > count && isOurs(run.name) {
      if unlink("\(path)/\(run.name)") == 0 { rest -= 1 }
    }
  }

  /// The names of all that stands in the folder; none where it cannot be read.
  private var names: [String] {
    guard let folder = opendir(path) else { return [] }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names
  }

  /// Whether a file was made here: a whole run, under the name that its key gives it or the one that it had aside.
  private func isOurs(_ name: String) -> Bool {
    guard hasRunName(name) || isAsideName(name), beginsAsRun(name) else { return false }
    do throws(InterchangeError) {
      let key = try readKeptRun(path: "\(path)/\(name)").key
      return isAsideName(name) || keptRunFileName(for: key) == name
    } catch {
      // Damaged, or no run at all: nobody can tell whose it is.
      return false
    }
  }

  /// Whether a name looks like a run's: most files need not be opened.
  private func hasRunName(_ name: String) -> Bool {
    guard name.hasSuffix(".run") else { return false }
    let digits = name.dropLast(4)
    return (1...16).contains(digits.count)
      && digits.allSatisfy { ("0"..."9").contains($0) || ("a"..."f").contains($0) }
  }

  /// Whether a file, and no link to one, begins as runs do.
  func beginsAsRun(_ name: String) -> Bool {
    let file = open("\(path)/\(name)", O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard file >= 0 else { return false }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return false }
    var bytes = [UInt8](repeating: 0, count: keptRunMarkLength)
    let count = read(file, &bytes, bytes.count)
    return count == bytes.count && isMarkOfKeptRun(bytes)
  }

  /// When a file was changed, in seconds.
  private func changed(_ name: String) -> Int {
    var status = stat()
    return stat("\(path)/\(name)", &status) == 0 ? Int(status.st_mtim.tv_sec) : 0
  }
}
