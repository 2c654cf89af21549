import CNNEngine
import Foundation

/// The only place where text leaves the program, beside the screen that `Terminal` draws; and where standard input is read.
///
/// What is printed holds nothing that a terminal obeys, whatever it repeats: input, file names, what stands in files.
enum StandardStreams {
  /// To be called before anything is opened.
  ///
  /// A stream that the caller closed gets a place of its own that cannot be used: otherwise the next file would take its
  /// number, and be written to. A pipe that nobody reads, or a file that grew too large, is an error with a sentence and
  /// not the end.
  static func prepare() {
    for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) == -1 {
      // The lowest free number is this one.
      _ = open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY)
    }
    signal(SIGPIPE, SIG_IGN)
    signal(SIGXFSZ, SIG_IGN)
  }

  /// Prints a line, or several.
  static func print(_ text: String, terminator: String = "\n") throws(StreamError) {
    try write(visible(text) + terminator, to: STDOUT_FILENO)
  }

  /// Prints text as it is where it goes into a file or a pipe; on a terminal control characters are made visible.
  static func printExactly(_ text: String) throws(StreamError) {
    try write(isatty(STDOUT_FILENO) == 1 ? visible(text) : text, to: STDOUT_FILENO)
  }

  /// Tells the reader a sentence, on standard error.
  static func say(_ sentence: String) {
    // Where it cannot be told, nobody is left to tell that to.
    try? write(visible(sentence) + "\n", to: STDERR_FILENO)
  }

  /// Tells on a terminal how far something is, in a line that the next one takes the place of; "" ends it.
  static func report(_ words: String) {
    guard isatty(STDERR_FILENO) == 1 else { return }
    try? write("\r\u{1B}[K" + visible(words), to: STDERR_FILENO)
  }

  private static func write(_ text: String, to descriptor: Int32) throws(StreamError) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
      if count > 0 {
        bytes = bytes.dropFirst(count)
      } else if count < 0, errno == EAGAIN {
        var place = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        poll(&place, 1, -1)
      } else if count == 0 || errno != EINTR {
        throw StreamError(number: errno)
      }
    }
  }

  /// A line of standard input without its end; `nil` where there is none any more.
  static func readLine() throws(CommandError) -> String? {
    var line: [UInt8] = []
    while line.count < 10_000 {
      let read = try read(1)
      if read.isEmpty && line.isEmpty { return nil }
      if read.isEmpty || read[0] == UInt8(ascii: "\n") {
        return String(decoding: line, as: UTF8.self)
      }
      line += read
    }
    throw .failed("A line of standard input is longer than 10,000 bytes.")
  }

  /// All of standard input, at most 1 MB of it; bytes that are no UTF-8 become `�`.
  static func readAll() throws(CommandError) -> String {
    var bytes: [UInt8] = []
    while true {
      let read = try read(1 << 16)
      if read.isEmpty { return String(decoding: bytes, as: UTF8.self) }
      bytes += read
      guard bytes.count <= 1_000_000 else {
        throw .failed("A program has 1,000,000 bytes at most; standard input has more.")
      }
    }
  }

  /// The next bytes of standard input, at most `most`; none at its end.
  private static func read(_ most: Int) throws(CommandError) -> ArraySlice<UInt8> {
    var bytes = [UInt8](repeating: 0, count: most)
    while true {
      let count = Foundation.read(STDIN_FILENO, &bytes, most)
      if count >= 0 { return bytes[..<count] }
      guard errno == EINTR else {
        throw .failed("Standard input cannot be read: \(String(cString: strerror(errno))).")
      }
    }
  }
}

/// Why standard output takes no more.
struct StreamError: Error, CustomStringConvertible {
  /// The system's number of the error.
  var number: Int32

  var description: String {
    switch number {
    case EPIPE: "Standard output is a pipe that nobody reads any more; the rest is lost."
    case EBADF: "Standard output is closed: there is nowhere to print to."
    default: "Standard output cannot be written: \(String(cString: strerror(number)))."
    }
  }
}
