#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// What the records need of the system's files; each tells by a sentence what did not work.
enum FileSystem {
  /// Makes a folder, and those above it, that only its owner enters.
  static func makeFolder(_ path: String) throws(RecordError) {
    if isFolder(path) { return }
    let parent = path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
      .joined(separator: "/")
    if !parent.isEmpty { try makeFolder(parent) }
    if mkdir(path, 0o700) != 0 && !isFolder(path) {
      throw RecordError(reason: "the folder \(path) cannot be made: \(lastProblem)")
    }
  }

  /// Makes an empty file that only its owner reads, where there is none; `false` where there is one.
  @discardableResult static func makeFile(_ path: String) throws(RecordError) -> Bool {
    let file = open(path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0o600)
    if file >= 0 {
      close(file)
      return true
    }
    if errno == EEXIST { return false }
    throw RecordError(reason: "\(path) cannot be made: \(lastProblem)")
  }

  /// Shuts everyone but the owner out of a file that may have come from elsewhere.
  static func makePrivate(_ path: String) {
    var status = stat()
    if stat(path, &status) == 0 && status.st_mode & 0o077 != 0 { chmod(path, 0o600) }
  }

  static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }
  static func isReadable(_ path: String) -> Bool { access(path, R_OK) == 0 }
  static func isWritable(_ path: String) -> Bool { access(path, W_OK) == 0 }

  /// What stands at a path that is no file: "a folder", "a pipe"; `nil` for a file, and where there is nothing.
  static func kindOfNoFile(_ path: String) -> String? {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    return switch status.st_mode & S_IFMT {
    case S_IFREG: nil
    case S_IFDIR: "a folder"
    case S_IFIFO: "a pipe, not a file"
    default: "a device, not a file"
    }
  }

  /// Which file it is, whatever its name.
  struct Identity: Equatable {
    var device: UInt64
    var number: UInt64
  }

  static func identity(of path: String) -> Identity? {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    return Identity(device: UInt64(status.st_dev), number: UInt64(status.st_ino))
  }

  /// A new folder of our own among the system's temporary ones; `nil` where there is no room.
  static func makeTemporaryFolder() -> String? {
    let parent = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var name = Array("\(parent)/cnn-tutor-XXXXXX".utf8CString)
    return mkdtemp(&name).map { String(cString: $0) }
  }

  /// Takes away a file or an empty folder that this process has just made.
  static func removeMade(_ path: String) { remove(path) }

  /// Copies a file to a new one that only its owner reads.
  static func copy(_ old: String, to new: String) throws(RecordError) {
    let source = open(old, O_RDONLY | O_CLOEXEC)
    guard source >= 0 else { throw RecordError(reason: "\(old) cannot be read: \(lastProblem)") }
    defer { close(source) }
    let target = open(new, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o600)
    guard target >= 0 else { throw RecordError(reason: "\(new) cannot be made: \(lastProblem)") }
    defer { close(target) }
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(source, &bytes, bytes.count)
      if count == 0 { return }
      guard count > 0, write(target, bytes, count) == count else {
        throw RecordError(reason: "\(new) cannot be written: \(lastProblem)")
      }
    }
  }

  /// The names in a folder, in no order; none where it cannot be read.
  static func names(in folder: String) -> [String] {
    guard let entries = opendir(folder) else { return [] }
    defer { closedir(entries) }
    var names: [String] = []
    while let entry = readdir(entries) {
      names.append(
        withUnsafePointer(to: &entry.pointee.d_name) {
          $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        })
    }
    return names
  }

  static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// Gives a file another name, unless there is such a file.
  static func move(_ old: String, to new: String) throws(RecordError) {
    // Linking fails where the name is taken; renaming would take the other file's place.
    if link(old, new) == 0 {
      unlink(old)
    } else if errno == EEXIST || exists(new) || rename(old, new) != 0 {
      throw RecordError(reason: "\(old) cannot be renamed: \(lastProblem)")
    }
  }

  /// Does something while no other process does the like in this folder.
  static func alone<Result>(
    in folder: String, _ body: () throws(RecordError) -> Result
  ) throws(RecordError) -> Result {
    let file = open(folder, O_RDONLY | O_CLOEXEC)
    if file >= 0 { flock(file, LOCK_EX) }
    defer { if file >= 0 { close(file) } }
    return try body()
  }

  static func pause(milliseconds: UInt32) { usleep(milliseconds * 1000) }

  private static var lastProblem: String { String(cString: strerror(errno)).lowercased() }
}
