import Foundation

/// The folder that the chapters lie in: a folder a chapter, a file a page, in reading order by name.
///
/// Of a program that was installed that is `share/cnn-tutor` beside its `bin`, wherever both were moved; of one that was
/// built, the copy beside it; else the package that it was built from. `nil` where none of them is there.
public let folder = [
  installedFolder.appendingPathComponent("Chapters"),
  programFile.deletingLastPathComponent().appendingPathComponent("cnn-tutor_Chapters.resources"),
  packageFolder.appendingPathComponent("Chapters"),
].first { isThere($0.appendingPathComponent("01-convolution")) }

/// The folder in which the sources stand that pages print, under `Sources`; there may be none.
public let sourceFolder = isThere(installedFolder) ? installedFolder : packageFolder

/// The folder of the package that this program was built from.
public let packageFolder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
  .deletingLastPathComponent()

/// Where the program itself lies, links followed.
public let programFile: URL = {
  // Where the system does not say it in this way, it is asked in another.
  let path = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
  return path.map { URL(fileURLWithPath: $0) } ?? Bundle.main.executableURL
    ?? URL(fileURLWithPath: "/")
}()

/// Where an installed program's chapters and sources lie.
private let installedFolder = programFile.deletingLastPathComponent().deletingLastPathComponent()
  .appendingPathComponent("share/cnn-tutor")

private func isThere(_ url: URL) -> Bool { FileManager.default.fileExists(atPath: url.path) }
