/// Formulas in a part of LaTeX, drawn with scalars one column wide.
public enum Maths {
  /// A formula in two dimensions: fractions, limits, tall brackets, matrices.
  ///
  /// - Parameters:
  ///   - latex: the formula, without dollar signs.
  ///   - width: the columns there are. A longer formula goes on below before a relation, or else before a plus
  ///     or minus; what still does not fit is cut and ends in `…`.
  ///   - appearance: in ASCII, symbols are named (`sum`, `sigma`, `<=`).
  /// - Returns: the picture, in the role `maths`.
  /// - Throws: `MathsError` for what cannot be read or drawn.
  public static func display(
    _ latex: String, width: Int? = nil, appearance: Appearance = Appearance()
  ) throws(MathsError) -> Grid {
    var parser = MathsParser(latex)
    let nodes = try parser.formula()
    return MathsLayout(isASCII: appearance.isASCII).display(nodes, width: width)
  }

  /// A formula in one line, such as `(a + b)/c` or `⌊xᵢ²⌋`.
  ///
  /// `AllowedGlyphs.asciiText` turns it into ASCII.
  ///
  /// - Throws: `MathsError` for what cannot be read or drawn.
  public static func inline(_ latex: String) throws(MathsError) -> String {
    var parser = MathsParser(latex)
    return MathsLine.text(of: try parser.formula(), isTight: false)
  }
}

/// Why a formula cannot be read, where, and what would be right.
public struct MathsError: Error, Hashable, Sendable, CustomStringConvertible {
  /// From 1, in scalars of the formula.
  public var column: Int
  public var message: String

  public init(column: Int, message: String) {
    self.column = column
    self.message = message
  }

  public var description: String { "\(column): \(message)" }
}
