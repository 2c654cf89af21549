import CNNEngine

/// Reads a picture of the Netpbm family, whose samples are text or bytes: PBM (where 1 is black), PGM (grey), PPM.
///
/// `[3, H, W]`, or `[H, W]` for PBM and PGM, 0 to 1: each sample over the largest that the header allows.
///
/// - Throws: `InterchangeError` where the file cannot be read, and beyond 64 million pixels.
///
/// Source: the manual pages pbm(5), pgm(5) and ppm(5) of Netpbm.
public func decodeNetpbm(_ bytes: [UInt8]) throws(InterchangeError) -> Tensor {
  guard isNetpbm(bytes) else { throw .wrongFormat(expected: "a PBM, PGM or PPM picture") }
  var parser = NetpbmParser(rest: bytes[2...])
  let kind = bytes[1] - UInt8(ascii: "0")
  let (isText, isBitmap, channels) = (kind < 4, kind % 3 == 1, kind % 3 == 0 ? 3 : 1)
  let (W, H) = (try parser.number(), try parser.number())
  try checkPicture(width: W, height: H)
  let most = isBitmap ? 1 : try parser.number()
  guard (1...65_535).contains(most) else { throw .header("the largest sample is \(most)") }
  let form: NetpbmSample =
    isBitmap ? (isText ? .digit : .bit) : isText ? .number : most < 256 ? .byte : .twoBytes
  try parser.begin(form, rowSamples: channels * W, rows: H)
  var scalars = [Float](repeating: 0, count: channels * W * H)
  for h in 0..<H {
    for w in 0..<W {
      for c in 0..<channels {
        let sample = try parser.sample(form)
        guard sample <= most else { throw .damaged("a sample is \(sample), the largest \(most)") }
        scalars[(c * H + h) * W + w] = Float(isBitmap ? 1 - sample : sample) / Float(most)
      }
    }
    parser.endRow()
  }
  try parser.end()
  return Tensor(shape: channels == 1 ? [H, W] : [3, H, W], scalars: scalars)
}

/// Whether bytes begin as a Netpbm picture does.
func isNetpbm(_ bytes: [UInt8]) -> Bool {
  bytes.count > 2 && bytes[0] == UInt8(ascii: "P")
    && (UInt8(ascii: "1")...UInt8(ascii: "6")).contains(bytes[1])
    && (isBlank(bytes[2]) || bytes[2] == UInt8(ascii: "#"))
}

/// Space, tab, line feed, vertical tab, form feed, carriage return.
private func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

/// How a sample is written.
private enum NetpbmSample { case digit, number, bit, byte, twoBytes }

private struct NetpbmParser {
  var rest: ArraySlice<UInt8>
  /// Of the byte whose bits are samples.
  private var (byte, bitsLeft) = (0, 0)

  init(rest: ArraySlice<UInt8>) { self.rest = rest }

  /// Skips blanks, and comments from `#` to the line's end.
  private mutating func skipBlanks() {
    while let byte = rest.first {
      if byte == UInt8(ascii: "#") {
        rest = rest.drop { $0 != 0x0A && $0 != 0x0D }
      } else if isBlank(byte) {
        rest.removeFirst()
      } else {
        return
      }
    }
  }

  /// The next number of the header or of samples that are text, at most 9 digits.
  mutating func number() throws(InterchangeError) -> Int {
    skipBlanks()
    let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    guard (1...9).contains(digits.count) else { throw .header("a number is missing") }
    rest = rest.dropFirst(digits.count)
    return digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
  }

  /// Ends the header; there are enough bytes for the samples, and where they are no text, not one too many.
  mutating func begin(
    _ form: NetpbmSample, rowSamples: Int, rows: Int
  ) throws(InterchangeError) {
    switch form {
    case .digit, .number:
      // Each is a character at least; numbers have a blank between them.
      let least = (form == .digit ? 1 : 2) * rowSamples * rows - 1
      guard rest.count >= least else { throw .truncated(expected: least, found: rest.count) }
    case .bit, .byte, .twoBytes:
      guard let byte = rest.popFirst(), isBlank(byte) else { throw .header("it does not end") }
      let rowBytes =
        form == .bit ? (rowSamples + 7) / 8 : form == .byte ? rowSamples : 2 * rowSamples
      try checkLength(expected: rowBytes * rows, found: rest.count)
    }
  }

  mutating func sample(_ form: NetpbmSample) throws(InterchangeError) -> Int {
    switch form {
    case .number: return try number()
    case .digit:
      skipBlanks()
      guard let digit = rest.popFirst(), digit == 0x30 || digit == 0x31 else {
        throw .damaged("a sample is neither 0 nor 1")
      }
      return Int(digit & 1)
    case .bit:
      if bitsLeft == 0 { (byte, bitsLeft) = (try nextByte(), 8) }
      bitsLeft -= 1
      return byte >> bitsLeft & 1
    case .byte: return try nextByte()
    case .twoBytes: return try nextByte() << 8 | nextByte()
    }
  }

  /// Every row of a bitmap begins with a byte of its own.
  mutating func endRow() { bitsLeft = 0 }

  mutating func end() throws(InterchangeError) {
    skipBlanks()
    guard rest.isEmpty else { throw .damaged("something follows the last sample") }
  }

  private mutating func nextByte() throws(InterchangeError) -> Int {
    guard let byte = rest.popFirst() else { throw .damaged("a sample is missing") }
    return Int(byte)
  }
}
