import CNNEngine
import CellLanguage
import Coursebook
import Figures
import Screen

/// What can happen to a session.
public enum Event: Equatable, Sendable {
  case key(Key)
  /// Keys that came together where text was being typed, none of them a command there: drawn once for all of them.
  case typed([Key])
  case mouse(Mouse)
  /// Text pasted in one piece.
  case paste(String)
  case resize(width: Int, height: Int)
  /// The moment that `Effect.wake` asked for has come.
  case tick(Alarm)
  /// What came of an order.
  case delivery(Delivery)
  /// What came of a run of training, by its request's key.
  case training(String, TrainingUpdate)
  /// Something outside did not work; one sentence for the reader.
  case notice(String)
  /// What the reader does cannot be saved, and why (without a full stop); `nil` once all is saved again.
  case saving(String?)
}

/// A key, whatever bytes the terminal sends for it.
public enum Key: Hashable, Sendable {
  case character(Unicode.Scalar)
  /// Control and a letter, in lower case: `.control("c")`.
  case control(Unicode.Scalar)
  /// Alt (or Escape) and a character.
  case alt(Unicode.Scalar)
  case enter, tab, backTab, escape, backspace, delete, insert
  case up, down, left, right, home, end, pageUp, pageDown
  case function(Int)
}

/// What the mouse did, at a column and a row of the screen, from 0.
public enum Mouse: Equatable, Sendable {
  case press(column: Int, row: Int)
  /// Moved while pressed.
  case drag(column: Int, row: Int)
  case wheelUp(column: Int, row: Int)
  case wheelDown(column: Int, row: Int)
}

/// What a session wants to be woken for.
public enum Alarm: CaseIterable, Sendable {
  /// A stepper plays on.
  case play
  /// The reader has stayed at a place for a while, so that it is worth keeping.
  case place
  /// A replay of a run goes on.
  case replay
  /// Something takes longer than the reader expects.
  case late
}

/// What a session asks of the world outside.
public enum Effect: Equatable, Sendable {
  case record(ProgressEntry)
  /// Send `.tick` after so many seconds; a later request for the same alarm replaces an earlier one.
  case wake(Alarm, after: Double)
  /// Do some work beside the loop, in place of what is being done in its lane, and send `.delivery` with what comes of it.
  case perform(Order)
  /// Give up what is being done in a lane.
  case abandon(Lane)
  case setMouse(Bool)
  /// The reader wants the other theme, or to see the colours again from the start.
  case setTheme(Appearance.Theme)
  /// Paint the whole screen again.
  case redraw
  /// Train on a thread of its own, from the beginning or from a kept step, and send `.training` now and then.
  case startTraining(String, TrainingRequest, from: KeptRun?)
  /// Send `.training` with what an earlier sitting came to, if anything.
  case findTraining(TrainingRequest)
  /// Delete what was kept of a run.
  case forgetTraining(String)
  case pauseTraining(String)
  case resumeTraining(String)
  case stopTraining(String)
  /// One epoch or batch more, where the run waits for a key after each.
  case stepTraining(String)
  /// How fast the run that is on its way goes on, and those after it.
  case setPace(TrainingFigure.Pace)
  /// Write a picture into a new file of that name, and send `.notice` with where it is or what hindered.
  case save(SVGPicture, name: String)
  /// Give text to the terminal's clipboard and into a new file of that name and ending, and send `.notice` likewise.
  case copy(String, name: String, ending: String)
  case suspend
  case quit
}

/// What the terminal is to show.
public struct Frame: Equatable, Sendable {
  public var grid: Grid
  /// Where the hardware cursor stands; hidden when `nil`.
  public var cursor: Position?

  public struct Position: Equatable, Sendable {
    public var column: Int
    public var row: Int
    public init(column: Int, row: Int) {
      self.column = column
      self.row = row
    }
  }

  public init(grid: Grid, cursor: Position? = nil) {
    self.grid = grid
    self.cursor = cursor
  }
}
