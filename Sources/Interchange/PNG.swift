import CNNEngine
import CPNG

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Reads a PNG picture of any depth and colour, interlaced or not: `[3, H, W]`, or `[H, W]` for a grey one, 0 to 1.
///
/// Samples are taken as they are stored: of `n` bits, the value over 2ⁿ − 1. Only where the file says that they are
/// stored with another exponent than screens use (a `gAMA` chunk, and no `sRGB`) are they brought to 1/2.2. Palettes
/// are resolved; where a picture is transparent, black shows through, light mixed as light is.
///
/// - Throws: `InterchangeError` where the file cannot be read, and beyond 64 million pixels.
///
/// Source: W3C, *Portable Network Graphics*, third edition, sections 8, 11 and 13.
public func readPNG(path: String) throws(InterchangeError) -> Tensor {
  try naming(path) { () throws(InterchangeError) in try decodePNG(readBytes(path: path)) }
}

/// Reads a PNG picture's bytes.
public func decodePNG(_ bytes: [UInt8]) throws(InterchangeError) -> Tensor {
  try checkSize(ofPNG: bytes)
  let picture = bytes.withUnsafeBufferPointer { bytes in
    Result { () throws(InterchangeError) in try decodeOpened(bytes) }
  }
  return try picture.get()
}

/// Whether bytes begin as a PNG picture does.
func isPNG(_ bytes: [UInt8]) -> Bool { bytes.starts(with: sign) }

private let sign: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

/// Judges a picture's size by its first chunk, before libpng or anyone else asks for memory.
private func checkSize(ofPNG bytes: [UInt8]) throws(InterchangeError) {
  guard isPNG(bytes) else { throw .wrongFormat(expected: "a PNG picture") }
  guard bytes.count >= 33 else { throw .truncated(expected: 33, found: bytes.count) }
  guard bytes[12..<16].elementsEqual("IHDR".utf8) else {
    throw .header("it does not begin with its size")
  }
  var reader = ByteReader(bytes: bytes[16...])
  let (width, height) = (Int(try reader.bigEndian(4)), Int(try reader.bigEndian(4)))
  try checkPicture(width: width, height: height)
  let samples = [0: 1, 2: 3, 3: 1, 4: 2, 6: 4][bytes[25]] ?? 1
  let unpacked = height * ((width * samples * Int(bytes[24]) + 7) / 8 + 1)
  guard unpacked / Inflation.mostGrowth <= bytes.count else {
    throw .truncated(expected: unpacked / Inflation.mostGrowth, found: bytes.count)
  }
}

private func decodeOpened(
  _ bytes: UnsafeBufferPointer<UInt8>
) throws(InterchangeError) -> Tensor {
  var header = cpng_header()
  var reason = [CChar](repeating: 0, count: 100)
  guard let reader = cpng_open(bytes.baseAddress, bytes.count, &header, &reason) else {
    throw .header(text(reason))
  }
  defer { cpng_close(reader) }
  let (H, W, channels) = (Int(header.height), Int(header.width), Int(header.channels))
  let isGrey = channels < 3
  let curve = SampleCurve(gamma: header.gamma, depth: Int(header.depth))
  var row = [UInt8](repeating: 0, count: W * channels * Int(header.depth) / 8)
  var scalars = [Float](repeating: 0, count: (isGrey ? 1 : 3) * H * W)
  for pass in header.is_interlaced ? adam7 : [Pass(0, 0, 1, 1)] {
    let columns = Array(stride(from: pass.column, to: W, by: pass.columns))
    if columns.isEmpty { continue }
    for h in stride(from: pass.row, to: H, by: pass.rows) {
      guard cpng_read_row(reader, &row) else {
        throw .damaged(String(cString: cpng_reason(reader)))
      }
      for (i, w) in columns.enumerated() {
        curve.place(
          row, pixel: i, channels: channels, into: &scalars, at: h * W + w, planeSize: H * W)
      }
    }
  }
  return Tensor(shape: isGrey ? [H, W] : [3, H, W], scalars: scalars)
}

private func text(_ characters: [CChar]) -> String {
  String(decoding: characters.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
}

// MARK: - Interlacing

/// Pixels that stand together in an interlaced file: where the first is, and how far it is to the next.
private struct Pass {
  let (row, column, rows, columns): (Int, Int, Int, Int)

  init(_ row: Int, _ column: Int, _ rows: Int, _ columns: Int) {
    (self.row, self.column, self.rows, self.columns) = (row, column, rows, columns)
  }
}

/// The seven passes of Adam7.
private let adam7 = [
  Pass(0, 0, 8, 8), Pass(0, 4, 8, 8), Pass(4, 0, 8, 4), Pass(0, 2, 4, 4), Pass(2, 0, 4, 2),
  Pass(0, 1, 2, 2), Pass(1, 0, 2, 1),
]

// MARK: - Samples

/// What stored samples come to, 0…1.
private struct SampleCurve {
  /// Of a sample, 1 or 2.
  let width: Int
  /// What brings samples to the exponent of screens; `nil` where they have it.
  let exponent: Float?

  /// - Parameters:
  ///   - gamma: the exponent of the file's samples, 0 for that of screens.
  ///   - depth: bits a sample, 8 or 16.
  init(gamma: Double, depth: Int) {
    width = depth / 8
    let exponent = 1 / (2.2 * gamma)
    // As libpng does: what differs by less than a twentieth, nobody sees.
    self.exponent = gamma <= 0 || abs(exponent - 1) < 0.05 ? nil : Float(exponent)
  }

  /// Puts a pixel's colours into their planes.
  func place(
    _ row: [UInt8], pixel: Int, channels: Int, into scalars: inout [Float], at place: Int,
    planeSize: Int
  ) {
    let first = pixel * channels
    let colors = channels < 3 ? 1 : 3
    let opacity = channels == colors ? 1 : share(row, first + colors)
    for c in 0..<colors {
      var value = share(row, first + c)
      if let exponent { value = pow(value, exponent) }
      scalars[c * planeSize + place] = opacity == 1 ? value : dimmed(value, by: opacity)
    }
  }

  /// A sample over the largest.
  private func share(_ row: [UInt8], _ i: Int) -> Float {
    width == 1
      ? Float(row[i]) / 255 : Float(Int(row[2 * i]) << 8 | Int(row[2 * i + 1])) / 65_535
  }
}

/// A value before black: its light, not the number that stands for it, is what opacity scales.
///
/// Source: IEC 61966-2-1, the curve of sRGB.
private func dimmed(_ value: Float, by opacity: Float) -> Float {
  if opacity == 0 { return 0 }
  let light =
    opacity * (value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4))
  return light <= 0.0031308 ? 12.92 * light : 1.055 * pow(light, 1 / 2.4) - 0.055
}
