import Coursebook
import Foundation
import Interchange

/// The files of a course as they lie in a folder: whatever is there, it is read in little time and memory, or refused.
struct CourseFolder {
  /// Each page's path under the folder, and its text.
  private(set) var files: [(path: String, text: String)] = []
  /// What could not be read, and why.
  private(set) var refusals: [PageComplaint] = []

  /// What all pages may have together, in bytes, and how many there may be.
  private static let (mostBytes, mostFiles) = (32_000_000, 2_000)

  /// Reads the folders whose names begin with a number, and what ends in `.md` in each; beside them `sources.yaml`.
  ///
  /// - Throws: `ShelfError` where there is no such folder.
  init(path: String) throws(ShelfError) {
    guard let folders = Self.names(in: path) else { throw .unreadable(path: path) }
    var left = Self.mostBytes
    if folders.contains(Bibliography.fileName) {
      do {
        let text = try readText(path: path + "/" + Bibliography.fileName, most: Page.mostBytes)
        files.append((Bibliography.fileName, text))
      } catch {
        refuse(Bibliography.fileName, Self.sentence(error, isPage: false))
      }
    }
    for folder in folders where folder.first?.isNumber ?? false {
      guard let names = Self.names(in: path + "/" + folder) else {
        refuse(
          folder,
          "A chapter is a folder that can be read; give this another name, without a number.")
        continue
      }
      for name in names where name.hasSuffix(".md") {
        let file = folder + "/" + name
        guard files.count < Self.mostFiles, left > 0 else {
          refuse(
            file,
            "A course has at most \(Self.mostFiles) pages and \(Self.mostBytes) bytes: the rest of this one is not read."
          )
          return
        }
        do {
          let text = try readText(path: path + "/" + file, most: Page.mostBytes)
          left -= text.utf8.count
          files.append((file, text))
        } catch {
          refuse(file, Self.sentence(error))
        }
      }
    }
  }

  private mutating func refuse(_ file: String, _ message: String) {
    refusals.append(PageComplaint(file: file, line: 1, column: 1, message: message))
  }

  private static func sentence(_ error: InterchangeError, isPage: Bool = true) -> String {
    guard case .file(_, let reason) = error else { return "\(error)" }
    let file = isPage ? "page" : "list of sources"
    if case .tooLarge = reason {
      return "A \(file) has at most \(Page.mostBytes) bytes"
        + (isPage ? "; make several of this one." : ".")
    }
    return "This \(file) cannot be read: \(reason)."
  }

  /// What a folder holds, in order.
  private static func names(in path: String) -> [String]? {
    try? FileManager.default.contentsOfDirectory(atPath: path).sorted()
  }
}
