#if canImport(Glibc)
  import Glibc
#endif

/// Memory that a run of a network works in: asked of the system once, zero at first, given back at the end.
final class Arena {
  private var blocks: [UnsafeMutableRawPointer] = []
  /// How many bytes were asked for so far.
  private(set) var bytes = 0

  /// Room for `count` floats, all 0, with a register's width to spare.
  func floats(_ count: Int) -> MutableScalars {
    let room = wholeLanes(max(1, count)) + 2 * laneCount
    let block = allocate(room * MemoryLayout<Float>.stride)
    let floats = block.bindMemory(to: Float.self, capacity: room)
    floats.initialize(repeating: 0, count: room)
    return floats
  }

  /// A table of offsets that stays where it is.
  func table(_ offsets: [Int]) -> Offsets {
    let table = allocate(max(1, offsets.count) * MemoryLayout<Int>.stride)
      .bindMemory(to: Int.self, capacity: max(1, offsets.count))
    for (i, offset) in offsets.enumerated() { (table + i).initialize(to: offset) }
    return Offsets(table)
  }

  private static let hugePage = 2 << 20

  private func allocate(_ count: Int) -> UnsafeMutableRawPointer {
    // Not on a page's own boundary each time, or every map's first rows would share the same places in the cache.
    let shift = blocks.count % 31 * 128
    let isLarge = count >= Self.hugePage
    let block = UnsafeMutableRawPointer.allocate(
      byteCount: count + shift, alignment: isLarge ? Self.hugePage : 64)
    #if canImport(Glibc)
      // Maps of a batch span thousands of small pages, more than the processor keeps addresses of. Refusal costs nothing.
      if isLarge { madvise(block, count + shift, MADV_HUGEPAGE) }
    #endif
    blocks.append(block)
    bytes += count + shift
    return block + shift
  }

  deinit { for block in blocks { block.deallocate() } }
}
