extension Dataset {
  /// Tells data sets apart by all that training sees of them: pictures in their order, labels, classes, and what entries and
  /// blanks become.
  ///
  /// The name does not count, nor whether it was by selecting or from the start that the pictures are these. Bytes and
  /// floats of the same values differ. Each picture of a storage is read once, however many data sets share it.
  public var digest: UInt64 {
    let pictures = storage.pictureDigests
    let isBytes = if case .bytes = storage.entries { true } else { false }
    var words = [isBytes ? 1 : 0, UInt64(classes), UInt64(count)]
    words += picture.map { UInt64($0) }
    words += entryScale.words
    words += places?.map { pictures[$0] } ?? pictures
    words += labels.map { UInt64($0) }
    return CNNEngine.digest(of: words)
  }
}
