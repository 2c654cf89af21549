import Chapters
import Foundation

/// What `--version` says.
enum Version {
  static let number = "0.1.0"

  /// The version, the commit of the sources, what the program was built for and what it runs on.
  static var text: String {
    #if PORTABLE
      let target = "any x86-64 with fused multiply-add, or any ARM of 64 bits"
    #else
      let target = "the kind of processor that it was built on"
    #endif
    #if DEBUG
      let build = "debug"
    #else
      let build = "release"
    #endif
    return """
      cnn-tutor \(number), \(commit.map { "sources at commit \($0.prefix(12))" } ?? "commit unknown")
      \(build) build for \(target)
      on \(processor), \(ProcessInfo.processInfo.activeProcessorCount) cores in use
      """
  }

  /// The commit that the sources stand at: as `install` noted it, or as the repository says.
  ///
  /// Source: Git, *gitrepository-layout*: `HEAD` holds the commit or names a reference, which is a file or a line.
  static var commit: String? {
    if let noted = text(Chapters.sourceFolder.path + "/commit") { return noted }
    let repository = Chapters.packageFolder.path + "/.git"
    // In a further working tree `.git` is a file that names the folder.
    let link = text(repository)?.split(separator: " ").last.map(String.init)
    let folder = link ?? repository
    guard let head = text(folder + "/HEAD") else { return nil }
    guard head.hasPrefix("ref: ") else { return head }
    let name = String(head.dropFirst(5))
    let common = text(folder + "/commondir").map { folder + "/" + $0 } ?? folder
    let packed = text(common + "/packed-refs")?.split(separator: "\n").first {
      $0.hasSuffix(" " + name)
    }
    return text(common + "/" + name) ?? packed?.split(separator: " ").first.map(String.init)
  }

  /// A file's text; `nil` where there is none, which is so of every installed program.
  private static func text(_ path: String) -> String? {
    (try? String(contentsOfFile: path, encoding: .utf8))?
      .trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// The processor's own name.
  private static var processor: String {
    let line = text("/proc/cpuinfo")?.split(separator: "\n").first { $0.hasPrefix("model name") }
    return line?.split(separator: ":").last.map { $0.trimmingCharacters(in: .whitespaces) }
      ?? "a processor that does not say its name"
  }
}
