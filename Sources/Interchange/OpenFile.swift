#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A file that is open for reading, until nobody holds it.
///
/// Folders, pipes and devices are refused before they are opened: a pipe waits for a writer, a device may never end.
final class OpenFile: Sendable {
  private let descriptor: Int32
  /// The bytes that it has, as the system said when it was opened.
  let size: Int

  init(path: String) throws(InterchangeError) {
    var status = stat()
    guard stat(path, &status) == 0 else { throw .system(lastReason()) }
    try checkIsFile(status)
    // Should it turn into a pipe at this moment, opening it does not wait.
    descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
    guard descriptor >= 0 else { throw .system(lastReason()) }
    guard fstat(descriptor, &status) == 0 else {
      let reason = lastReason()
      close(descriptor)
      throw .system(reason)
    }
    size = Int(status.st_size)
    do {
      try checkIsFile(status)
    } catch {
      close(descriptor)
      throw error
    }
  }

  deinit { close(descriptor) }

  /// Reads from a place in the file; fewer bytes than there is room for only where the file ends.
  func read(
    at offset: Int, into buffer: UnsafeMutableRawBufferPointer
  ) throws(InterchangeError) -> Int {
    var count = 0
    while count < buffer.count {
      let got = pread(
        descriptor, buffer.baseAddress.map { $0 + count }, buffer.count - count, offset + count)
      if got == 0 { break }
      if got > 0 {
        count += got
      } else if errno != EINTR {
        throw .system(lastReason())
      }
    }
    return count
  }
}

/// The most that is read from one file: 1 GiB.
let largestFile = 1 << 30

/// All bytes of a file, of which there may be `most`.
func readBytes(path: String, most: Int = largestFile) throws(InterchangeError) -> [UInt8] {
  let file = try OpenFile(path: path)
  guard file.size <= most else { throw .tooLarge("the file", most: most) }
  var bytes: [UInt8] = []
  bytes.reserveCapacity(file.size)
  // Files of the system say 0 and hold more.
  var chunk = [UInt8](repeating: 0, count: 1 << 16)
  while true {
    let count = try chunk.fill { (buffer) throws(InterchangeError) in
      try file.read(at: bytes.count, into: buffer)
    }
    if count == 0 { return bytes }
    bytes += chunk[..<count]
    guard bytes.count <= most else { throw .tooLarge("the file", most: most) }
  }
}

/// All text of a file; bytes that are no UTF-8 become `�`.
///
/// - Parameters:
///   - path: the file.
///   - most: how many bytes it may have.
/// - Returns: the text.
/// - Throws: `InterchangeError` where there is no file, or a folder, a pipe or a device, or where it has more.
public func readText(
  path: String, most: Int = 1_000_000
) throws(InterchangeError) -> String {
  try naming(path) { () throws(InterchangeError) in
    String(decoding: try readBytes(path: path, most: most), as: UTF8.self)
  }
}

extension [UInt8] {
  /// Lends the memory to what fills it, and returns how much it says it filled.
  mutating func fill(
    _ body: (UnsafeMutableRawBufferPointer) throws(InterchangeError) -> Int
  ) throws(InterchangeError) -> Int {
    try withUnsafeMutableBufferPointer { (buffer) throws(InterchangeError) in
      try body(UnsafeMutableRawBufferPointer(buffer))
    }
  }
}

/// The rule of what is read or replaced: a file, whose end can be reached.
func checkIsFile(_ status: stat) throws(InterchangeError) {
  switch status.st_mode & S_IFMT {
  case S_IFREG: break
  case S_IFDIR: throw .notAFile("a folder")
  case S_IFIFO: throw .notAFile("a pipe")
  case S_IFSOCK: throw .notAFile("a socket")
  default: throw .notAFile("a device")
  }
}

/// Whether a path leads to anything.
func isThere(_ path: String) -> Bool {
  var status = stat()
  return stat(path, &status) == 0
}

/// Whether a path leads to a folder.
func isFolder(_ path: String) -> Bool {
  var status = stat()
  return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
}

/// The system's words for its last error.
func lastReason() -> String { String(cString: strerror(errno)) }
