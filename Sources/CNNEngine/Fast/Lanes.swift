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
#else
  typealias Lanes = SIMD8<Float>
  typealias IntLanes = SIMD8<Int32>
  let laneCount = 8
  typealias RegisterTile = ProductTile<4>
  let tileRows = 4
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
