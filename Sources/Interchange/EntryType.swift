/// How the numbers of an array lie in a file.
struct EntryType: Equatable {
  enum Kind { case boolean, signed, unsigned, float }

  var kind: Kind
  /// Bytes an entry.
  var width: Int
  var isBigEndian: Bool

  /// Reads entries of this type.
  ///
  /// - Parameters:
  ///   - count: how many; the source has as many bytes as they need.
  ///   - source: begins with the first.
  /// - Returns: each as the nearest `Float`.
  /// - Throws: `InterchangeError` where the source cannot be read, or has fewer.
  func entries<Source: ByteSource>(
    _ count: Int, from source: inout Source
  ) throws(InterchangeError) -> Entries {
    var entries = Entries(scalars: [Float](repeating: 0, count: count))
    // A multiple of every width.
    var chunk = [UInt8](repeating: 0, count: min(count * width, 1 << 16))
    var done = 0
    while done < count {
      let wanted = min((count - done) * width, chunk.count)
      let found = try chunk.fill { (buffer) throws(InterchangeError) in
        try source.read(into: .init(rebasing: buffer[..<wanted]))
      }
      guard found == wanted else {
        throw .truncated(expected: count * width, found: done * width + found)
      }
      let end = done + wanted / width
      entries.roundedCount += chunk.withUnsafeBytes { bytes in
        entries.scalars.withUnsafeMutableBufferPointer {
          convert(bytes, into: .init(rebasing: $0[done..<end]))
        }
      }
      done = end
    }
    return entries
  }

  /// Fills `target`, and says how many whole numbers were rounded.
  private func convert(
    _ bytes: UnsafeRawBufferPointer, into target: UnsafeMutableBufferPointer<Float>
  ) -> Int {
    switch (kind, width) {
    case (.boolean, _): for i in target.indices { target[i] = bytes[i] == 0 ? 0 : 1 }
    case (.signed, 1): return whole(Int8.self, bytes, into: target)
    case (.signed, 2): return whole(Int16.self, bytes, into: target)
    case (.signed, 4): return whole(Int32.self, bytes, into: target)
    case (.signed, _): return whole(Int64.self, bytes, into: target)
    case (.unsigned, 1): return whole(UInt8.self, bytes, into: target)
    case (.unsigned, 2): return whole(UInt16.self, bytes, into: target)
    case (.unsigned, 4): return whole(UInt32.self, bytes, into: target)
    case (.unsigned, _): return whole(UInt64.self, bytes, into: target)
    case (.float, 2): each(bytes, into: target) { Float(Float16(bitPattern: $0)) }
    case (.float, 4): each(bytes, into: target) { Float(bitPattern: $0) }
    case (.float, _): each(bytes, into: target) { Float(Double(bitPattern: $0)) }
    }
    return 0
  }

  private func whole<Integer: FixedWidthInteger>(
    _: Integer.Type, _ bytes: UnsafeRawBufferPointer,
    into target: UnsafeMutableBufferPointer<Float>
  ) -> Int {
    var rounded = 0
    each(bytes, into: target) { (integer: Integer) in
      let float = Float(integer)
      if Integer(exactly: float) != integer { rounded += 1 }
      return float
    }
    return rounded
  }

  private func each<Bits: FixedWidthInteger>(
    _ bytes: UnsafeRawBufferPointer, into target: UnsafeMutableBufferPointer<Float>,
    _ convert: (Bits) -> Float
  ) {
    for i in target.indices {
      let bits = bytes.loadUnaligned(fromByteOffset: i * MemoryLayout<Bits>.size, as: Bits.self)
      target[i] = convert(isBigEndian ? Bits(bigEndian: bits) : Bits(littleEndian: bits))
    }
  }
}

/// What was read of an array's entries.
struct Entries {
  var scalars: [Float]
  /// How many of them were whole numbers that no `Float` is equal to.
  var roundedCount = 0
}
