import CellLanguage
import Coursebook
import Screen

extension Session {
  /// Takes in a key: the mode decides who gets it, the keymap what it means.
  mutating func receive(_ key: Key) -> [Effect] {
    let context = context
    if context == .cell || context == .matrix, typeNumber(key) { return rememberCell() }
    typedNumber = nil
    guard let action = Keymap.action(for: key, in: context) else {
      return receiveText(key, in: context)
    }
    switch context {
    case .list: return act(action, onList: key)
    case .console: return actOnConsole(action, key: key)
    case .typing, .editing: return act(action, onTyping: key)
    case .reading, .cell, .matrix, .stepper, .training, .prediction, .choice, .exercise, .question:
      return act(action)
    }
  }

  /// A key that no row of the keymap knows: text, where text is being typed.
  private mutating func receiveText(_ key: Key, in context: Context) -> [Effect] {
    switch context {
    case .list: typeInList(key)
    case .console: typeInConsole(key)
    case .typing, .editing: type(key)
    case .prediction:
      // An answer may simply be typed.
      if case .character(let scalar) = key, "0123456789-−.([⌊".unicodeScalars.contains(scalar) {
        beginTyping(clearing: true)
        type(key)
      }
    case .choice:
      if case .character(let scalar) = key { return chooseOption(named: scalar) }
    default: break
    }
    return []
  }

  /// What a command does to the page.
  private mutating func act(_ action: Action) -> [Effect] {
    switch action {
    case .scrollDown: scroll(by: 1)
    case .scrollUp: scroll(by: -1)
    case .halfDown: scroll(by: bodyHeight / 2)
    case .halfUp: scroll(by: -bodyHeight / 2)
    case .screenDown:
      if row >= lastRow { step(by: 1) } else { scroll(by: max(1, bodyHeight - 2)) }
    case .screenUp: scroll(by: -max(1, bodyHeight - 2))
    case .top: row = 0
    case .bottom: row = lastRow
    case .nextPage: step(by: 1)
    case .previousPage: step(by: -1)
    case .back: goBack()
    case .goTo: overlay = .goTo(TextEditor())
    case .nextFocus: moveFocus(by: 1)
    case .previousFocus: moveFocus(by: -1)
    case .leave: leave()
    case .contents: openContents()
    case .search: overlay = .search(ListState(), hits: [])
    case .bookmarks: overlay = .bookmarks(ListState())
    case .help: overlay = .help(ListState())
    case .console: openConsole()
    case .toggleBookmark:
      let isSet = !progress.bookmarks.contains(open.page.id)
      notice = isSet ? "Bookmark set on page \(open.page.id)." : "Bookmark taken away."
      return [record(.bookmark(open.page.id, isSet: isSet))]
    case .theme:
      appearance.theme = appearance.theme == .dark ? .light : .dark
      return [
        record(.setting(name: "theme", value: appearance.theme == .dark ? "dark" : "light")),
        .setTheme(appearance.theme),
      ]
    case .mouse:
      isMouseOn.toggle()
      notice =
        isMouseOn ? "The mouse scrolls and clicks." : "The mouse is the terminal's own again."
      return [
        record(.setting(name: "mouse", value: isMouseOn ? "on" : "off")), .setMouse(isMouseOn),
      ]
    case .redraw: return [.redraw]
    case .suspend: return [recordPlace(), .suspend]
    case .quit: return [recordPlace(), .quit]
    default: return actOnFocus(action)
    }
    return []
  }

  /// What a command does to the thing that has the focus.
  private mutating func actOnFocus(_ action: Action) -> [Effect] {
    switch focus {
    case .cell(let index): return act(action, onCell: index)
    case .stepper(let index, let output): return act(action, onStepper: index, output: output)
    case .training(let index, let output): return act(action, onTraining: index, output: output)
    case .prompt(let index): return act(action, onPrompt: index)
    case nil: return []
    }
  }

  private mutating func scroll(by rows: Int) {
    row += rows
    clampRow()
  }

  private mutating func step(by count: Int) {
    let next = count > 0 ? book.page(after: open.page.id) : book.page(before: open.page.id)
    if let next {
      turn(to: next, remember: false)
    } else {
      notice = count > 0 ? "This is the last page." : "This is the first page."
    }
  }

  // MARK: - The focus

  /// Moves the focus; the first time to what stands on the screen.
  private mutating func moveFocus(by step: Int) {
    let all = open.focusable
    guard !all.isEmpty else {
      notice = "Nothing on this page can be changed."
      return
    }
    stopPlaying()
    mode = .commanding
    if let focus, let index = all.firstIndex(of: focus) {
      self.focus = all[(index + step + all.count) % all.count]
    } else {
      let visible = all.first { layout.rows(of: $0)?.upperBound ?? 0 > row + 1 }
      focus =
        (step > 0 ? visible : all.last { layout.rows(of: $0)?.lowerBound ?? 0 < row + bodyHeight })
        ?? all[0]
    }
    literal = 0
    refresh()
    showFocus()
  }

  /// Gives something the focus, as a click does.
  mutating func setFocus(_ new: Focus) {
    guard new != focus else { return }
    stopPlaying()
    mode = .commanding
    focus = new
    literal = 0
    refresh()
  }

  mutating func leave() {
    stopPlaying()
    if mode == .matrix {
      mode = .commanding
    } else {
      focus = nil
    }
  }

  /// Scrolls as little as needed to show what has the focus: all of it where it fits.
  mutating func showFocus() {
    guard let focus, let rows = layout.rows(of: focus) else { return }
    if rows.count <= bodyHeight {
      if rows.lowerBound < row { row = rows.lowerBound }
      if rows.upperBound > row + bodyHeight { row = rows.upperBound - bodyHeight }
    } else {
      let pin = layout.cursorRow ?? rows.lowerBound
      if rows.lowerBound > row || pin < row || pin >= row + bodyHeight {
        row = min(rows.lowerBound, pin)
        if pin >= row + bodyHeight { row = pin - bodyHeight / 2 }
      }
    }
    clampRow()
  }

  // MARK: - The mouse

  mutating func receive(_ mouse: Mouse) -> [Effect] {
    switch mouse {
    case .wheelUp: return wheel(by: -3)
    case .wheelDown: return wheel(by: 3)
    case .press(let column, let screenRow):
      guard overlay == nil else { return click(onListAt: screenRow) }
      notice = nil
      let pageRow = row + screenRow - (height >= 4 ? 1 : 0)
      guard
        let hit = open.focusable.last(where: { layout.rows(of: $0)?.contains(pageRow) ?? false })
      else {
        return []
      }
      setFocus(hit)
      if case .cell(let index) = hit { pickLiteral(inCell: index, column: column, row: pageRow) }
      return []
    }
  }

  private mutating func wheel(by rows: Int) -> [Effect] {
    if overlay == nil {
      scroll(by: rows)
      return []
    }
    return scrollList(by: rows)
  }
}
