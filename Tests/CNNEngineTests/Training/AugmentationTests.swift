import CNNEngine
import Testing

@Suite struct AugmentationTests {
  /// 1, 2, 3, … so that each entry tells where it came from.
  static let picture = Tensor(shape: [1, 2, 4, 5], scalars: (1...40).map(Float.init))

  /// Where an entry of a moved picture comes from: 0 beyond the border.
  static func moved(_ x: Tensor, down: Int, right: Int) -> Tensor {
    var result = Tensor(zeros: x.shape)
    for c in 0..<2 {
      for h in 0..<4 where (0..<4).contains(h - down) {
        for w in 0..<5 where (0..<5).contains(w - right) {
          result[0, c, h, w] = x[0, c, h - down, w - right]
        }
      }
    }
    return result
  }

  @Test func `nothing asked for changes nothing`() {
    #expect(augmented(Self.picture, seed: 3) == Self.picture)
  }

  @Test func `about every second picture is turned round, all channels alike`() {
    let mirrored = Self.picture.flippedLeftRight()
    let turned = (0..<1000).count { seed in
      let result = augmented(Self.picture, flip: true, seed: seed)
      #expect(result == Self.picture || result == mirrored)
      return result == mirrored
    }
    #expect((450...550).contains(turned), "\(turned) of 1000")
  }

  @Test func `a shift moves by each distance about equally often, and zeros come in`() {
    var counts: [Int: Int] = [:]
    for seed in 0..<2500 {
      let result = augmented(Self.picture, shift: 2, seed: seed)
      let moves = (0..<25).filter { move in
        result == Self.moved(Self.picture, down: move / 5 - 2, right: move % 5 - 2)
      }
      #expect(moves.count == 1)
      counts[moves.first ?? -1, default: 0] += 1
    }
    #expect(counts.count == 25 && counts.values.allSatisfy { (60...140).contains($0) }, "\(counts)")
  }

  @Test func `cutout sets one square to 0, cut off at the border, in all channels`() {
    for seed in 0..<200 {
      let result = augmented(Self.picture, cutout: 2, seed: seed)
      let gone = (0..<20).filter { result.scalars[$0] == 0 }
      let (rows, columns) = (Set(gone.map { $0 / 5 }), Set(gone.map { $0 % 5 }))
      #expect((1...2).contains(rows.count) && (1...2).contains(columns.count))
      #expect(gone.count == rows.count * columns.count)
      for i in 0..<20 {
        let isGone = gone.contains(i)
        #expect(result.scalars[i] == (isGone ? 0 : Self.picture.scalars[i]))
        #expect(result.scalars[20 + i] == (isGone ? 0 : Self.picture.scalars[20 + i]))
      }
    }
  }

  @Test func `a seed always does the same, and the pictures of a batch differ`() {
    let batch = stack(
      (0..<50).map { _ in Tensor(shape: [2, 4, 5], scalars: Self.picture.scalars) })
    let first = augmented(batch, flip: true, shift: 2, cutout: 1, seed: 7)
    #expect(first == augmented(batch, flip: true, shift: 2, cutout: 1, seed: 7))
    #expect(first != augmented(batch, flip: true, shift: 2, cutout: 1, seed: 8))
    let kinds = Set((0..<50).map { Array(first.scalars[$0 * 40..<$0 * 40 + 40]) })
    #expect(kinds.count > 40)
  }

  @Test func `standardized entries have mean 0 and deviation 1`() {
    let x = Self.picture.standardized()
    #expect(abs(x.mean()) < 1e-6 && abs(x.variance() - 1) < 1e-5)
    #expect(Tensor(zeros: [3]).standardized() == Tensor(zeros: [3]))
  }
}
