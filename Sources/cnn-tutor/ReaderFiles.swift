import CTerminal
import Foundation
import Interchange
import Screen
import Synchronization

/// Writes what the reader takes along, beside the loop, and tells where it is.
final class ReaderFiles: Sendable {
  private let sentences = Mutex<[String]>([])
  private let queue = DispatchQueue(label: "files of the reader")
  /// The program's own folder; `nil` where nothing is to be kept in it.
  private let folder: String?
  /// The most that terminals take for their clipboard: 100,000 letters of base64.
  private static let mostCopied = 74_994

  init(folder: String?) { self.folder = folder }

  /// Saves a picture in the current folder, or in the program's own where that takes none.
  func save(_ picture: SVGPicture, name: String) {
    work { [folder] in
      let text = picture.text
      do {
        let path = try writeNewFile(
          text, folder: FileManager.default.currentDirectoryPath, name: name, ending: "svg")
        return "Saved as \(Self.shown(path))."
      } catch {
        guard let folder, let path = try? Self.keep(text, in: folder, name: name, ending: "svg")
        else { return "Not saved: \(error)." }
        return "Saved as \(Self.shown(path)): the current folder takes no files."
      }
    }
  }

  /// Gives text to the terminal's clipboard, and keeps it in a file, for no terminal tells whether it took it.
  @MainActor
  func copy(_ text: String, name: String, ending: String) {
    let isOffered = text.utf8.count <= Self.mostCopied && TerminalSurroundings.mayHaveClipboard
    if isOffered { cterminal_copy(Data(text.utf8).base64EncodedString()) }
    let offered = "Copied to the clipboard, if your terminal allows it"
    work { [folder] in
      guard let folder else { return isOffered ? offered + "." : "This terminal has no clipboard." }
      do {
        let path = Self.shown(try Self.keep(text, in: folder, name: name, ending: ending))
        return isOffered ? offered + ", and to \(path)." : "Copied to \(path)."
      } catch {
        return isOffered ? offered + "; not to a file: \(error)." : "Not copied: \(error)."
      }
    }
  }

  /// What came of it, once.
  func takeNotice() -> String? {
    sentences.withLock { $0.isEmpty ? nil : $0.removeFirst() }
  }

  /// Waits for what is being written.
  func finish(within seconds: Double) {
    let done = DispatchSemaphore(value: 0)
    queue.async { done.signal() }
    _ = done.wait(timeout: .now() + seconds)
  }

  private func work(_ body: @escaping @Sendable () -> String) {
    queue.async { [self] in
      let sentence = body()
      sentences.withLock { $0.append(sentence) }
      cterminal_wake()
    }
  }

  private static func keep(
    _ text: String, in folder: String, name: String, ending: String
  ) throws -> String {
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    return try writeNewFile(text, folder: folder, name: name, ending: ending)
  }

  /// A path as a reader writes it.
  private static func shown(_ path: String) -> String {
    let home = NSHomeDirectory()
    return path.hasPrefix(home + "/") ? "~" + path.dropFirst(home.count) : path
  }
}
