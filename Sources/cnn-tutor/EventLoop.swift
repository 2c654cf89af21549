import CTerminal
import Records
import Screen
import Tutor

/// Waits for events, hands them to the session, shows it, and does what it asks for.
@MainActor
struct EventLoop {
  private var terminal: Terminal
  private var session: Session
  private let shelf: Shelf
  private let trainer: Trainer
  private let files: ReaderFiles
  private let worker: Worker
  private let marker: CrashMarker?
  private var decoder = KeyDecoder()
  /// When the decoder waits no longer for the rest of a sequence or of a paste, in seconds of `now`.
  private var patienceEnd: Double?
  /// When the session wants to be woken, in seconds of `now`.
  private var alarms: [Alarm: Double] = [:]
  /// When memory goes back to the system: a moment after the last work, for the reader may be turning a knob.
  private var restAt: Double?
  /// What the session has asked for and is not yet done: each effect reaches its hand, in the order of asking.
  private var effects: [Effect] = []
  private var isLeaving = false

  /// How long a picture waits for what a key has set going, in seconds: most cells are done by then, and the eye sees one
  /// change in place of two.
  private static let grace = 0.01
  /// The same for the first picture of a page, which nobody has in view yet.
  private static let openingGrace = 0.06
  /// How long leaving waits for answers that are not judged yet, in seconds.
  private static let judging = 0.25
  /// How long after the last work the reader counts as resting, in seconds.
  private static let rest = 0.4

  init(
    terminal: Terminal, session: Session, shelf: Shelf, trainer: Trainer, files: ReaderFiles,
    marker: CrashMarker?
  ) {
    self.trainer = trainer
    self.files = files
    self.marker = marker
    worker = Worker(marker: marker)
    self.terminal = terminal
    self.session = session
    self.shelf = shelf
  }

  /// Runs until the reader leaves; the signal that ended it, or 0.
  mutating func run(mouse: Bool) -> Int32 {
    let size = terminal.size
    tell(.resize(width: size.width, height: size.height))
    if mouse { cterminal_mouse(true) }
    settle(grace: Self.openingGrace)
    var bytes = [UInt8](repeating: 0, count: 4096)
    while !isLeaving {
      let reason = cterminal_wait(timeout)
      let page = session.pageID
      if reason & Int32(CTERMINAL_TERMINATED) != 0 || reason & Int32(CTERMINAL_HANGUP) != 0 {
        return leave(by: cterminal_signal())
      }
      if reason & Int32(CTERMINAL_INPUT) != 0 {
        let count = cterminal_read(&bytes, Int32(bytes.count))
        if count == 0 { return leave(by: cterminal_signal()) }
        take(session.receive(decoder.receive(bytes.prefix(Int(count)))))
        patienceEnd = decoder.patience.map { shelf.now + Double($0) / 1000 }
      } else if let end = patienceEnd, end <= shelf.now {
        // By the clock, not by the reason: what works beside may wake the loop more often than a lone Escape waits.
        take(session.receive(decoder.timeOut()))
        patienceEnd = nil
      }
      ring()
      for (key, update) in trainer.take() { tell(.training(key, update)) }
      for delivery in worker.take() { tell(.delivery(delivery)) }
      let new = terminal.size
      if new != (session.width, session.height) {
        tell(.resize(width: new.width, height: new.height))
      }
      if let notice = trainer.takeNotice() { tell(.notice(notice)) }
      if let notice = files.takeNotice() { tell(.notice(notice)) }
      if let news = shelf.newsOfRecords { tell(news) }
      if reason & Int32(CTERMINAL_CONTINUED) != 0 { terminal.forget() }
      settle(grace: session.pageID == page ? Self.grace : Self.openingGrace)
    }
    finishAnswers()
    return 0
  }

  /// Lets the answers that were given be judged and recorded, as far as a moment is enough for that.
  private mutating func finishAnswers() {
    let limit = shelf.now + Self.judging
    while session.isJudging, shelf.now < limit {
      for effect in effects { _ = beginWork(effect) }
      effects = []
      worker.wait(for: [.answer], upTo: limit - shelf.now)
      for delivery in worker.take() { tell(.delivery(delivery)) }
    }
  }

  private mutating func tell(_ event: Event) { take(session.receive(event)) }

  /// Takes in what the session asks for; what is to be remembered goes to the record at once, before any work begins.
  private mutating func take(_ new: [Effect]) { effects += shelf.record(new) }

  /// How long the loop may sleep, in milliseconds; −1 for ever.
  private var timeout: Int32 {
    let moments = alarms.values + [restAt, patienceEnd].compactMap { $0 }
    guard let next = moments.min() else { return -1 }
    return Int32(max(0, ((next - shelf.now) * 1000).rounded(.up)))
  }

  /// Tells the session of the moments that have come.
  private mutating func ring() {
    for (alarm, time) in alarms where time <= shelf.now {
      alarms[alarm] = nil
      tell(.tick(alarm))
    }
    if let time = restAt, time <= shelf.now {
      restAt = nil
      cterminal_give_back_memory()
    }
  }

  private mutating func paint() {
    terminal.show(
      session.frame(width: session.width, height: session.height), appearance: session.appearance)
  }

  /// Shows the session and does what it has asked for, until nothing is left to do.
  ///
  /// Work is begun before the picture is painted, and gets a moment to be in it; what goes to a disk comes after.
  private mutating func settle(grace: Double) {
    shelf.settle()
    let begun = effects.filter { beginWork($0) }
    effects.removeAll { begun.contains($0) }
    // After the work has begun: in between, the page would be in neither of them.
    marker?.hold(session.heldPages)
    if !begun.isEmpty {
      restAt = shelf.now + Self.rest
      worker.wait(for: Lane.allCases.filter(\.isAwaited), upTo: grace)
      for delivery in worker.take() { tell(.delivery(delivery)) }
      shelf.settle()
    }
    paint()
    var isPainted = true
    while !effects.isEmpty {
      let effect = effects.removeFirst()
      if !beginWork(effect), perform(effect) { isPainted = false }
    }
    if !isPainted, !isLeaving { paint() }
  }

  /// Begins or gives up work; `false` where an effect asks for something else.
  private mutating func beginWork(_ effect: Effect) -> Bool {
    switch effect {
    case .perform(let order): worker.begin(order)
    case .abandon(let lane): worker.abandon(lane)
    default: return false
    }
    return true
  }

  /// Does what the session asks for; whether there is something new to see.
  private mutating func perform(_ effect: Effect) -> Bool {
    switch effect {
    case .perform, .abandon: break
    case .record: break  // It was given to the record when it came.
    case .wake(let alarm, let delay): alarms[alarm] = shelf.now + delay
    case .setMouse(let isOn): cterminal_mouse(isOn)
    case .setTheme, .redraw:
      terminal.forget()
      return true
    case .suspend:
      cterminal_suspend()
      terminal.forget()
      let size = terminal.size
      tell(.resize(width: size.width, height: size.height))
      return true
    case .startTraining(let key, let request, let kept): trainer.start(key, request, from: kept)
    case .findTraining(let request):
      let found = trainer.kept(request)
      let isNew = say(found.notice)
      guard let update = found.update else { return isNew }
      tell(.training(request.key, update))
      return true
    case .pauseTraining(let key): trainer.pause(key)
    case .resumeTraining(let key): trainer.resume(key)
    case .stopTraining(let key): trainer.stop(key)
    case .stepTraining(let key): trainer.goOn(key)
    case .setPace(let pace): trainer.setPace(pace)
    case .forgetTraining(let key): return say(trainer.forget(key))
    case .save(let picture, let name): files.save(picture, name: name)
    case .copy(let text, let name, let ending): files.copy(text, name: name, ending: ending)
    case .quit: isLeaving = true
    }
    return false
  }

  private mutating func say(_ notice: String?) -> Bool {
    guard let notice else { return false }
    tell(.notice(notice))
    return true
  }

  /// Saves the place, whatever ends the program.
  private mutating func leave(by signal: Int32) -> Int32 {
    finishAnswers()
    shelf.record(session.placeEntry)
    return signal
  }
}
