/// As many floats as one wide register holds: sixteen with AVX-512, eight elsewhere.
///
/// The manifest defines `WIDE_LANES` on processors with 512-bit registers. A tile of `tileRows` × two such
/// registers is what stays in registers through a matrix product: 8 × 32 floats with AVX-512 (sixteen sums,
/// of 32 registers), 4 × 16 with AVX2 or NEON.
#if WIDE_LANES
  typealias Lanes = SIMD16<Float>
  typealias IntLanes = SIMD16<Int32>
  let laneCount = 16
  typealias RegisterTile = ProductTile<8>
  let tileRows = 8
  /// A lower tile, for maps of 7 × 7 pixels: of the rows of higher ones a seventh would be computed twice.
  typealias LowTile = ProductTile<7>
  let lowTileRows = 7
#else
  typealias Lanes = SIMD8<Float>
  typealias IntLanes = SIMD8<Int32>
  let laneCount = 8
  typealias RegisterTile = ProductTile<4>
  let tileRows = 4
  typealias LowTile = ProductTile<3>
  let lowTileRows = 3
#endif

typealias Scalars = UnsafePointer<Float>
typealias MutableScalars = UnsafeMutablePointer<Float>
typealias Offsets = UnsafePointer<Int>

extension UnsafePointer<Float> {
  /// A register's worth of floats from here.
  @inline(__always) var lanes: Lanes { UnsafeRawPointer(self).loadUnaligned(as: Lanes.self) }
}

extension UnsafeMutablePointer<Float> {
  /// A register's worth of floats from here.
  @inline(__always) var lanes: Lanes {
    get { UnsafeRawPointer(self).loadUnaligned(as: Lanes.self) }
    nonmutating set { UnsafeMutableRawPointer(self).storeBytes(of: newValue, as: Lanes.self) }
  }
}

/// The least multiple of the lanes that holds `count`.
func wholeLanes(_ count: Int) -> Int { (count + laneCount - 1) / laneCount * laneCount }

#if WIDE_LANES
  typealias LaneSquare = InlineArray<16, Lanes>
#else
  typealias LaneSquare = InlineArray<8, Lanes>
#endif

extension LaneSquare {
  /// Rows and columns changed: each round interleaves the upper half of the rows with the lower one.
  @inline(__always)
  mutating func transpose() {
    var rounds = laneCount
    while rounds > 1 {
      let rows = self
      for i in 0..<laneCount / 2 {
        let (a, b) = (rows[i], rows[i + laneCount / 2])
        self[2 * i].evenHalf = a.lowHalf
        self[2 * i].oddHalf = b.lowHalf
        self[2 * i + 1].evenHalf = a.highHalf
        self[2 * i + 1].oddHalf = b.highHalf
      }
      rounds /= 2
    }
  }
}
