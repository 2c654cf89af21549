import CNNEngine
import Screen

/// Tensors side by side: small matrices as numbers on coloured cells, larger ones as heat maps, channels as a row
/// of maps, pictures in their own colours.
public struct TensorsFigure: Figure {
  /// Whether each tensor has a colour scale of its own.
  public enum Scale: Hashable, Sendable { case separate, shared }

  public enum TensorStyle: Hashable, Sendable {
    /// Numbers where they fit, a picture for `[3, H, W]` of 0…1, a heat map otherwise.
    case automatic
    case numbers, heatmap
    /// `[3, H, W]` in true colours, others in greys.
    case picture
  }

  /// What a prediction must not give away.
  public enum Hidden: Equatable, Sendable {
    /// The entries and the shape.
    case everything
    /// All entries; the shape is shown.
    case values
    /// Some entries, by their place in `scalars`.
    case entries(Set<Int>)
  }

  /// An entry that stands out, in glyphs and not only in colour.
  public struct Mark: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
      /// Under the kernel: one outline goes around all of them.
      case window
      /// Chosen: `▸8◂`.
      case selected
      /// Answered rightly: `✓8 `, or wrongly: `✗8 `.
      case right, wrong
    }
    /// Which of the figure's tensors.
    public var tensor: Int
    public var row: Int
    public var column: Int
    /// Which of the tensor's matrices, in storage order: the channel of a `[C, H, W]`.
    public var plane: Int
    public var kind: Kind

    public init(tensor: Int, row: Int, column: Int, plane: Int = 0, kind: Kind = .window) {
      self.tensor = tensor
      self.row = row
      self.column = column
      self.plane = plane
      self.kind = kind
    }
  }

  /// The entry that is read out under the tensors.
  public struct Cursor: Hashable, Sendable {
    public var tensor: Int
    public var row: Int
    public var column: Int
    public var plane: Int

    public init(tensor: Int, row: Int, column: Int, plane: Int = 0) {
      self.tensor = tensor
      self.row = row
      self.column = column
      self.plane = plane
    }
  }

  public var tensors: [(name: String, tensor: Tensor)]
  public var scale: Scale
  public var style: TensorStyle
  /// What is hidden, by the tensor's place.
  public var hidden: [Int: Hidden]
  public var marks: [Mark]
  public var cursor: Cursor?
  /// How many rows of glyphs a heat map may take.
  public var maximumRows: Int

  public init(
    tensors: [(name: String, tensor: Tensor)], scale: Scale = .separate,
    style: TensorStyle = .automatic, hidden: [Int: Hidden] = [:], marks: [Mark] = [],
    cursor: Cursor? = nil, maximumRows: Int = 24
  ) {
    self.tensors = tensors.map { (sanitized($0.name), $0.tensor) }
    self.scale = scale
    self.style = style
    self.hidden = hidden
    self.marks = marks
    self.cursor = cursor
    self.maximumRows = maximumRows
  }

  public var sentence: String {
    tensors.indices.map { i in
      let (name, tensor) = tensors[i]
      switch hidden[i] {
      case .everything: return "\(name) is hidden until you answer."
      case .values: return "\(name) has shape \(tensor.shape); its entries are hidden."
      case .entries(let places):
        return "\(name) has shape \(tensor.shape); \(places.count) of its entries are hidden."
      case nil: return Self.sentence(name, tensor)
      }
    }.joined(separator: " ")
  }

  private static func sentence(_ name: String, _ tensor: Tensor) -> String {
    guard let first = tensor.scalars.first else { return "\(name) has no entries." }
    if tensor.scalars.count == 1 { return "\(name) is \(NumberText.short(first))." }
    var (low, high, sum, count, place): (Float, Float, Double, Int, Int) = (
      .infinity, -.infinity, 0, 0, 0
    )
    for (i, value) in tensor.scalars.enumerated() where value.isFinite {
      low = min(low, value)
      if value > high { (high, place) = (value, i) }
      sum += Double(value)
      count += 1
    }
    guard count > 0 else { return "\(name) has shape \(tensor.shape) and no finite entry." }
    let special = tensor.scalars.count - count
    // Below what 32 bits tell apart in the largest entry, a mean is the rounding of its entries.
    let mean = sum / Double(count)
    let isNoise = mean.magnitude < 1e-7 * Double(max(low.magnitude, high.magnitude))
    let finite =
      low == high
      ? "all \(NumberText.short(low))"
      : "from \(NumberText.short(low)) to \(NumberText.short(high)) at "
        + "\(index(of: place, in: tensor.shape)), mean \(NumberText.short(isNoise ? 0 : mean))"
    return "\(name) has shape \(tensor.shape), \(finite)"
      + (special == 0 ? "." : "; \(special) entries are not finite.")
  }

  /// The place of an entry along each axis.
  static func index(of place: Int, in shape: [Int]) -> [Int] {
    var rest = place
    var index: [Int] = []
    for length in shape.reversed() {
      index.insert(rest % max(1, length), at: 0)
      rest /= max(1, length)
    }
    return index
  }
}
