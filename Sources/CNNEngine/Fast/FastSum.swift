/// The sum of two values, where no normalisation or convolution computes it along.
final class FastSum: RowwiseOperation {
  let name: String
  private let first, second: Ports
  private let isRectified: Bool

  /// Takes the ports of both values; their outputs are one.
  init(name: String, _ first: Ports, _ second: Ports, isRectified: Bool) {
    first.requireSameWalk(name)
    second.requireSameWalk(name)
    self.name = name
    (self.first, self.second) = (first, second)
    self.isRectified = isRectified
  }

  var rows: Int { first.output.rows }

  func forward(_ images: Range<Int>, rows: Range<Int>, context: StepContext) {
    let maps = first.output
    for n in images {
      for h in rows {
        let (a, b) = (first.input.row(h, of: n), second.input.row(h, of: n))
        let y = maps.row(h, of: n)
        for i in stride(from: 0, to: maps.rowCount, by: laneCount) {
          let sum = (a + i).lanes + (b + i).lanes
          (y + i).lanes = isRectified ? rectified(sum) : sum
        }
      }
    }
  }

  func backward(_ images: Range<Int>, slot: Int, isFirst: Bool, context: StepContext) {
    guard let gradient = first.outputGradient else { return }
    for n in images {
      for h in 0..<gradient.rows {
        let (y, dy) = (first.output.row(h, of: n), gradient.row(h, of: n))
        // One after the other: both ways may lead to the same value.
        for way in [first, second] {
          guard let dx = way.inputGradient?.row(h, of: n) else { continue }
          for i in stride(from: 0, to: gradient.rowCount, by: laneCount) {
            var dz = (dy + i).lanes
            if isRectified { dz = Lanes.zero.replacing(with: dz, where: (y + i).lanes .> 0) }
            (dx + i).lanes = way.accumulates ? (dx + i).lanes + dz : dz
          }
        }
      }
    }
  }
}
