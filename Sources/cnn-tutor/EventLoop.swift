import CTerminal
import Screen
import Tutor

/// Waits for events, hands them to the session, shows it, and only then does what it asks for.
@MainActor
struct EventLoop {
  private var terminal: Terminal
  private var session: Session
  private let shelf: Shelf
  private let trainer: Trainer
  private var decoder = KeyDecoder()
  /// When the session wants to be woken, in seconds of `now`.
  private var alarm: Double?

  /// How long a lone Escape may be the beginning of a sequence, in milliseconds.
  private static let escapeDelay: Int32 = 25

  init(terminal: Terminal, session: Session, shelf: Shelf, trainer: Trainer) {
    self.trainer = trainer
    self.terminal = terminal
    self.session = session
    self.shelf = shelf
  }

  /// Runs until the reader leaves; the signal that ended it, or 0.
  mutating func run(mouse: Bool) -> Int32 {
    let size = terminal.size
    var effects = session.receive(.resize(width: size.width, height: size.height))
    if mouse { cterminal_mouse(true) }
    paint()
    if !perform(effects) { return 0 }
    var bytes = [UInt8](repeating: 0, count: 4096)
    while true {
      let reason = cterminal_wait(timeout)
      effects = []
      if reason & Int32(CTERMINAL_TERMINATED) != 0 || reason & Int32(CTERMINAL_HANGUP) != 0 {
        return leave(by: cterminal_signal())
      }
      if reason & Int32(CTERMINAL_INPUT) != 0 {
        let count = cterminal_read(&bytes, Int32(bytes.count))
        if count == 0 { return leave(by: cterminal_signal()) }
        for event in decoder.receive(bytes.prefix(Int(count))) { effects += session.receive(event) }
      } else if reason & Int32(CTERMINAL_TIMEOUT) != 0 || alarm != nil {
        if decoder.isWaiting, reason & Int32(CTERMINAL_TIMEOUT) != 0 {
          for event in decoder.timeOut() { effects += session.receive(event) }
        }
        if let time = alarm, time <= shelf.now {
          alarm = nil
          effects += session.receive(.tick(now: shelf.now))
        }
      }
      for (key, update) in trainer.take() { effects += session.receive(.training(key, update)) }
      let new = terminal.size
      if new != (session.width, session.height) {
        effects += session.receive(.resize(width: new.width, height: new.height))
      }
      if reason & Int32(CTERMINAL_CONTINUED) != 0 { terminal.forget() }
      let isLeaving = effects.contains(.quit)
      if !isLeaving { paint() }
      if !perform(effects) { return 0 }
    }
  }

  /// How long the loop may sleep, in milliseconds; −1 for ever.
  private var timeout: Int32 {
    if decoder.isWaiting { return Self.escapeDelay }
    guard let alarm else { return -1 }
    return Int32(max(0, ((alarm - shelf.now) * 1000).rounded(.up)))
  }

  private mutating func paint() {
    terminal.show(
      session.frame(width: session.width, height: session.height), appearance: session.appearance)
  }

  /// Does what the session asks for; `false` when it wants to end.
  private mutating func perform(_ effects: [Effect]) -> Bool {
    var notices: [String] = []
    for effect in effects {
      switch effect {
      case .record(let entry): if let notice = shelf.record(entry) { notices.append(notice) }
      case .wake(let delay): alarm = shelf.now + delay
      case .setMouse(let isOn): cterminal_mouse(isOn)
      case .setTheme, .redraw:
        terminal.forget()
        paint()
      case .suspend:
        cterminal_suspend()
        terminal.forget()
        let size = terminal.size
        _ = session.receive(.resize(width: size.width, height: size.height))
        paint()
      case .startTraining(let key, let request, let kept):
        trainer.start(key, request, from: kept)
      case .findTraining(let request):
        let found = trainer.kept(request)
        if let notice = found.notice { notices.append(notice) }
        guard let update = found.update else { continue }
        _ = session.receive(.training(request.key, update))
        paint()
      case .pauseTraining(let key): trainer.pause(key)
      case .resumeTraining(let key): trainer.resume(key)
      case .stopTraining(let key): trainer.stop(key)
      case .forgetTraining(let key): if let notice = trainer.forget(key) { notices.append(notice) }
      case .quit: return false
      }
    }
    for notice in notices {
      _ = session.receive(.notice(notice))
      paint()
    }
    return true
  }

  /// Saves the place, whatever ends the program.
  private mutating func leave(by signal: Int32) -> Int32 {
    _ = shelf.record(session.placeEntry)
    return signal
  }
}
