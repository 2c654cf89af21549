import CellLanguage
import Coursebook
import Figures
import Screen

/// Puts a prompt together line by line, with a bar on its left.
struct PromptView {
  let page: PageView
  let index: Int
  private var lines: [Grid] = []
  private var cursor: Frame.Position?
  private var consequenceStart: Int?

  init(page: PageView, index: Int) {
    self.page = page
    self.index = index
  }

  var isFocused: Bool { page.focus == .prompt(index) }
  var isTyping: Bool { isFocused && page.mode == .typing }
  private var inner: Int { max(1, page.textWidth - 2) }
  private var height: Int { lines.reduce(0) { $0 + $1.height } }

  mutating func heading(_ word: String, ask: [Inline]) {
    line([Span("\(word)  ", .prompt)] + page.spans(ask), hanging: 0)
  }

  mutating func line(_ spans: [Span], hanging: Int = 2) {
    lines.append(Screen.grid(of: wrap(spans, width: inner, hanging: hanging), width: inner))
  }

  /// The hardware cursor stands at the beginning of the line that is added next.
  mutating func putCursor() { cursor = Frame.Position(column: 2, row: height) }

  /// What is added from here on follows from the keys that the prompt was given.
  mutating func beginConsequence() { consequenceStart = height }

  /// A field of one line, which scrolls sideways when the text is longer.
  mutating func field(_ state: PromptState, prompt: String, placeholder: String) {
    var grid = Grid(width: inner, height: 1)
    var column = grid.write(prompt, column: 0, row: 0, style: Style(.prompt))
    let room = max(1, inner - column - 1)
    let start = max(0, state.editor.cursor - room)
    if isTyping {
      // What is seen of it alone: a key in a long text costs no more than in a short one.
      let text = sanitized(state.editor.text(from: start, count: room))
      cursor = Frame.Position(column: column + state.editor.cursor - start + 2, row: height)
      for scalar in text.unicodeScalars {
        grid[column, 0] = Glyph(scalar, Style(.literal))
        column += 1
      }
    } else if isFocused {
      grid.write("type \(placeholder)", column: column, row: 0, style: Style(.muted))
    }
    lines.append(grid)
  }

  /// A text of several lines: a program, one's own words.
  mutating func program(_ state: PromptState, isSwift: Bool = true) {
    var code = CodeView(
      source: sanitized(state.editor.text, keepsLines: true), isSwift: isSwift,
      width: max(1, inner - 2))
    if isTyping { code.cursor = state.editor.position }
    let picture = code.picture(
      bar: isTyping ? "┃" : "│", barStyle: Style(isTyping ? .focus : .border))
    if let place = picture.cursor {
      cursor = Frame.Position(column: place.column + 2, row: place.row + height)
    }
    lines.append(picture.grid)
  }

  mutating func listing(_ source: String) {
    lines.append(
      CodeView(source: sanitized(source, keepsLines: true), isSwift: true, width: max(1, inner - 2))
        .picture(bar: "│", barStyle: Style(.border)).grid)
  }

  mutating func hints(_ hints: [[Inline]], shown: Int) {
    for (number, hint) in hints.prefix(shown).enumerated() {
      line([Span("Hint \(number + 1) of \(hints.count): ", .muted)] + page.spans(hint))
    }
  }

  var finished: BlockPicture {
    let bar: Unicode.Scalar = isFocused ? "┃" : "│"
    let style = Style(isFocused ? .focus : .prompt)
    var picture = BlockPicture(
      page.barred(page.stack(lines, gap: 0), bar: bar, style: style, width: page.textWidth))
    picture.focusRows = [.init(focus: .prompt(index), rows: 0..<picture.grid.height)]
    picture.cursor = cursor
    if let start = consequenceStart, start < picture.grid.height {
      picture.consequence = start..<picture.grid.height
    }
    return picture
  }
}
