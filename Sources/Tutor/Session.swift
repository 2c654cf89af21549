import CellLanguage
import Coursebook
import Figures
import Screen

/// Everything that the screen depends on: the book, where the reader is, and what has been typed.
///
/// A session is a value. `receive` takes in what happened and says what must be done outside; `frame` is the
/// screen for it. Neither reads a clock, a file or a terminal.
public struct Session: Sendable {
  /// What the keys do to the thing that has the focus.
  enum Mode: Equatable, Sendable {
    /// Letters are commands.
    case commanding
    /// A literal matrix is walked as a grid.
    case matrix
    /// A pair of numbers is steered by the arrows.
    case pad
    /// The answer field of a prompt, or a question's own words.
    case typing
    /// The text of a cell.
    case editing(TextEditor)
    /// The links on the screen have letters.
    case links(picked: Int)
  }

  let book: Book
  /// Made when a search or the glossary is first opened.
  var searchIndex: SearchIndex?
  var glossary: Glossary?
  let surroundings: Surroundings
  let seed: UInt64
  /// How the terminal shows things.
  public internal(set) var appearance: Appearance
  public internal(set) var progress: ReaderProgress

  var open: OpenPage
  /// Pages left a moment ago, as they were: going back finds verdicts and steppers where they stood.
  var recent: [OpenPage] = []
  var focus: Focus?
  var mode = Mode.commanding
  /// The literal under the cursor in the focused cell.
  var literal = 0
  /// Digits typed for that literal so far.
  var typedNumber: String?
  /// The stroke that the mouse draws, and how many there were.
  var stroke: Stroke?
  var strokes = 0
  /// The page's first row on the screen.
  var row = 0
  /// Where `back` leads, the last place last.
  var trail: [ReaderProgress.Place] = []
  /// What lies over the page, if anything.
  var overlay: (any Overlay)?
  /// Runs of training, by the keys of their requests; they go on while the reader reads elsewhere.
  var trainings: [String: TrainingState] = [:]
  /// How fast they go on.
  var pace = TrainingFigure.Pace.fast
  /// The run that is shown again.
  var replay: Replay?
  /// The console's lines stay while the reader comes and goes.
  var console = ConsoleState()
  /// The run that the next `x` forgets: it has been asked once.
  var wantsToForget: String?
  /// Whether the next `r` on a score begins its page again: it has been asked once.
  var wantsToBeginAgain = false
  /// The cell whose change the reader waits to see.
  var awaitsConsequenceOf: Int?
  /// Whether the last key changed the figure that has the focus: then all of it is shown.
  var hasChangedFocus = false
  /// A sentence for the reader, until the next key.
  var notice: String?
  var isMouseOn: Bool
  public internal(set) var width = 80
  public internal(set) var height = 24
  var layout = PageLayout()
  var places: ReaderProgress.Place?
  /// Whether a worker does what may take long; without one it is done before `receive` returns.
  let hasWorker: Bool
  /// How many orders were given.
  var orders = 0
  /// The orders that are not done.
  var pending: [Lane: Pending] = [:]
  /// Answers that wait for those before them to be judged.
  var unjudged: [AnswerWork] = []
  /// The change of the open page that its cells were last ordered to run for.
  var orderedChange: Int?
  /// Where the reader is to be put when the page's cells have run and it has its height.
  var awaitedPlace: ReaderProgress.Place?
  /// The hits of a search that are marked on the pages.
  var marked: MarkedHits?
  /// Prompts whose time runs since this sitting gave them the focus.
  var met: Set<ReaderProgress.PromptID> = []
  /// Pages where the program died, and that have not been run since.
  public internal(set) var heldPages: Set<PageName>
  /// Why what the reader does is not on disk yet, until that is mended.
  var unsaved: String?

  /// Opens a book where the reader left it.
  ///
  /// - Parameters:
  ///   - book: the book.
  ///   - page: the page to open instead of the one where the reader left off.
  ///   - progress: what the reader did before.
  ///   - surroundings: what cells may use of the world.
  ///   - appearance: how the terminal shows things.
  ///   - seed: where the fresh numbers of questions come from.
  ///   - notice: a sentence to show once.
  ///   - heldPages: pages whose cells run only when the reader says so: an earlier program died on them.
  ///   - hasWorker: whether `Effect.perform` is obeyed beside the loop; without, `receive` does all work itself.
  public init(
    book: Book, page: PageID? = nil, progress: ReaderProgress, surroundings: Surroundings,
    appearance: Appearance, seed: UInt64, notice: String? = nil, heldPages: Set<PageName> = [],
    hasWorker: Bool = false
  ) {
    self.hasWorker = hasWorker
    self.heldPages = heldPages
    self.book = book
    self.progress = progress
    self.surroundings = surroundings
    self.appearance = appearance
    self.seed = seed
    self.notice = notice
    isMouseOn = progress.settings["mouse"] != "off"
    let place = progress.place
    // A page that is held does not call the reader back from where they have read on since.
    let kept = (place?.page ?? heldPages.min()).flatMap { book.id(of: $0) }
    let start = [page, kept, book.pageIDs.first].compactMap { $0 }.first {
      book.title(of: $0) != nil
    }
    open = OpenPage(
      start.flatMap { book.page($0) } ?? Page.missing, progress: progress,
      surroundings: surroundings, seed: seed, seconds: hasWorker ? Self.patience : nil)
    console.history = LineHistory(progress.console)
    if !hasWorker { open.runNow() }
    refresh()
    if let place, place.page == open.page.name { restore(place) }
    places = self.place
    sayHeld()
    refresh()
  }

  /// How many seconds a cell, an answer or a line may take before it is given up.
  static let patience = 5.0

  /// Takes in what happened, and says what must now be done outside.
  public mutating func receive(_ event: Event) -> [Effect] {
    guard !hasWorker else { return take(event) }
    // Nobody works beside: every order is carried out here, and what comes of it is taken in.
    var effects: [Effect] = []
    var waiting = take(event)[...]
    while let effect = waiting.popFirst() {
      if case .perform(let order) = effect {
        order.perform(Interruption()) { waiting += take(.delivery($0)) }
      } else {
        effects.append(effect)
      }
    }
    return effects
  }

  private mutating func take(_ event: Event) -> [Effect] {
    var effects: [Effect] = []
    let (page, run) = (open.page.id, runOnPage)
    let isComputing = pending[.page] != nil
    switch event {
    case .key(let key):
      notice = nil
      stayHere()
      if key != .character("x") { wantsToForget = nil }
      if key != .character("r") { wantsToBeginAgain = false }
      effects = receive(key)
    case .typed(let keys):
      notice = nil
      (wantsToForget, wantsToBeginAgain) = (nil, false)
      stayHere()
      effects = receiveText(keys, in: context)
    case .paste(let text):
      notice = nil
      paste(text)
    case .mouse(let mouse):
      stayHere()
      effects = receive(mouse)
    case .resize(let width, let height): resize(width: width, height: height)
    case .tick(.late): sayLate()
    case .tick(.play): effects = playOn()
    case .tick(.replay): effects = replayOn()
    case .tick(.place): if let last = places, last != place { effects.append(recordPlace()) }
    case .training(let key, let update): receive(update, of: key)
    case .delivery(let delivery): effects = receive(delivery)
    case .notice(let sentence): notice = sentence
    case .saving(let problem): receive(problem: problem)
    }
    if let run, open.page.id == page { effects += giveUp(run) }
    // Nobody waits for the page that was left: its cells need not go on.
    if isComputing, open.page.id != page { effects.append(.abandon(.page)) }
    refresh()
    if !isFocusSeen || hasChangedFocus && fitsFocus { showFocus() }
    hasChangedFocus = false
    return effects + orderingCells() + lookingForRuns() + remembering()
  }

  /// Where the keys go now.
  var context: Context {
    if let overlay { return overlay.context }
    switch mode {
    case .typing: return focusedPromptIsProgram ? .editing : .typing
    case .editing: return .editing
    case .matrix: return .matrix
    case .pad: return .pad
    case .links: return .links
    case .commanding: break
    }
    switch focus {
    case nil: return marked == nil ? .reading : .hits
    case .cell: return .cell
    case .stepper: return .stepper
    case .training: return .training
    case .prompt: return focusedPrompt.map { .prompt($0.prompt.context) } ?? .reading
    }
  }

  /// Whether what is typed has lines: a program or one's own words.
  var focusedPromptIsProgram: Bool {
    focusedPrompt.map { $0.prompt.hasLines } ?? false
  }

  /// The page that is open.
  public var pageID: PageID { open.page.id }

  /// Where the reader is, to be remembered.
  var place: ReaderProgress.Place {
    let index = focus.flatMap { open.focusable.firstIndex(of: $0) } ?? -1
    return ReaderProgress.Place(page: open.page.name, focus: index, row: row)
  }

  /// The place as an entry of the record: what must be kept when the program is ended from outside.
  public var placeEntry: ProgressEntry {
    let now = place
    return .place(now.page, focus: now.focus, row: now.row)
  }

  /// The number of rows between the title and the footer.
  var bodyHeight: Int { max(1, height - (height >= 4 ? 2 : 0)) }

  var lastRow: Int { max(0, layout.grid.height - bodyHeight) }

  mutating func clampRow() { row = min(max(0, row), lastRow) }

  // MARK: - Turning pages

  /// Opens a page at its top, and remembers where the reader came from.
  mutating func turn(to id: PageID, remember: Bool = true) {
    guard id != open.page.id else { return }
    guard let page = book.page(id) else {
      notice = "There is no page \(id)."
      return
    }
    if remember { rememberPlace() }
    // Work for the page that is left goes on there when the reader comes back.
    (pending[.page], orderedChange) = (nil, nil)
    open.setLate(false)
    keep()
    if let index = recent.firstIndex(where: { $0.page.id == id }) {
      open = recent.remove(at: index)
    } else {
      open = OpenPage(
        page, progress: progress, surroundings: surroundings, seed: seed, trained: trainedNetworks,
        seconds: hasWorker ? Self.patience : nil)
      for state in trainings.values { open.setTraining(state) }
    }
    open.setPace(pace)
    if !hasWorker { open.runNow() }
    stayHere()
    focus = nil
    mode = .commanding
    typedNumber = nil
    literal = 0
    row = 0
    sayHeld()
    refresh()
  }

  /// Lays a place down for `goBack`.
  mutating func rememberPlace() {
    trail.append(place)
    if trail.count > 100 { trail.removeFirst() }
  }

  /// The reader is to be put nowhere else when the page's cells have run.
  private mutating func stayHere() {
    awaitedPlace = nil
    marked?.isAwaited = false
  }

  private mutating func keep() {
    recent.append(open)
    if recent.count > 4 { recent.removeFirst() }
  }

  mutating func goBack() {
    guard let last = trail.popLast() else {
      notice = "There is no place to go back to."
      return
    }
    guard let page = book.id(of: last.page) else { return }
    if let marked, trail.count <= marked.trailCount { self.marked = nil }
    turn(to: page, remember: false)
    focus = nil
    restore(last)
  }

  // MARK: - What is remembered

  /// The place when it changed, at a page turn at once and after scrolling in a moment; the page when its end was
  /// seen.
  private mutating func remembering() -> [Effect] {
    var effects: [Effect] = []
    if row >= lastRow, overlay == nil, height > 3, !progress.readPages.contains(open.page.name),
      open.page.id != Page.missing.id
    {
      effects.append(record(.read(open.page.name)))
    }
    if let prompt = unansweredPrompt, met.insert(prompt).inserted {
      effects.append(record(.met(prompt.page, prompt: prompt.prompt)))
    }
    let now = place
    if let last = places, last != now {
      if last.page != now.page {
        effects.append(recordPlace())
      } else {
        effects.append(.wake(.place, after: 0.5))
      }
    }
    return effects
  }

  /// The prompt that has the focus, where it is judged and has no answer yet.
  private var unansweredPrompt: ReaderProgress.PromptID? {
    guard let prompt = focusedPrompt?.prompt, prompt.isJudged else { return nil }
    let id = ReaderProgress.PromptID(page: open.page.name, prompt: prompt.id)
    return progress.prompts[id]?.firstAnswer == nil ? id : nil
  }

  /// Writes the place down.
  mutating func recordPlace() -> Effect {
    let now = place
    places = now
    return record(.place(now.page, focus: now.focus, row: now.row))
  }

  /// Takes an entry into the progress, and asks for it to be kept.
  mutating func record(_ entry: ProgressEntry) -> Effect {
    progress.apply(entry)
    return .record(entry)
  }

  /// What the reader does cannot be saved at the moment, or can be again.
  private mutating func receive(problem: String?) {
    if let problem, unsaved == nil {
      notice = "Not saved: \(problem). What you do is kept until it can be."
    } else if problem == nil, unsaved != nil {
      notice = "All that you did is saved again."
    }
    unsaved = problem
  }

  private mutating func resize(width: Int, height: Int) {
    // The paragraph at the top of the screen stays there, however the lines break now.
    let anchor = layout.anchor(at: row)
    (self.width, self.height) = (max(1, width), max(1, height))
    refresh()
    if let anchor { row = layout.row(of: anchor) }
    clampRow()
    if focus != nil { showFocus() }
    if var list = overlay as? any ListOverlay {
      list.keepPickedVisible(in: self)
      overlay = list
    }
  }
}

extension Page {
  /// What is open when a book has no pages at all.
  static let missing = Page(
    id: PageID(chapter: 0, page: 0), name: PageName("no-pages"), title: "No pages",
    blocks: [
      .paragraph([
        .text("No pages were found. The folder given by "), .code("--chapters"),
        .text(" should hold a folder for each chapter, such as "), .code("01-convolution"),
        .text(", with a Markdown file for each page in it."),
      ])
    ], code: [])
}
