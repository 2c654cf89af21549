/// Why shapes do not fit together: the learner's mistake most of the time, so it reads as a hint.
public enum ShapeError: Error, Equatable, Sendable {
  /// A tensor has the wrong number of axes.
  case rank(name: String, expected: String, shape: [Int])
  /// The input's channels are not the ones that the kernel was made for.
  case channels(expected: Int, found: Int, groups: Int)
  /// The kernel does not fit in the padded input, not even once.
  case kernelTooLarge(reach: Int, paddedInput: Int)
  /// A number is below its range.
  case tooSmall(name: String, found: Int, least: Int)
  /// A number is above its range.
  case above(name: String, found: Int, most: Int)
  /// A number that need not be whole is outside of its range, or not a number.
  case number(name: String, expected: String, found: Float)
  /// A row that must be compared holds NaN.
  case notANumber(name: String, row: Int)
  /// What is normalised holds a single value, which would be 0 whatever it is.
  case singleValue(name: String, shape: [Int])
  /// A sum or product of sizes is beyond all memory.
  case tooLarge(Int, String, Int)
  /// A network would take more memory than it may.
  case memory(needed: Int, limit: Int)
  /// A list has the wrong number of items.
  case length(name: String, expected: Int, found: Int)
  /// The groups do not divide the channels.
  case groups(groups: Int, name: String, channels: Int)
  /// A tensor that must have one particular shape has another.
  case shape(name: String, expected: [Int], found: [Int])
  /// Two shapes cannot be broadcast together.
  case broadcast([Int], [Int])
  /// Two matrices cannot be multiplied.
  case matrixProduct([Int], [Int])
  /// A new shape holds another number of entries.
  case reshape(count: Int, shape: [Int])
  /// An axis that the tensor does not have.
  case axis(Int, shape: [Int])
  /// An index outside its axis.
  case index(Int, axis: Int, shape: [Int])
  /// Padding by reflection reaches further than the picture.
  case reflection(amount: Int, length: Int)
  /// Padding that wraps around reaches further than the picture.
  case wrapping(amount: Int, length: Int)
  /// Padding of a pooling window is more than half of it: a window could see padding alone.
  case poolPadding(padding: Int, size: Int)
  /// A pooling window's entries stand so far apart that none could lie in a padded input.
  case poolDilation(dilation: Int, length: Int)
  /// A picture with channels under a kernel of two axes.
  case flatKernel(channels: Int, kernel: [Int])
}

extension ShapeError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .rank(let name, let expected, let shape):
      "\(name) must be \(expected), but its shape is \(shape)"
    case .channels(let expected, let found, let groups):
      "the kernel is made for \(expected) input channel\(expected == 1 ? "" : "s")\(groups == 1 ? "" : " in each of \(groups) groups"), but the input has \(found)"
    case .kernelTooLarge(let reach, let paddedInput):
      "a kernel that reaches over \(reach) does not fit in a padded input of \(paddedInput)"
    case .tooSmall(let name, let found, let least):
      "\(name) must be at least \(least), not \(found)"
    case .above(let name, let found, let most):
      "\(name) must be at most \(most), not \(found)"
    case .number(let name, let expected, let found):
      "\(name) must be \(expected), not \(found.text)"
    case .notANumber(let name, let row):
      "row \(row) of \(name) holds nan: it is no answer, neither right nor wrong"
    case .singleValue(let name, let shape):
      "\(name) of \(shape) holds a single value: its distance from its own mean is 0, whatever it is; at least 2 are needed"
    case .tooLarge(let a, let sign, let b):
      "\(a) \(sign) \(b) entries are more than any memory holds"
    case .memory(let needed, let limit):
      "the network needs \(needed >> 20) MB of memory and may take \(limit >> 20) MB: a smaller batch, picture or network fits"
    case .length(let name, let expected, let found):
      "\(name) must hold \(expected) number\(expected == 1 ? "" : "s"), not \(found)"
    case .groups(let groups, let name, let channels):
      "\(groups) groups do not divide \(channels) \(name) channels"
    case .shape(let name, let expected, let found):
      "\(name) must have the shape \(expected), not \(found)"
    case .broadcast(let a, let b):
      "the shapes \(a) and \(b) do not fit: an axis must be equal in both, or 1"
    case .matrixProduct(let a, let b):
      "a \(a) cannot be multiplied by a \(b): the first one's columns must be as many as the second one's rows"
    case .reshape(let count, let shape):
      "\(count) entries cannot take the shape \(shape)"
    case .axis(let axis, let shape):
      "there is no axis \(axis) in the shape \(shape); axes count from 0"
    case .index(let index, let axis, let shape):
      "index \(index) is outside axis \(axis) of the shape \(shape), which ends at \(shape[axis] - 1)"
    case .reflection(let amount, let length):
      "reflecting \(amount) entries needs an axis of more than \(amount), but it has \(length)"
    case .wrapping(let amount, let length):
      "wrapping \(amount) entries around needs an axis of at least \(amount), but it has \(length)"
    case .poolDilation(let dilation, let length):
      "with padding and a dilation of \(dilation) a window could see padding alone: the input has only \(length) along the axis"
    case .poolPadding(let padding, let size):
      "a padding of \(padding) is more than half of the window's size, \(size): a window could see padding alone"
    case .flatKernel(let channels, let kernel):
      "a kernel of shape \(kernel) is for one channel, but the input has \(channels); give a kernel [K, \(channels), R, S]"
    }
  }
}
