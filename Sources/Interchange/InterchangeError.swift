import CNNEngine

/// Why a file cannot be read or written: the sentence that a learner sees.
public indirect enum InterchangeError: Error, Equatable, Sendable {
  /// The system refused, with its own reason.
  case system(String)
  /// The path leads to something that has no end, or that is nobody's to replace: a folder, a pipe, a device.
  case notAFile(String)
  /// The file is not in this format at all.
  case wrongFormat(expected: String)
  /// The file is in a form that is known, but not read.
  case notRead(String, cure: String)
  /// The file ends before what its header promises, in bytes.
  case truncated(expected: Int, found: Int)
  /// The file goes on after what its header promises, in bytes.
  case surplus(expected: Int, found: Int)
  /// The header makes no sense.
  case header(String)
  /// The file contradicts itself after its header.
  case damaged(String)
  /// The header's shape is negative or beyond what is read.
  case shape([Int])
  /// A picture of more pixels than are read.
  case pictureTooLarge(width: Int, height: Int)
  /// More than is read or written at once, in bytes.
  case tooLarge(String, most: Int)
  /// Entries of a type that is not read.
  case type(String, cure: String)
  /// An archive of arrays, of which none or another one was asked for.
  case arrays(asked: String?, found: [String])
  /// Pictures and their labels do not fit together.
  case pictures(String)
  /// What happened, and to which file.
  case file(path: String, InterchangeError)
}

extension InterchangeError: CustomStringConvertible {
  /// The sentence; what it repeats of the file and its name is made safe by `echoed`.
  public var description: String {
    switch self {
    case .system(let reason):
      reason
    case .notAFile(let kind):
      "this is \(kind), not a file"
    case .wrongFormat(let expected):
      "this is not \(expected)"
    case .notRead(let what, let cure):
      "\(echoed(what)) is not read; \(cure)"
    case .truncated(let expected, let found):
      "the file ends too early: its header promises \(expected) bytes, but there are \(found)"
    case .surplus(let expected, let found):
      "the file is too long: its header promises \(expected) bytes, but there are \(found)"
    case .header(let reason):
      "the header cannot be read: \(echoed(reason))"
    case .damaged(let reason):
      "the file is damaged: \(echoed(reason))"
    case .shape(let shape):
      "the shape \(echoed("\(shape)")) is not one that fits in memory: at most \(mostEntries) entries are read"
    case .pictureTooLarge(let width, let height):
      "a picture of \(width) × \(height) is too large: at most \(mostPixels / 1_000_000) million pixels are read"
    case .tooLarge(let what, let most):
      "\(what) is larger than \(most) bytes"
    case .type(let name, let cure):
      "entries of type \(echoed(name)) are not read; \(cure)"
    case .arrays(let asked, let found):
      Self.sentence(asked: asked, found: found)
    case .pictures(let reason):
      reason
    case .file(let path, let error):
      "\(echoed(path)): \(error)"
    }
  }

  private static func sentence(asked: String?, found: [String]) -> String {
    guard !found.isEmpty else { return "there is no NumPy array in this archive" }
    let names = echoed(found.joined(separator: ", "))
    if let asked { return "there is no array '\(echoed(asked))' in this archive, but \(names)" }
    return
      "this archive holds \(found.count) arrays (\(names)); put a colon and a name after the file's"
  }
}

/// Names the file in whatever goes wrong with it.
func naming<Result>(
  _ path: String, _ body: () throws(InterchangeError) -> Result
) throws(InterchangeError) -> Result {
  do {
    return try body()
  } catch {
    throw .file(path: path, error)
  }
}

// MARK: - What is read at most

/// The entries of one array: 2²⁸, which are 1 GiB as `Float`.
let mostEntries = 1 << 28

/// The axes of one array; NumPy knows no more either.
private let mostAxes = 64

/// The pixels of one picture.
let mostPixels = 64_000_000

/// The entries of a shape, at most 2²⁸ of them.
///
/// Axes beside one of length 0 are held to the same: whoever multiplies them must not overflow.
func entryCount(_ shape: [Int]) throws(InterchangeError) -> Int {
  guard shape.count <= mostAxes else {
    throw .header("\(shape.count) axes, where at most \(mostAxes) are read")
  }
  guard shape.allSatisfy({ $0 >= 0 }) else { throw .shape(shape) }
  var count = 1
  for length in shape where length > 0 {
    let (product, overflow) = count.multipliedReportingOverflow(by: length)
    guard !overflow, product <= mostEntries else { throw .shape(shape) }
    count = product
  }
  return shape.contains(0) ? 0 : count
}

/// The rule of a picture's size: at least a pixel, at most 64 million.
func checkPicture(width: Int, height: Int) throws(InterchangeError) {
  guard width > 0, height > 0 else { throw .header("a picture of \(width) × \(height)") }
  let (pixels, overflow) = width.multipliedReportingOverflow(by: height)
  guard !overflow, pixels <= mostPixels else {
    throw .pictureTooLarge(width: width, height: height)
  }
}

/// The rule of a body of data: as many bytes as the header promises, no fewer and no more.
func checkLength(expected: Int, found: Int) throws(InterchangeError) {
  guard found >= expected else { throw .truncated(expected: expected, found: found) }
  guard found == expected else { throw .surplus(expected: expected, found: found) }
}
