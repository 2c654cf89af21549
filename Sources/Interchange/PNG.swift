import CNNEngine
import CPNG

/// Reads a PNG picture: `[3, H, W]`, or `[H, W]` for a grey one, 0 to 1.
///
/// Palettes are resolved and 16 bits a sample become 8; where a picture is transparent, black shows through.
public func readPNG(path: String) throws(InterchangeError) -> Tensor {
  try naming(path) { () throws(InterchangeError) in try decodePNG(readBytes(path: path)) }
}

/// Reads a PNG picture's bytes.
public func decodePNG(_ bytes: [UInt8]) throws(InterchangeError) -> Tensor {
  guard bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) else {
    throw .wrongFormat(expected: "a PNG picture")
  }
  var image = png_image()
  image.version = png_uint_32(PNG_IMAGE_VERSION)
  defer { png_image_free(&image) }
  let hasHeader = bytes.withUnsafeBytes {
    png_image_begin_read_from_memory(&image, $0.baseAddress, $0.count) != 0
  }
  guard hasHeader else { throw .header(message(of: image)) }
  let isColor = image.format & PNG_FORMAT_FLAG_COLOR != 0
  image.format = isColor ? PNG_FORMAT_FLAG_COLOR : 0
  let (H, W, channels) = (Int(image.height), Int(image.width), isColor ? 3 : 1)
  try checkPicture(width: W, height: H)
  var samples = [UInt8](repeating: 0, count: channels * H * W)
  let isRead = samples.withUnsafeMutableBytes {
    png_image_finish_read(&image, nil, $0.baseAddress, png_int_32(channels * W), nil) != 0
  }
  guard isRead else { throw .header(message(of: image)) }
  var scalars = [Float](repeating: 0, count: samples.count)
  for i in 0..<H * W {
    for c in 0..<channels { scalars[c * H * W + i] = Float(samples[i * channels + c]) / 255 }
  }
  return Tensor(shape: isColor ? [3, H, W] : [H, W], scalars: scalars)
}

/// What libpng says went wrong.
private func message(of image: png_image) -> String {
  withUnsafeBytes(of: image.message) {
    String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
  }
}
