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

/// Reads an array from a file of any kind that is known, told by its first bytes and not by its name.
///
/// | kind | becomes |
/// | --- | --- |
/// | NumPy's `.npy` | its own shape |
/// | NumPy's `.npz` | the array that it holds, or the one that is asked for |
/// | PNG, JPEG, PBM, PGM, PPM | `[3, H, W]`, or `[H, W]` for a grey picture, 0…1 |
/// | IDX, also under gzip | its own shape |
///
/// - Parameter name: the file, or `FILE.npz:NAME` for one array of several.
/// - Returns: the array, and how much of it was rounded.
/// - Throws: `InterchangeError` with the file's name.
public func readArray(_ name: String) throws(InterchangeError) -> ReadArray {
  let (path, member) = archiveAndMember(name)
  return try naming(path) { () throws(InterchangeError) in
    try decodeArray(ByteRange(OpenFile(path: path)), member: member)
  }
}

/// Reads an array from a file's bytes; see `readArray`.
public func decodeArray(
  _ bytes: [UInt8], member: String? = nil
) throws(InterchangeError) -> ReadArray {
  try decodeArray(ByteRange(bytes), member: member)
}

func decodeArray(_ file: ByteRange, member: String?) throws(InterchangeError) -> ReadArray {
  guard file.left <= largestFile else { throw .tooLarge("the file", most: largestFile) }
  var file = file
  let start = file
  let first = try file.next(min(8, file.left))
  if isZIP(first) { return try decodeNPZ(start, member: member) }
  guard member == nil else { throw .wrongFormat(expected: "an archive of NumPy arrays (.npz)") }
  if isNPY(first) {
    var source = start
    return try decodeNPY(&source)
  }
  // The others are read as a whole: their decoders want all bytes.
  var whole = start
  func bytes() throws(InterchangeError) -> [UInt8] { try whole.next(whole.left) }
  if isPNG(first) { return ReadArray(try decodePNG(bytes())) }
  if isJPEG(first) { return ReadArray(try decodeJPEG(bytes())) }
  if isNetpbm(first) { return ReadArray(try decodeNetpbm(bytes())) }
  if isIDX(first) || first.starts(with: [0x1F, 0x8B]) { return try readArrayOfIDX(bytes()) }
  throw .wrongFormat(
    expected: "a file that is read: NumPy (.npy, .npz), PNG, JPEG, PBM, PGM, PPM or IDX")
}
