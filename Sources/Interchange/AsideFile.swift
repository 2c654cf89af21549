#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A new file in the folder of the one whose place it will take.
///
/// Where the system can do that, it has no name until it is whole: a program that is killed leaves nothing half written.
struct AsideFile {
  let descriptor: Int32
  private let folder: String
  /// `nil` as long as it has no name.
  private let name: String?

  init(in folder: String) throws(InterchangeError) {
    self.folder = folder
    #if os(Linux)
      // O_TMPFILE, a macro that Swift cannot read.
      let nameless = open(folder, O_WRONLY | O_CLOEXEC | O_DIRECTORY | 0o20_000_000, 0o644)
      if nameless >= 0 {
        (descriptor, name) = (nameless, nil)
        return
      }
    #endif
    (descriptor, name) = try freeName(in: folder) { path in
      open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    }
  }

  /// Gives the file, which is whole by now, the name of another, which is no more, and closes it.
  func take(place path: String) throws(InterchangeError) {
    let aside = if let name { name } else { try linked() }
    guard rename(aside, path) == 0 else {
      let reason = lastReason()
      unlink(aside)
      throw .system(reason)
    }
    close(descriptor)
  }

  /// Gives the file, which is whole by now, a name that is free, and closes it; `false` where the name is taken.
  func take(freeName path: String) throws(InterchangeError) -> Bool {
    let source = name ?? "/proc/self/fd/\(descriptor)"
    if linkat(AT_FDCWD, source, AT_FDCWD, path, AT_SYMLINK_FOLLOW) == 0 {
      discard()
      return true
    }
    let (number, reason) = (errno, lastReason())
    if number == EEXIST { return false }
    // Some file systems know no links, nor files without a name.
    var status = stat()
    guard let name, [EPERM, ENOTSUP, EOPNOTSUPP, ENOSYS].contains(number),
      lstat(path, &status) != 0,
      rename(name, path) == 0
    else { throw .system(reason) }
    close(descriptor)
    return true
  }

  /// A name for the nameless; linking never takes another file's place.
  private func linked() throws(InterchangeError) -> String {
    try freeName(in: folder) {
      linkat(AT_FDCWD, "/proc/self/fd/\(descriptor)", AT_FDCWD, $0, AT_SYMLINK_FOLLOW)
    }.name
  }

  /// Closes the file, whatever is in it, and takes it away.
  func discard() {
    close(descriptor)
    if let name { unlink(name) }
  }
}

/// Whether a name is one that a file may have for a moment before it takes its place.
func isAsideName(_ name: String) -> Bool {
  name.hasPrefix(".cnn-tutor-") && name.hasSuffix(".new")
}

/// Tries names that nobody has, until one is taken: what the system answered, and the name.
private func freeName(
  in folder: String, _ take: (String) -> Int32
) throws(InterchangeError) -> (answer: Int32, name: String) {
  for number in 0..<100 {
    let path = folder + ".cnn-tutor-\(getpid())-\(number).new"
    let answer = take(path)
    if answer >= 0 { return (answer, path) }
    guard errno == EEXIST else { break }
  }
  throw .system(lastReason())
}
