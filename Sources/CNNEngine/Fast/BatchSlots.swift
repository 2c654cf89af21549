/// The slots of a batch: parts whose images go through one after the other, and whose sums are kept apart.
///
/// Sums over the batch are taken slot by slot and added up in the slots' order: the result does not depend on which
/// thread computed which slot.
struct BatchSlots {
  let ranges: [Range<Int>]
  /// The images of each slot; the last one may have fewer.
  let imagesPerSlot: Int

  /// How many images every slot can be cut into groups of: its own number, or 1 where the last slot has fewer.
  var evenImages: Int { ranges.allSatisfy { $0.count == imagesPerSlot } ? imagesPerSlot : 1 }

  /// Eight slots where that divides the batch, else as many as divide it, from twelve down to four, else about eight.
  init(_ batch: Int) {
    let count = batch % 8 == 0 ? 8 : (4...12).last { batch % $0 == 0 } ?? min(8, max(1, batch))
    let perSlot = (batch + count - 1) / count
    imagesPerSlot = perSlot
    ranges = stride(from: 0, to: batch, by: perSlot).map { $0..<min($0 + perSlot, batch) }
  }
}

/// So many of a slot's images together that a convolution has whole tiles of output pixels.
func imageGroup(_ images: Int, pixels: Int) -> Int {
  (1...images).first { images % $0 == 0 && $0 * pixels >= 2 * tileRows } ?? images
}
