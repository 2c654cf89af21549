#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

/// The most that is read from one file: 1 GiB.
private let largestFile = 1 << 30

/// All bytes of a file or a pipe.
///
/// Folders and devices are refused, since a device may never end.
func readBytes(path: String) throws(InterchangeError) -> [UInt8] {
  let descriptor = open(path, O_RDONLY | O_CLOEXEC)
  guard descriptor >= 0 else { throw .system(lastReason()) }
  defer { close(descriptor) }
  var status = stat()
  guard fstat(descriptor, &status) == 0 else { throw .system(lastReason()) }
  let kind = status.st_mode & S_IFMT
  guard kind == S_IFREG || kind == S_IFIFO else { throw .system("this is not a file") }
  guard status.st_size <= largestFile else { throw .system("the file is larger than 1 GiB") }
  var bytes: [UInt8] = []
  bytes.reserveCapacity(Int(status.st_size) + 1)
  var chunk = [UInt8](repeating: 0, count: 1 << 16)
  while true {
    let count = read(descriptor, &chunk, chunk.count)
    if count == 0 { return bytes }
    if count < 0 {
      if errno == EINTR { continue }
      throw .system(lastReason())
    }
    bytes += chunk[..<count]
    guard bytes.count <= largestFile else { throw .system("the file is larger than 1 GiB") }
  }
}

/// Puts a file in the place of another, so that at any moment there is the old one or the new one, whole.
func replaceFile(_ path: String, with bytes: [UInt8]) throws(InterchangeError) {
  let new = path + ".new"
  try writeBytes(bytes, path: new, reachesDisk: true)
  guard rename(new, path) == 0 else {
    let reason = lastReason()
    unlink(new)
    throw .system(reason)
  }
}

/// Writes a file of these bytes, in place of one that may be there.
///
/// With `reachesDisk` it returns once the disk has them.
func writeBytes(
  _ bytes: [UInt8], path: String, reachesDisk: Bool = false
) throws(InterchangeError) {
  let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
  guard descriptor >= 0 else { throw .system(lastReason()) }
  var (written, reason) = (0, String?.none)
  while written < bytes.count, reason == nil {
    let count = bytes.withUnsafeBytes {
      write(descriptor, $0.baseAddress.map { $0 + written }, bytes.count - written)
    }
    if count >= 0 {
      written += count
    } else if errno != EINTR {
      reason = lastReason()
    }
  }
  if reachesDisk, reason == nil, fsync(descriptor) != 0 { reason = lastReason() }
  if close(descriptor) != 0, reason == nil { reason = lastReason() }
  if let reason { throw .system(reason) }
}

/// The system's words for its last error.
private func lastReason() -> String { String(cString: strerror(errno)) }
