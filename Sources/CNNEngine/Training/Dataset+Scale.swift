extension Dataset {
  /// The mean and deviation of all entries; a deviation of 0 counts as 1.
  public var scale: (mean: Float, deviation: Float) {
    guard let shares = valueShares else {
      let images = images
      return (images.mean(), Self.divisor(images.variance().squareRoot()))
    }
    let moments = Self.moments(shares.flatMap { $0 }, of: shares.count)
    return (Float(moments.mean), Self.divisor(Float(moments.variance.squareRoot())))
  }

  /// The mean and deviation of each channel; a deviation of 0 counts as 1.
  public var channelScales: (means: [Float], deviations: [Float]) {
    let moments = valueShares?.map { Self.moments($0, of: 1) } ?? channelMoments
    return (
      moments.map { Float($0.mean) },
      moments.map { Self.divisor(Float($0.variance.squareRoot())) }
    )
  }

  /// What entries may be divided by.
  private static func divisor(_ deviation: Float) -> Float { deviation > 0 ? deviation : 1 }

  /// A value, and the share of a channel's entries that have it.
  private typealias ValueShare = (value: Double, share: Double)

  private static func moments(
    _ shares: [ValueShare], of channels: Int
  ) -> (mean: Double, variance: Double) {
    let mean = shares.reduce(0) { $0 + $1.value * $1.share } / Double(channels)
    let variance = shares.reduce(0) {
      $0 + ($1.value - mean) * ($1.value - mean) * $1.share
    }
    return (mean, variance / Double(channels))
  }

  /// For each channel of bytes the 256 values and their shares: counting takes one pass, and no entry becomes a number.
  private var valueShares: [[ValueShare]]? {
    guard case .bytes(let bytes) = storage.entries else { return nil }
    let pixels = picture[1] * picture[2]
    var counts = Array(repeating: 0, count: picture[0] * 256)
    for n in 0..<count {
      let start = place(n) * storage.pictureSize
      for c in 0..<picture[0] {
        for i in start + c * pixels..<start + (c + 1) * pixels {
          counts[c * 256 + Int(bytes[i])] += 1
        }
      }
    }
    return entryScale.withNumbers { _, _, table in
      (0..<picture[0]).map { c in
        (0..<256).map { byte in
          let place = c * 256 + byte
          return (Double(table[place]), Double(counts[place]) / Double(count * pixels))
        }
      }
    }
  }

  private var channelMoments: [(mean: Double, variance: Double)] {
    let pixels = picture[1] * picture[2]
    var entries = Array(repeating: Float(0), count: storage.pictureSize)
    /// The mean of what `term` makes of each channel's entries.
    func means(_ term: (_ entry: Double, _ channel: Int) -> Double) -> [Double] {
      var sums = Array(repeating: 0.0, count: picture[0])
      for n in 0..<count {
        entries.withUnsafeMutableBufferPointer { entries in
          if let first = entries.baseAddress { copy(n, to: first) }
        }
        for c in 0..<picture[0] {
          for i in c * pixels..<(c + 1) * pixels { sums[c] += term(Double(entries[i]), c) }
        }
      }
      return sums.map { $0 / Double(count * pixels) }
    }
    let mean = means { entry, _ in entry }
    let variance = means { entry, c in (entry - mean[c]) * (entry - mean[c]) }
    return zip(mean, variance).map { ($0, $1) }
  }
}
