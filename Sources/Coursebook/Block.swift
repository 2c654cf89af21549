/// One piece of a page, from top to bottom.
public enum Block: Equatable, Sendable {
  case heading(level: Int, [Inline])
  case paragraph([Inline])
  case list(items: [[Block]], start: Int?)
  case quote([Block])
  case table(headings: [[Inline]], alignments: [Alignment], rows: [[[Inline]]])
  case maths(String)
  /// Text shown as it is, with its language ("swift", "text" or "").
  case listing(String, language: String)
  case rule
  /// A live cell: source that runs.
  case cell(Cell)
  /// A question: of any kind in `PromptKinds`.
  case prompt(PosedPrompt)

  public enum Alignment: Equatable, Sendable { case left, center, right }
}

/// A piece of running text.
public indirect enum Inline: Equatable, Sendable {
  case text(String)
  case code(String)
  case maths(String)
  case emphasis([Inline])
  case strong([Inline])
  /// A term of the field where the course introduces it, and its name in the glossary: `[kernels](term:kernel)`.
  case term([Inline], name: String)
  /// A link to a page ("1.3") or an address that is only shown.
  case link([Inline], target: String)
  /// A work that is cited, as it is drawn: `[](source:he-2016-resnet)`.
  case citation([Inline], key: String)
  case lineBreak
}

/// A live cell.
public struct Cell: Equatable, Sendable {
  /// The same for as long as the course lives: "edge", or "cell-2" where the author gave none.
  public var name: String
  public var source: String
  /// Measures time, so that what it prints differs from run to run.
  public var isTimed: Bool
  /// The line of the page's file on which `source` begins, from 1.
  public var line: Int

  public init(name: String, source: String, isTimed: Bool = false, line: Int = 1) {
    self.name = name
    self.source = source
    self.isTimed = isTimed
    self.line = line
  }
}
