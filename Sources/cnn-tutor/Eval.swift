import ArgumentParser
import CNNEngine
import CellLanguage
import Foundation
import Interchange
import Tutor

/// `cnn-tutor eval 'PROGRAM'`: the cell language for scripts.
struct Eval: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run a program of the cell language; figures are printed as text, networks trained.",
    discussion: """
      Example: cnn-tutor eval --set x=in.npy --save y=out.npy 'let y = conv2d(x, ones(1, 3, 3, 3), padding: 1)'

      --set reads NumPy's .npy and .npz, PNG, JPEG, PBM, PGM, PPM and IDX files, whatever their names; pictures become \
      [3, H, W], or [H, W] when grey, from 0 to 1. FILE.npz:ARRAY is one array of several. --save writes .npy, or .npz \
      where the name ends so: under the variable's name, or the one after the colon.
      """)

  @Argument(
    help: ArgumentHelp(
      "The program, a file of it that ends in .swift, or - to read it from standard input.",
      valueName: "program"))
  var program: String

  @ArgumentParser.Option(
    help: ArgumentHelp(
      "Read a tensor from a NumPy file or a picture into a variable.", valueName: "name=file"))
  var set: [String] = []

  @ArgumentParser.Option(
    help: ArgumentHelp("Write a variable's tensor to a NumPy file.", valueName: "name=file"))
  var save: [String] = []

  @ArgumentParser.Option(
    help: ArgumentHelp(
      "The type of the numbers that --save writes: float32 or float64.", valueName: "type"))
  var type: NPYType = .float32

  @ArgumentParser.Option(
    help: ArgumentHelp(
      "The seconds that the program may take, training left out; 0 for as many as it takes.",
      valueName: "number"))
  var seconds = 60.0

  @ArgumentParser.Option(
    help: ArgumentHelp(
      "The megabytes that its values may hold at a time; 0 for as many as the machine has.",
      valueName: "megabytes"))
  var memory = 1_000

  @OptionGroup var threading: ThreadOptions

  @OptionGroup var options: BookOptions

  func validate() throws {
    for pair in set + save where Self.split(pair) == nil {
      throw ValidationError("`\(echoed(pair))` is not NAME=FILE.")
    }
    guard seconds >= 0, seconds.isFinite else {
      throw ValidationError("--seconds takes a number from 0 on, not `\(seconds)`.")
    }
    guard memory >= 0 else {
      throw ValidationError("--memory takes a number of megabytes from 0 on, not `\(memory)`.")
    }
  }

  /// The program's text.
  private var source: String {
    get throws {
      if program == "-" { return try StandardStreams.readAll() }
      // No program of the cell language ends like this.
      guard program.hasSuffix(".swift"), !program.contains("\n") else { return program }
      return try readText(path: program)
    }
  }

  /// What the program may use: the clock and the memory decide, not how much it does.
  private var budget: Budget {
    var budget = Budget()
    // A script's reader may be another program: as much as a page never shows.
    (budget.lines, budget.lineLength) = (100_000, 1_000_000)
    (budget.steps, budget.entries) = (.max, .max)
    (budget.multiplications, budget.reads) = (.max, .max)
    if seconds > 0 {
      budget.seconds = seconds
      // The clock is not looked at within a call: what one takes far too long for is refused before.
      budget.multiplications = Int(min(seconds, 1e6) * 2e9)
      budget.reads = Int(min(seconds, 1e6) * 1e9)
    }
    let machine = Int(clamping: ProcessInfo.processInfo.physicalMemory)
    let (bytes, isTooLarge) = memory.multipliedReportingOverflow(by: 1_000_000)
    budget.memory = memory == 0 || isTooLarge ? machine : min(bytes, machine)
    return budget
  }

  func run() throws {
    let shelf = try Shelf(chapters: options.chapters)
    var interpreter = Interpreter(surroundings: shelf.surroundings)
    interpreter.budget = budget
    for (name, path) in set.compactMap(Self.split) {
      let array = try readArray(path)
      if array.roundedCount > 0 {
        StandardStreams.say(
          "\(echoed(name)): \(array.roundedCount) of \(array.tensor.count) whole numbers were rounded to the nearest Float."
        )
      }
      interpreter[name] = .tensor(array.tensor)
    }
    let source = try source
    let start = interpreter
    var secondsUsed = 0.0
    func run() -> Outcome {
      interpreter.budget.secondsUsed = secondsUsed
      let begin = shelf.surroundings.clock()
      let outcome = interpreter.run(source)
      secondsUsed += shelf.surroundings.clock() - begin
      return outcome
    }
    var outcome = run()
    // What comes after a run needs its network: the program begins again with it.
    var runs: [(request: TrainingRequest, update: TrainingUpdate)] = []
    while let request = outcome.trainingRequests.first(where: { request in
      !runs.contains { $0.request.key == request.key }
    }) {
      let update = trainToEnd(request, threads: threading.count, progress: StandardStreams.report)
      StandardStreams.report("")
      runs.append((request, update))
      let trained = interpreter.trained
      interpreter = start
      interpreter.trained = trained
      interpreter.trained[request.key] = update.network
      outcome = run()
    }
    let text = plainText(of: outcome, runs: runs, isASCII: !TerminalSurroundings.isUTF8)
    try StandardStreams.printExactly(text)
    if let error = outcome.error { throw CommandError.failed("\(error)") }
    try saveVariables(of: interpreter)
  }

  /// Writes what `--save` asks for, once all of it is there; the arrays of an archive go into it together.
  private func saveVariables(of interpreter: Interpreter) throws {
    var files: [(path: String, arrays: [(name: String, tensor: Tensor)])] = []
    for (variable, file) in save.compactMap(Self.split) {
      guard let value = interpreter[variable] else {
        throw CommandError.failed("There is no variable `\(echoed(variable))` to save.")
      }
      let (path, member) = archiveAndMember(file)
      let (name, tensor) = (member ?? variable, try tensor(value, called: variable))
      guard Self.isArchive(path), let i = files.firstIndex(where: { $0.path == path }) else {
        files.append((path, [(name, tensor)]))
        continue
      }
      guard !files[i].arrays.contains(where: { $0.name == name }) else {
        throw CommandError.failed("`\(echoed(name))` is saved twice in \(echoed(path)).")
      }
      files[i].arrays.append((name, tensor))
    }
    for (path, arrays) in files {
      if Self.isArchive(path) {
        try writeNPZ(arrays, path: path, type: type)
      } else {
        try writeNPY(arrays[0].tensor, path: path, type: type)
      }
    }
  }

  private static func isArchive(_ path: String) -> Bool { path.lowercased().hasSuffix(".npz") }

  private func tensor(_ value: Value, called name: String) throws -> Tensor {
    if case .tensor(let tensor, _) = value { return tensor }
    if let number = value.number { return Tensor(shape: [], scalars: [Float(number)]) }
    throw CommandError.failed(
      "`\(echoed(name))` is no tensor and no number, but \(value.typeName).")
  }

  private static func split(_ pair: String) -> (name: String, path: String)? {
    guard let mark = pair.firstIndex(of: "="), mark != pair.startIndex else { return nil }
    let path = String(pair[pair.index(after: mark)...])
    return path.isEmpty ? nil : (String(pair[..<mark]), path)
  }
}

extension NPYType: ExpressibleByArgument {
  /// Reads NumPy's own names.
  public init?(argument: String) {
    switch argument {
    case "float32": self = .float32
    case "float64": self = .float64
    default: return nil
    }
  }

  public static var allValueStrings: [String] { ["float32", "float64"] }
  public var defaultValueDescription: String { self == .float32 ? "float32" : "float64" }
}
