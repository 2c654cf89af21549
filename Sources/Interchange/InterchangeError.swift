/// Why a file cannot be read or written: the sentence that a learner sees.
public indirect enum InterchangeError: Error, Equatable, Sendable {
  /// The system refused, with its own reason.
  case system(String)
  /// The file is not in this format at all.
  case wrongFormat(expected: String)
  /// The file ends before what its header promises, in bytes.
  case truncated(expected: Int, found: Int)
  /// The file goes on after what its header promises, in bytes.
  case surplus(expected: Int, found: Int)
  /// The header makes no sense.
  case header(String)
  /// The header's shape is negative or beyond any memory.
  case shape([Int])
  /// Entries of a type that is not read.
  case type(String, cure: String)
  /// Column by column, where only row by row is read.
  case fortranOrder
  /// What happened, and to which file.
  case file(path: String, InterchangeError)
}

extension InterchangeError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .system(let reason):
      reason
    case .wrongFormat(let expected):
      "this is not \(expected)"
    case .truncated(let expected, let found):
      "the file ends too early: its header promises \(expected) bytes, but there are \(found)"
    case .surplus(let expected, let found):
      "the file is too long: its header promises \(expected) bytes, but there are \(found)"
    case .header(let reason):
      "the header cannot be read: \(reason)"
    case .shape(let shape):
      "the shape \(shape) is not one that fits in memory"
    case .type(let name, let cure):
      "entries of type \(name) are not read; \(cure)"
    case .fortranOrder:
      "the array is in Fortran order; save numpy.ascontiguousarray(array)"
    case .file(let path, let error):
      "\(path): \(error)"
    }
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

/// The entries of a shape, at most 2³² of them.
func entryCount(_ shape: [Int]) throws(InterchangeError) -> Int {
  guard shape.allSatisfy({ $0 >= 0 }) else { throw .shape(shape) }
  if shape.contains(0) { return 0 }
  var count = 1
  for length in shape {
    let (product, overflow) = count.multipliedReportingOverflow(by: length)
    guard !overflow, product <= 1 << 32 else { throw .shape(shape) }
    count = product
  }
  return count
}

/// The rule of a body of data: as many bytes as the header promises, no fewer and no more.
func checkLength(expected: Int, found: Int) throws(InterchangeError) {
  guard found >= expected else { throw .truncated(expected: expected, found: found) }
  guard found == expected else { throw .surplus(expected: expected, found: found) }
}
