#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Puts a file in the place of another, so that at any moment there is the old one or the new one, whole.
///
/// The bytes are written aside, in the same folder, and take the name once the disk has them; where that fails, nothing
/// stays. A link is followed; the rights of the file before are kept.
///
/// - Parameters:
///   - path: the file; folders, pipes and devices are refused.
///   - bytes: all that it will hold.
///   - write: writes to a descriptor as the system does, and returns how much; tests let it fail.
/// - Throws: `InterchangeError` with the system's reason.
func replaceFile(
  _ path: String, with bytes: [UInt8],
  write: (Int32, UnsafeRawBufferPointer) -> Int = systemWrite
) throws(InterchangeError) {
  let path = resolved(path)
  var status = stat()
  let isThere = stat(path, &status) == 0
  if isThere {
    try checkIsFile(status)
    // Renaming would ask for the folder's rights alone.
    guard access(path, W_OK) == 0 else { throw .system(lastReason()) }
  }
  let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "./"
  let aside = try AsideFile(in: folder)
  do throws(InterchangeError) {
    if isThere, fchmod(aside.descriptor, status.st_mode & 0o7777) != 0 {
      throw .system(lastReason())
    }
    try writeAll(bytes, to: aside.descriptor, write: write)
    try aside.take(place: path)
  } catch {
    aside.discard()
    throw error
  }
  syncFolder(folder)
}

/// The file behind a link, or the path itself where there is none yet.
private func resolved(_ path: String) -> String {
  guard let real = realpath(path, nil) else { return path }
  defer { free(real) }
  return String(cString: real)
}

/// Returns once the disk has all bytes.
func writeAll(
  _ bytes: [UInt8], to descriptor: Int32, write: (Int32, UnsafeRawBufferPointer) -> Int
) throws(InterchangeError) {
  var written = 0
  while written < bytes.count {
    let count = bytes.withUnsafeBytes { write(descriptor, .init(rebasing: $0[written...])) }
    if count > 0 {
      written += count
    } else if count == 0 || errno != EINTR {
      throw .system(lastReason())
    }
  }
  guard fsync(descriptor) == 0 else { throw .system(lastReason()) }
}

func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
  write(descriptor, bytes.baseAddress, bytes.count)
}

/// Lets the new name reach the disk; not every file system can, and the file is whole either way.
func syncFolder(_ folder: String) {
  let descriptor = open(folder, O_RDONLY | O_CLOEXEC | O_DIRECTORY)
  guard descriptor >= 0 else { return }
  fsync(descriptor)
  close(descriptor)
}
