/// Entries set to 0 by chance in training, the others divided by the share that stays; nothing in inference.
final class FastDropout: Operation {
  let name: String
  private let rate: Float
  private let number: UInt32
  private let ports: Ports
  private var input: Maps { ports.input }

  init(name: String, rate: Float, number: Int, ports: Ports) {
    ports.requireSameWalk(name)
    self.name = name
    self.rate = rate
    self.number = UInt32(truncatingIfNeeded: number)
    self.ports = ports
  }

  func forward(_ images: Range<Int>, context: StepContext) {
    for n in images {
      forEachRow { h in
        let x = input.row(h, of: n)
        let y = ports.output.row(h, of: n)
        for i in stride(from: 0, to: input.columns * input.step, by: laneCount) {
          (y + i).lanes = (x + i).lanes * mask(n, h, i, context)
        }
      }
    }
  }

  func backward(_ images: Range<Int>, slot: Int, isFirst: Bool, context: StepContext) {
    guard let inputGradient = ports.inputGradient, let outputGradient = ports.outputGradient else {
      return
    }
    for n in images {
      forEachRow { h in
        let dy = outputGradient.row(h, of: n)
        let dx = inputGradient.row(h, of: n)
        for i in stride(from: 0, to: input.columns * input.step, by: laneCount) {
          let gradient = (dy + i).lanes * mask(n, h, i, context)
          (dx + i).lanes = ports.accumulates ? (dx + i).lanes + gradient : gradient
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
