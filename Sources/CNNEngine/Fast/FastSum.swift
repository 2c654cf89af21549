/// The sum of a body and the way past it, where no normalisation computes it along.
final class FastSum: Operation {
  let name: String
  private let body, skip, output: NetworkBuilder.Stage
  private let skipAccumulates, isRectified: Bool

  init(
    name: String, body: NetworkBuilder.Stage, skip: NetworkBuilder.Stage,
    output: NetworkBuilder.Stage, skipAccumulates: Bool, isRectified: Bool
  ) {
    self.name = name
    self.body = body
    self.skip = skip
    self.output = output
    self.skipAccumulates = skipAccumulates
    self.isRectified = isRectified
  }

  func forward(_ images: Range<Int>, context: StepContext) {
    let maps = output.maps
    for n in images {
      for h in 0..<maps.rows {
        let a = body.maps.image(n) + body.maps.offset(h, 0)
        let b = skip.maps.image(n) + skip.maps.offset(h, 0)
        let y = maps.image(n) + maps.offset(h, 0)
        for i in stride(from: 0, to: maps.columns * maps.step, by: laneCount) {
          let sum = (a + i).lanes + (b + i).lanes
          (y + i).lanes = isRectified ? rectified(sum) : sum
        }
      }
    }
  }

  func backward(_ images: Range<Int>, slot: Int, isFirst: Bool, context: StepContext) {
    guard let gradient = output.gradient else { return }
    for n in images {
      for h in 0..<gradient.rows {
        let y = output.maps.image(n) + output.maps.offset(h, 0)
        let dy = gradient.image(n) + gradient.offset(h, 0)
        let da = body.gradient.map { $0.image(n) + $0.offset(h, 0) }
        let db = skip.gradient.map { $0.image(n) + $0.offset(h, 0) }
        for i in stride(from: 0, to: gradient.columns * gradient.step, by: laneCount) {
          var dz = (dy + i).lanes
          if isRectified { dz = Lanes.zero.replacing(with: dz, where: (y + i).lanes .> 0) }
          if let da { (da + i).lanes = dz }
          if let db { (db + i).lanes = skipAccumulates ? (db + i).lanes + dz : dz }
        }
      }
    }
  }
}
