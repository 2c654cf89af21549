extension Dataset: Equatable {
  /// Whether names, labels, blanks and every entry are the same; bytes may equal floats.
  public static func == (a: Dataset, b: Dataset) -> Bool {
    guard a.name == b.name, a.classes == b.classes, a.picture == b.picture, a.labels == b.labels,
      a.blanks == b.blanks
    else { return false }
    if a.storage === b.storage, a.places == b.places, a.entryScale == b.entryScale { return true }
    var entries = [a, b].map { Array(repeating: Float(0), count: $0.storage.pictureSize) }
    return (0..<a.count).allSatisfy { n in
      for (i, data) in [a, b].enumerated() {
        entries[i].withUnsafeMutableBufferPointer { entries in
          if let first = entries.baseAddress { data.copy(n, to: first) }
        }
      }
      return entries[0] == entries[1]
    }
  }
}
