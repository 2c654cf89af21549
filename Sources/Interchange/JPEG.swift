import CNNEngine
import CTurboJPEG

/// Reads a JPEG picture's bytes, baseline or progressive: `[3, H, W]`, or `[H, W]` for a grey one, 0 to 1.
///
/// Pixels stand as they are stored: a camera's note that it was held sideways is not followed.
///
/// - Throws: `InterchangeError` where the file cannot be read or ends early, and beyond 64 million pixels.
public func decodeJPEG(_ bytes: [UInt8]) throws(InterchangeError) -> Tensor {
  guard isJPEG(bytes) else { throw .wrongFormat(expected: "a JPEG picture") }
  guard let decoder = tjInitDecompress() else {
    throw .system("there is no memory for TurboJPEG")
  }
  defer { tjDestroy(decoder) }
  var (width, height, sampling, space) = (Int32(0), Int32(0), Int32(0), Int32(0))
  guard
    tjDecompressHeader3(
      decoder, bytes, UInt(bytes.count), &width, &height, &sampling, &space) == 0
  else { throw .header(reason(decoder)) }
  let (W, H, colors) = (Int(width), Int(height), TJCS(rawValue: UInt32(bitPattern: space)))
  try checkPicture(width: W, height: H)
  // 64 pixels need a bit at least. Held to before anything of that size is asked for.
  guard W * H / mostPixelsPerByte <= bytes.count else {
    throw .truncated(expected: W * H / mostPixelsPerByte, found: bytes.count)
  }
  guard colors != TJCS_CMYK, colors != TJCS_YCCK else {
    throw .notRead("a JPEG picture in the four colours of printing", cure: "save it as RGB")
  }
  let isGrey = colors == TJCS_GRAY
  let (format, channels) = isGrey ? (TJPF_GRAY, 1) : (TJPF_RGB, 3)
  var samples = [UInt8](repeating: 0, count: channels * W * H)
  let status = tjDecompress2(
    decoder, bytes, UInt(bytes.count), &samples, width, 0, height, Int32(format.rawValue),
    TJFLAG_ACCURATEDCT | TJFLAG_LIMITSCANS)
  guard status == 0 || isHarmless(decoder) else { throw .damaged(reason(decoder)) }
  return picture(samples, channels: channels, height: H, width: W)
}

/// Whether bytes begin as a JPEG picture does.
func isJPEG(_ bytes: [UInt8]) -> Bool { bytes.starts(with: [0xFF, 0xD8, 0xFF]) }

/// Eight bits, each for a block of 8×8 pixels.
private let mostPixelsPerByte = 512

/// A picture of bytes, pixel by pixel, as a tensor, plane by plane; grey ones have no axis of channels.
func picture(_ samples: [UInt8], channels: Int, height H: Int, width W: Int) -> Tensor {
  var scalars = [Float](repeating: 0, count: samples.count)
  for c in 0..<channels {
    for i in 0..<H * W { scalars[c * H * W + i] = Float(samples[i * channels + c]) / 255 }
  }
  return Tensor(shape: channels == 1 ? [H, W] : [channels, H, W], scalars: scalars)
}

/// Whether the picture is whole although something was wrong: cameras leave bytes between its parts.
private func isHarmless(_ decoder: tjhandle) -> Bool {
  tjGetErrorCode(decoder) == Int32(bitPattern: TJERR_WARNING.rawValue)
    && reason(decoder).contains("extraneous bytes before marker")
}

/// What TurboJPEG says went wrong.
private func reason(_ decoder: tjhandle) -> String { String(cString: tjGetErrorStr2(decoder)) }
