import CNNEngine
import CellLanguage
import Coursebook
import Foundation
import Testing

/// The cells are Swift: the real compiler takes every one of them, and what it prints is what the book shows.
@Suite struct RealSwiftTests {
  @Test func `every cell compiles as Swift and prints what the evaluator prints`() throws {
    let folder = try freshFolder()
    defer { try? FileManager.default.removeItem(at: folder) }

    let cells = Course.pages.flatMap { page in page.cells.map { (page: page.id, cell: $0) } }
    try #require(cells.count > 30)
    try Data(program.utf8).write(to: folder.appendingPathComponent("main.swift"))
    let prelude = try #require(
      Bundle.module.url(forResource: "Prelude/Prelude.swift", withExtension: "txt"))
    try FileManager.default.copyItem(
      at: prelude, to: folder.appendingPathComponent("Prelude.swift"))
    try writeData(to: folder)

    let result = try run([try compiled(["main.swift", "Prelude.swift"], in: folder), folder.path])
    #expect(result.status == 0)

    let found = result.output.components(separatedBy: "=== ").dropFirst().reduce(
      into: [String: [String]]()
    ) { found, part in
      let lines = part.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      found[lines[0]] = lines.dropFirst().reversed().drop { $0.isEmpty }.reversed()
    }
    for page in Course.pages {
      var interpreter = Interpreter(surroundings: Course.surroundings)
      for cell in page.cells {
        let outcome = interpreter.run(cell.source)
        #expect(outcome.error == nil, "\(page.id) \(cell.name)")
        if cell.isTimed { continue }
        #expect(
          found["\(page.id) \(cell.name)"] == transcript(of: outcome.outputs),
          "\(page.id) \(cell.name)")
      }
    }
  }

  /// What the engine's operators and literals leave of Swift's own: a tensor can be written as a number, so `+` could mean
  /// many things.
  @Test func `Swift's own forms compile beside the engine's`() throws {
    let forms: [(source: String, printed: String)] = [
      ("x.scalars.reduce(0, +)", "10.0"), ("x.scalars.reduce(1, *)", "24.0"),
      ("x.scalars.dropFirst().reduce(x.scalars[0], -)", "-8.0"),
      ("x.scalars.map { $0 * 2 }.reduce(0, +)", "20.0"),
      ("zip(x.scalars, x.scalars).map(*).reduce(0, +)", "30.0"),
      ("zip(x.scalars, x.scalars).map(-)", "[0.0, 0.0, 0.0, 0.0]"),
      ("zip(x.scalars, x.scalars).map(/)", "[1.0, 1.0, 1.0, 1.0]"),
      ("zip([1, 2], [3, 4]).map(+)", "[4, 6]"),
      ("zip([1.0, 2.0], [3.0, 4.0]).map(+)", "[4.0, 6.0]"),
      ("[1, 2].reduce(0, +)", "3"), ("[1.5, 2].reduce(0, +)", "3.5"),
      ("(1...4).reduce(1, *)", "24"),
      ("x.scalars.reduce(into: 0) { $0 += $1 }", "10.0"),
      ("x.scalars.reduce(0) { $0 + $1 * $1 }", "30.0"),
      ("x.scalars.reduce(0, +) / Float(x.count)", "2.5"),
      ("[x, x].reduce(x, +)", "[[3.0, 6.0], [9.0, 12.0]]"),
      ("zip([x], [x]).map(*)", "[[[1.0, 4.0], [9.0, 16.0]]]"),
      ("1 / (1 + exp(-x * 0))", "[[0.5, 0.5], [0.5, 0.5]]"), ("1 / (1 + exp(-0.0))", "0.5"),
      ("2 * x + 1", "[[3.0, 5.0], [7.0, 9.0]]"), ("x / 2 - 1", "[[-0.5, 0.0], [0.5, 1.0]]"),
      ("1 - x", "[[0.0, -1.0], [-2.0, -3.0]]"), ("-x + 0.5", "[[-0.5, -1.5], [-2.5, -3.5]]"),
      ("f * x", "[[3.0, 6.0], [9.0, 12.0]]"), ("x * f + f", "[[6.0, 9.0], [12.0, 15.0]]"),
      ("(x - x.mean()) / x.max()", "[[-0.375, -0.125], [0.125, 0.375]]"),
      ("x * x.sum() - f * x", "[[7.0, 14.0], [21.0, 28.0]]"), ("f + 1", "4.0"), ("1 + 2", "3"),
      ("x + [[1, 1], [1, 1]]", "[[2.0, 3.0], [4.0, 5.0]]"),
      ("max(x, 2)", "[[2.0, 2.0], [3.0, 4.0]]"),
    ]
    let folder = try freshFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let program =
      "import CNNEngine\nlet x: Tensor = [[1, 2], [3, 4]]\nlet f: Float = 3\n"
      + forms.map { "print(\($0.source))\n" }.joined()
    try Data(program.utf8).write(to: folder.appendingPathComponent("main.swift"))
    let result = try run([try compiled(["main.swift"], in: folder)])
    let lines = result.output.split(separator: "\n").map(String.init)
    try #require(lines.count == forms.count)
    for (line, form) in zip(lines, forms) { #expect(line == form.printed, "\(form.source)") }
  }

  private func freshFolder() throws -> URL {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "cells-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder
  }

  /// Compiles files of a folder with the engine; the program's path.
  private func compiled(_ files: [String], in folder: URL) throws -> String {
    let build = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
    // Objects of sources that are gone may still lie in the folder; those that are there have one each.
    let sources = FileManager.default.enumerator(
      atPath: Course.packageFolder.path + "/Sources/CNNEngine")
    let objects = (sources?.allObjects as? [String] ?? []).filter { $0.hasSuffix(".swift") }
      .map { build.path + "/CNNEngine.build/" + URL(fileURLWithPath: $0).lastPathComponent + ".o" }
    let binary = folder.path + "/cells"
    let compiler = try run(
      [
        "swiftc", "-Onone", "-suppress-warnings", "-swift-version", "6", "-I",
        build.path + "/Modules", "-o", binary,
      ] + files.map { folder.path + "/" + $0 } + objects)
    try #require(compiler.status == 0, "\(compiler.output.prefix(4000))")
    return binary
  }

  /// All cells: a page is a function, and each cell of it stands in a scope inside the one before, so that it may
  /// declare a name anew.
  private var program: String {
    var text = "import CNNEngine\n"
    for page in Course.pages where !page.cells.isEmpty {
      text += "func page\(page.id.chapter)_\(page.id.page)() throws {\n"
      for cell in page.cells {
        text += "do {\nprint(\"=== \(page.id) \(cell.name)\")\n\(cell.source)\n"
      }
      text +=
        String(repeating: "}\n", count: page.cells.count)
        + "}\ntry page\(page.id.chapter)_\(page.id.page)()\n"
    }
    return text
  }

  private func writeData(to folder: URL) throws {
    let digits = try #require(Course.data.digits)
    var tensors = [("images", digits.images), ("labels", digits.labels)]
    for name in Course.surroundings.pictureNames {
      tensors.append((name, try #require(Course.data.picture(name))))
    }
    for (name, tensor) in tensors {
      var bytes = Data()
      for number in [tensor.rank] + tensor.shape {
        withUnsafeBytes(of: Int32(number)) { bytes.append(contentsOf: $0) }
      }
      tensor.scalars.withUnsafeBytes { bytes.append(contentsOf: $0) }
      try bytes.write(to: folder.appendingPathComponent(name))
    }
  }

  /// Runs a program found on the path; what it prints on both outputs.
  private func run(_ command: [String]) throws -> (status: Int32, output: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = command
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: output, as: UTF8.self))
  }
}

extension Page {
  /// The page's live cells, from top to bottom.
  var cells: [Cell] {
    blocks.compactMap { if case .cell(let cell) = $0 { cell } else { nil } }
  }
}
