import CellLanguage
import Coursebook
import Screen

extension Session {
  /// Takes in a key: the mode decides who gets it, the keymap what it means.
  mutating func receive(_ key: Key) -> [Effect] {
    if endsReplay(Keymap.action(for: key, in: context)) { return [] }
    if isWaiting, key == .escape || key == .control("c") { return stopWork() }
    let context = context
    if context == .cell || context == .matrix, typeNumber(key) { return rememberCell() }
    typedNumber = nil
    if case .prompt = context, let (prompt, index) = focusedPrompt,
      let effects = prompt.take(key, at: index, in: &self)
    {
      return effects
    }
    guard let action = action(for: key, in: context) else {
      return receiveText([key], in: context)
    }
    return act(action)
  }

  /// Hands an action to whom it concerns.
  private mutating func act(_ action: Action) -> [Effect] {
    if let overlay, let effects = overlay.act(action, in: &self) { return effects }
    switch (action, focus) {
    case (.page(let action), _): return act(action)
    case (.text(let action), _): return actOnTyping(action)
    case (.link(let action), _):
      act(action)
      return []
    case (.hit(let action), _):
      act(action)
      return []
    case (.cell(let action), .cell(let index)): return act(action, onCell: index)
    case (.stepper(let action), .stepper(let index, let output)):
      return act(action, onStepper: index, output: output)
    case (.training(let action), .training(let index, let output)):
      return act(action, onTraining: index, output: output)
    case (.prompt(_, let name), .prompt(let index)):
      return open.page.blocks[index].livePrompt?.act(named: name, at: index, in: &self) ?? []
    case (.redraw, _): return [.redraw]
    case (.suspend, _): return [recordPlace(), .suspend]
    case (.cell, _), (.stepper, _), (.training, _), (.prompt, _), (.list, _),
      (.source, _):
      // The context of a key comes from the overlay and the focus, so that none of these is ever asked of something else.
      return []
    }
  }

  /// Keys that no row of the keymap knows: text, where text is being typed; elsewhere they come one by one.
  mutating func receiveText(_ keys: [Key], in context: Context) -> [Effect] {
    guard let key = keys.first else { return [] }
    if let overlay {
      overlay.type(keys, in: &self)
      return []
    }
    switch context {
    case .links: openLink(named: key)
    case .typing, .editing: type(keys)
    default: break
    }
    return []
  }

  /// What a command does to the page.
  private mutating func act(_ action: PageAction) -> [Effect] {
    switch action {
    case .scrollDown: scroll(by: 1)
    case .scrollUp: scroll(by: -1)
    case .halfDown: scroll(by: bodyHeight / 2)
    case .halfUp: scroll(by: -bodyHeight / 2)
    case .screenDown:
      if row >= lastRow { step(by: 1) } else { scroll(by: max(1, bodyHeight - 2)) }
    case .screenUp: scroll(by: -max(1, bodyHeight - 2))
    case .top: scroll(by: -row)
    case .bottom: scroll(by: lastRow - row)
    case .nextPage: step(by: 1)
    case .previousPage: step(by: -1)
    case .back: goBack()
    case .goTo: overlay = GoToOverlay()
    case .nextFocus: moveFocus(by: 1)
    case .previousFocus: moveFocus(by: -1)
    case .activate: return activate()
    case .links: labelLinks()
    case .runCells: runCells()
    case .leave: leave()
    case .contents: ContentsOverlay.open(in: &self)
    case .search: return openSearch()
    case .glossary: return GlossaryOverlay.open(in: &self)
    case .functions: overlay = FunctionsOverlay()
    case .report: overlay = ReportOverlay()
    case .bookmarks: overlay = BookmarksOverlay()
    case .help:
      var help = HelpOverlay()
      help.keepPickedVisible(in: self)
      overlay = help
    case .console: return ConsoleOverlay.open(in: &self)
    case .toggleBookmark:
      let isSet = !progress.bookmarks.contains(open.page.name)
      notice = isSet ? "Bookmark set on page \(open.page.id)." : "Bookmark taken away."
      return [record(.bookmark(open.page.name, isSet: isSet))]
    case .saveFigure: return saveFigure()
    case .saveScreen: return saveScreen()
    case .copyCell: return copyCell()
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
    case .quit: return [recordPlace(), .quit]
    }
    return []
  }

  private mutating func scroll(by rows: Int) {
    row += rows
    clampRow()
    releaseUnseenFocus()
  }

  /// Keys act only on what can be seen: what is scrolled away no longer has the focus.
  private mutating func releaseUnseenFocus() {
    guard [.commanding, .matrix, .pad].contains(mode), !isFocusSeen else { return }
    stopPlaying()
    mode = .commanding
    self.focus = nil
  }

  /// Starts the run that is on the screen, or goes to the first thing there that takes keys.
  private mutating func activate() -> [Effect] {
    let screen = row..<row + bodyHeight
    let run = open.focusable.first { focus in
      if case .training = focus, let rows = layout.rows(of: focus) {
        return rows.overlaps(screen)
      }
      return false
    }
    guard let run, case .training(let index, let output) = run else {
      moveFocus(by: 1)
      return []
    }
    setFocus(run)
    showFocus()
    return act(.play, onTraining: index, output: output)
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
    if mode == .matrix || mode == .pad {
      mode = .commanding
    } else {
      focus = nil
    }
  }

  // MARK: - The mouse

  mutating func receive(_ mouse: Mouse) -> [Effect] {
    switch mouse {
    case .wheelUp: return wheel(by: -3)
    case .wheelDown: return wheel(by: 3)
    case .drag(let column, let screenRow):
      return drawOn(column: column, row: row + screenRow - (height >= 4 ? 1 : 0))
    case .press(let column, let screenRow):
      stroke = nil
      if let overlay { return overlay.click(row: screenRow, in: &self) }
      notice = nil
      endReplay()
      let pageRow = row + screenRow - (height >= 4 ? 1 : 0)
      if openLink(column: column, row: pageRow) { return [] }
      guard let hit = layout.focus(column: column, row: pageRow) else { return [] }
      // The heading that a cell gets with the focus moves its text, and takes away that of another cell.
      let place = pageRow - textRow(of: hit)
      setFocus(hit)
      if case .cell = hit {
        pickLiteral(column: column, row: place + textRow(of: hit))
      }
      return []
    }
  }

  /// The row of the page in which something begins, its heading not counted.
  private func textRow(of focus: Focus) -> Int {
    let row = layout.rows(of: focus)?.lowerBound ?? 0
    guard case .cell(let index) = focus else { return row }
    let hasHeading = self.focus == focus || open.cells[index]?.isChanged == true
    return row + (hasHeading ? 1 : 0)
  }

  private mutating func wheel(by rows: Int) -> [Effect] {
    if let overlay {
      overlay.scroll(by: rows, in: &self)
    } else {
      scroll(by: rows)
    }
    return []
  }
}
