/// How the feature maps of one image lie in memory: channels last, with a margin of zeros around them.
///
/// One pixel's channels lie side by side, rounded up to whole registers; padding is read from the margin, so that no
/// algorithm asks where a picture ends. A picture that only matrix products read may be packed instead: its pixels lie
/// side by side without a gap, and a kernel's row of pixels is one run of entries.
///
/// The layout pass decides on layouts, and nothing else does. An operation that walks two maps side by side asks
/// `Maps.walksBeside` first.
struct MapLayout: Hashable, Sendable {
  let channels, rows, columns: Int
  /// The width of the margin above, below and beside each map.
  var margin = 0
  var isPacked = false

  /// The floats from one pixel to the next.
  var step: Int { isPacked ? channels : wholeLanes(channels) }
  var rowStep: Int { (columns + 2 * margin) * step }
  var imageStep: Int { (rows + 2 * margin) * rowStep }
  var pixels: Int { rows * columns }
}
