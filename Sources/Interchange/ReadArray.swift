import CNNEngine

/// An array that was read from a file.
public struct ReadArray: Equatable, Sendable {
  public var tensor: Tensor
  /// How many entries were whole numbers that no `Float` is equal to, and became the nearest one: beyond 16,777,216
  /// only some have their own.
  public var roundedCount: Int

  init(_ tensor: Tensor, roundedCount: Int = 0) {
    self.tensor = tensor
    self.roundedCount = roundedCount
  }

  init(shape: [Int], entries: Entries) {
    self.init(
      Tensor(shape: shape, scalars: entries.scalars), roundedCount: entries.roundedCount)
  }
}

/// Reads an array from a file of a kind that is known, told by its first bytes and not by its name.
///
/// - Parameter path: a NumPy or an IDX file.
/// - Returns: the array in its own shape, and how much of it was rounded.
/// - Throws: `InterchangeError` with the file's name.
public func readArray(_ path: String) throws(InterchangeError) -> ReadArray {
  try naming(path) { () throws(InterchangeError) in
    try decodeArray(ByteRange(OpenFile(path: path)))
  }
}

/// Reads an array from a file's bytes; see `readArray`.
public func decodeArray(_ bytes: [UInt8]) throws(InterchangeError) -> ReadArray {
  try decodeArray(ByteRange(bytes))
}

func decodeArray(_ file: ByteRange) throws(InterchangeError) -> ReadArray {
  guard file.left <= largestFile else { throw .tooLarge("the file", most: largestFile) }
  var (file, whole) = (file, file)
  let first = try file.next(min(8, file.left))
  if isNPY(first) { return try decodeNPY(&whole) }
  if isIDX(first) { return try readArrayOfIDX(whole.next(whole.left)) }
  throw .wrongFormat(expected: "a file that is read: NumPy (.npy) or IDX")
}
