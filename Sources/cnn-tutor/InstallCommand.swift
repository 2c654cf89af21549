import ArgumentParser
import CNNEngine
import Chapters
import Foundation

/// `cnn-tutor install`: puts the program with its chapters where it runs without the package that it was built from.
struct InstallCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "install",
    abstract: "Install the program, its chapters, manual page and completions.",
    discussion: """
      Example: swift run -c release cnn-tutor install --prefix ~/.local

      What is installed may be moved as a whole, to another machine too if it was built there or with \
      CNN_TUTOR_PORTABLE=1. A release needs the system's ncurses, md4c, SQLite, libpng, TurboJPEG and zlib, and nothing of \
      Swift.
      """)

  @ArgumentParser.Option(
    help: ArgumentHelp(
      "The folder that gets bin/cnn-tutor, share/cnn-tutor, share/man and completions.",
      valueName: "folder"))
  var prefix: String

  func run() throws {
    guard let chapters = Chapters.folder else { throw ShelfError.noChapters }
    let root = URL(fileURLWithPath: prefix, isDirectory: true)
    do {
      try installShare(chapters, in: root.appendingPathComponent("share"))
      try put(Data(try Manual.page.utf8 + [0x0A]), at: root, "share/man/man1/cnn-tutor.1")
      for (shell, path) in [
        (CompletionShell.bash, "share/bash-completion/completions/cnn-tutor"),
        (.zsh, "share/zsh/site-functions/_cnn-tutor"),
        (.fish, "share/fish/vendor_completions.d/cnn-tutor.fish"),
      ] {
        try put(Data(CNNTutor.completionScript(for: shell).utf8), at: root, path)
      }
      try installProgram(at: root.appendingPathComponent("bin/cnn-tutor"))
    } catch let error as CocoaError {
      let reason = (error.underlying as? POSIXError).map {
        String(cString: strerror($0.code.rawValue))
      }
      throw CommandError.failed(
        "\(echoed(error.filePath ?? prefix)) cannot be written: \(reason ?? error.localizedDescription)."
      )
    }
    try StandardStreams.print(
      "Installed: \(root.path)/bin/cnn-tutor and what it needs in \(root.path)/share.")
    #if DEBUG
      StandardStreams.say(
        "This is a debug build: it is slower to start and needs Swift's libraries where they are now. "
          + "`swift run -c release cnn-tutor install` installs one that needs none.")
    #endif
  }

  /// The list of what install has put into its folder: nothing else is ever deleted there.
  private static let list = "installed-files"

  private func installShare(_ chapters: URL, in share: URL) throws {
    let manager = FileManager.default
    let (folder, new) = (
      share.appendingPathComponent("cnn-tutor"),
      share.appendingPathComponent(".cnn-tutor-\(getpid()).new")
    )
    let old = try installed(in: folder)
    try manager.createDirectory(at: new, withIntermediateDirectories: true)
    // Moved away by then, where all went well.
    defer { try? manager.removeItem(at: new) }
    try manager.copyItem(at: chapters, to: new.appendingPathComponent("Chapters"))
    let sources = Chapters.sourceFolder.appendingPathComponent("Sources")
    if manager.fileExists(atPath: sources.path) {
      try manager.copyItem(at: sources, to: new.appendingPathComponent("Sources"))
    }
    if let commit = Version.commit {
      try Data(commit.utf8).write(to: new.appendingPathComponent("commit"))
    }
    let files = try manager.subpathsOfDirectory(atPath: new.path) + [Self.list]
    try Data(files.sorted().joined(separator: "\n").utf8).write(
      to: new.appendingPathComponent(Self.list))
    guard let old else { return try manager.moveItem(at: new, to: folder) }
    let aside = share.appendingPathComponent(".cnn-tutor-\(getpid()).old")
    try manager.moveItem(at: folder, to: aside)
    try manager.moveItem(at: new, to: folder)
    // Folders after what is in them; what came in meanwhile stays.
    for path in old.sorted(by: >) { unlink(aside.path + "/" + path) }
    for path in old.sorted(by: >) { rmdir(aside.path + "/" + path) }
    rmdir(aside.path)
  }

  /// What an earlier install has put into a folder; `nil` where there is no such folder.
  private func installed(in folder: URL) throws -> [String]? {
    let manager = FileManager.default
    guard manager.fileExists(atPath: folder.path) else { return nil }
    // A list that cannot be read names nothing, so that everything there is a stranger's.
    let list = try? String(contentsOf: folder.appendingPathComponent(Self.list), encoding: .utf8)
    let ours = Set((list ?? "").split(separator: "\n").map(String.init))
    let stranger = try manager.subpathsOfDirectory(atPath: folder.path).first { !ours.contains($0) }
    guard stranger == nil, !ours.isEmpty else {
      throw CommandError.failed(
        "\(echoed(folder.path)) holds \(echoed(stranger ?? "nothing")), which install has not put there; move the folder away."
      )
    }
    return Array(ours)
  }

  private func put(_ data: Data, at root: URL, _ path: String) throws {
    let file = root.appendingPathComponent(path)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try data.write(to: file, options: .atomic)
  }

  /// The program takes the old one's name once it is whole: one that runs goes on.
  private func installProgram(at file: URL) throws {
    guard file.resolvingSymlinksInPath() != Chapters.programFile else { return }
    let manager = FileManager.default
    let folder = file.deletingLastPathComponent()
    try manager.createDirectory(at: folder, withIntermediateDirectories: true)
    let new = folder.appendingPathComponent(".cnn-tutor-\(getpid()).new")
    // Moved away by then, where all went well.
    defer { try? manager.removeItem(at: new) }
    try manager.copyItem(at: Chapters.programFile, to: new)
    guard rename(new.path, file.path) == 0 else {
      throw CommandError.failed(
        "\(echoed(file.path)) cannot be written: \(String(cString: strerror(errno))).")
    }
  }
}
