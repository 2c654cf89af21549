/// Entries set to 0 by chance in training, the others divided by the share that stays; nothing in inference.
final class FastDropout: Operation {
  let name: String
  private let rate: Float
  private let number: UInt32
  private let input, output, outputGradient: Maps
  private let inputGradient: Maps?
  private let accumulates: Bool

  init(
    name: String, rate: Float, number: Int, input: Maps, output: Maps, outputGradient: Maps,
    inputGradient: Maps?, accumulates: Bool
  ) {
    self.name = name
    self.rate = rate
    self.number = UInt32(truncatingIfNeeded: number)
    self.input = input
    self.output = output
    self.outputGradient = outputGradient
    self.inputGradient = inputGradient
    self.accumulates = accumulates
  }

  func forward(_ images: Range<Int>, context: StepContext) {
    for n in images {
      forEachRow { h in
        let x = input.image(n) + input.offset(h, 0)
        let y = output.image(n) + output.offset(h, 0)
        for i in stride(from: 0, to: input.columns * input.step, by: laneCount) {
          (y + i).lanes = (x + i).lanes * mask(n, h, i, context)
        }
      }
    }
  }

  func backward(_ images: Range<Int>, slot: Int, isFirst: Bool, context: StepContext) {
    guard let inputGradient else { return }
    for n in images {
      forEachRow { h in
        let dy = outputGradient.image(n) + outputGradient.offset(h, 0)
        let dx = inputGradient.image(n) + inputGradient.offset(h, 0)
        for i in stride(from: 0, to: input.columns * input.step, by: laneCount) {
          let gradient = (dy + i).lanes * mask(n, h, i, context)
          (dx + i).lanes = accumulates ? (dx + i).lanes + gradient : gradient
        }
      }
    }
  }

  private func forEachRow(_ body: (Int) -> Void) { for h in 0..<input.rows { body(h) } }

  /// 0 or 1/(1 − rate) in each lane, the same forward and backward: a hash of where and when.
  @inline(__always)
  private func mask(_ n: Int, _ h: Int, _ i: Int, _ context: StepContext) -> Lanes {
    guard context.mode == .training, rate > 0 else { return Lanes(repeating: 1) }
    var key = UInt64(truncatingIfNeeded: context.step) &* 0x9E37_79B9_7F4A_7C15 ^ context.seed
    key = (key ^ UInt64(number) << 40) &+ UInt64(truncatingIfNeeded: n) &* 0xD1B5_4A32_D192_ED03
    key = key ^ key >> 29
    let start =
      UInt32(truncatingIfNeeded: key ^ key >> 32)
      &+ UInt32(truncatingIfNeeded: h * input.columns * input.step + i)
    var bits = HashLanes(repeating: start) &+ HashLanes.counting
    bits = (bits ^ (bits &>> 16)) &* 0x7FEB_352D
    bits = (bits ^ (bits &>> 15)) &* 0x846C_A68B
    bits = bits ^ (bits &>> 16)
    // 23 random bits behind the exponent of 1: a number in 1..<2.
    let uniform = unsafeBitCast(bits &>> 9 | 0x3F80_0000, to: Lanes.self) - 1
    return Lanes(repeating: 1 / (1 - rate)).replacing(with: 0, where: uniform .< rate)
  }
}

#if WIDE_LANES
  typealias HashLanes = SIMD16<UInt32>
#else
  typealias HashLanes = SIMD8<UInt32>
#endif

extension HashLanes {
  /// 0, 1, 2, … in the lanes.
  static var counting: HashLanes {
    var lanes = HashLanes()
    for i in 0..<laneCount { lanes[i] = UInt32(i) }
    return lanes
  }
}
