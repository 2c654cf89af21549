import CNNEngine

/// Writes an archive of arrays that `numpy.load` reads; a file that was there stays until the new one is whole.
public func writeNPZ(
  _ arrays: [(name: String, tensor: Tensor)], path: String, type: NPYType = .float32
) throws(InterchangeError) {
  try naming(path) { () throws(InterchangeError) in
    try replaceFile(path, with: encodeNPZ(arrays, type: type))
  }
}

/// The bytes of an archive of arrays, as `numpy.savez` lays them: a zip of NumPy files, not compressed.
public func encodeNPZ(
  _ arrays: [(name: String, tensor: Tensor)], type: NPYType = .float32
) throws(InterchangeError) -> [UInt8] {
  try encodeZIP(arrays.map { ($0.name + ending, encodeNPY($0.tensor, type: type)) })
}

/// Tells an archive from the array in it: `runs/a.npz:x` is the array `x` of `runs/a.npz`.
///
/// - Returns: the file, and the array's name where one follows.
public func archiveAndMember(_ name: String) -> (path: String, member: String?) {
  guard let mark = name.firstRange(of: ".npz:") else { return (name, nil) }
  let end = name.index(before: mark.upperBound)
  return (String(name[..<end]), String(name[mark.upperBound...]))
}

/// Reads an array of an archive: the one that is asked for, or the only one.
func decodeNPZ(_ bytes: ByteRange, member name: String?) throws(InterchangeError) -> ReadArray {
  let archive = try ZIPArchive(bytes)
  let arrays = archive.members.filter { $0.name.hasSuffix(ending) }
  let names = arrays.map { String($0.name.dropLast(ending.count)) }
  let asked =
    name.map { name in names.indices.filter { names[$0] == name } } ?? Array(names.indices)
  guard let only = asked.first, asked.count == 1 else {
    throw .arrays(asked: asked.isEmpty ? name : nil, found: names)
  }
  var source = try archive.contents(of: arrays[only])
  return try decodeNPY(&source)
}

private let ending = ".npy"
