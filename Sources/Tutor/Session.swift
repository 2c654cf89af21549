import CellLanguage
import Coursebook
import Screen

/// Everything that the screen depends on: the book, where the reader is, and what has been typed.
public struct Session: Sendable {
  /// How the terminal shows things.
  public var appearance: Appearance

  /// Opens a book.
  ///
  /// - Parameters:
  ///   - progress: what the reader did before.
  ///   - seed: where the fresh numbers of questions come from.
  ///   - notice: a sentence to show once.
  public init(
    progress: ReaderProgress, surroundings: Surroundings, appearance: Appearance, seed: UInt64,
    notice: String? = nil
  ) {
    self.appearance = appearance
  }

  /// Takes in what happened, and says what must now be done outside.
  public mutating func receive(_ event: Event) -> [Effect] {
    event == .key(.character("q")) ? [.quit] : []
  }

  /// The screen for this session; the same session and size always give the same screen.
  public func frame(width: Int, height: Int) -> Frame {
    Frame(grid: Grid(width: width, height: height))
  }
}
