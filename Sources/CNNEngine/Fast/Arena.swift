#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Memory that a run of a network works in: asked of the system once, zero at first, given back at the end.
final class Arena {
  private var blocks: [UnsafeMutableRawPointer] = []
  /// Large blocks come from the system page by page, zero already: what is never touched costs nothing.
  private var mappings: [(start: UnsafeMutableRawPointer, count: Int)] = []
  /// How many bytes were asked for so far.
  private(set) var bytes = 0

  /// Room for `count` floats, all 0, with a register's width to spare.
  func floats(_ count: Int) -> MutableScalars {
    let room = wholeLanes(max(1, count)) + 2 * laneCount
    return allocate(room * MemoryLayout<Float>.stride)
      .bindMemory(to: Float.self, capacity: room)
  }

  /// A table of offsets that stays where it is.
  func table(_ offsets: [Int]) -> Offsets {
    let table = allocate(max(1, offsets.count) * MemoryLayout<Int>.stride)
      .bindMemory(to: Int.self, capacity: max(1, offsets.count))
    for (i, offset) in offsets.enumerated() { (table + i).initialize(to: offset) }
    return Offsets(table)
  }

  private static let hugePage = 2 << 20

  /// Bytes that are all 0.
  private func allocate(_ count: Int) -> UnsafeMutableRawPointer {
    // Not on a page's own boundary each time, or every map's first rows would share the same places in the cache.
    let shift = (blocks.count + mappings.count) % 31 * 128
    bytes += count + shift
    if count >= Self.hugePage { return map(count + shift) + shift }
    let block = UnsafeMutableRawPointer.allocate(byteCount: count + shift, alignment: 64)
    block.initializeMemory(as: UInt8.self, repeating: 0, count: count + shift)
    blocks.append(block)
    return block + shift
  }

  private func map(_ count: Int) -> UnsafeMutableRawPointer {
    let room = count + Self.hugePage
    guard
      let start = mmap(nil, room, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANON, -1, 0),
      start != MAP_FAILED
    else { fatalError("The system has no \(room >> 20) MB of memory left.") }
    mappings.append((start, room))
    let aligned = start.alignedUp(toMultipleOf: Self.hugePage)
    #if canImport(Glibc)
      // Maps of a batch span thousands of small pages, more than the processor keeps addresses of. Refusal costs nothing.
      madvise(aligned, count, MADV_HUGEPAGE)
    #endif
    return aligned
  }

  deinit {
    for block in blocks { block.deallocate() }
    for mapping in mappings { munmap(mapping.start, mapping.count) }
  }
}
