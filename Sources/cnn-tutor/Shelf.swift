import CNNEngine
import CellLanguage
import Chapters
import Coursebook
import Foundation
import Interchange
import Records
import Synchronization

/// What stands around the book: its files, the data that ships, the reader's records, the clock.
final class Shelf: Sendable {
  private let chapters: URL
  private let records: RecordStore?
  private let data: ShippedData
  private let recordFailed = Mutex(false)

  /// Takes the chapters of a folder, or those that ship.
  ///
  /// - Parameters:
  ///   - chapters: another folder of chapters than the one that ships.
  ///   - records: where to keep what the reader does; `nil` keeps nothing.
  /// - Throws: `ShelfError` when there are no chapters.
  init(chapters: String?, records: RecordStore? = nil) throws {
    if let chapters {
      self.chapters = URL(fileURLWithPath: chapters, isDirectory: true)
    } else if let folder = Chapters.folder {
      self.chapters = folder
    } else {
      throw ShelfError.noChapters
    }
    self.records = records
    // The data lies beside the chapters; other chapters may use the data that ships.
    let own = self.chapters.path + "/Data"
    let shipped = (Chapters.folder?.path ?? self.chapters.path) + "/Data"
    data = ShippedData(folder: FileManager.default.fileExists(atPath: own) ? own : shipped)
  }

  /// Seconds from a fixed moment.
  var now: Double { Double(DispatchTime.now().uptimeNanoseconds) / 1e9 }

  // MARK: - The book

  /// The chapters' pages as the book wants them.
  var book: Book {
    get throws {
      let manager = FileManager.default
      let folders: [String]
      do {
        folders = try manager.contentsOfDirectory(atPath: chapters.path).sorted()
      } catch {
        throw ShelfError.unreadable(path: chapters.path)
      }
      var files: [(path: String, text: String)] = []
      for folder in folders where folder.first?.isNumber ?? false {
        let path = chapters.path + "/" + folder
        for file in (try manager.contentsOfDirectory(atPath: path)).sorted()
        where file.hasSuffix(".md") {
          files.append((path: folder + "/" + file, text: try text(at: path + "/" + file)))
        }
      }
      return Book(files: files, sourceFile: { Self.source($0) })
    }
  }

  private func text(at path: String) throws -> String {
    guard let bytes = FileManager.default.contents(atPath: path) else {
      throw ShelfError.unreadable(path: path)
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// A source file of this package, which pages print; `nil` where the program was moved away from it.
  static func source(_ path: String) -> String? {
    FileManager.default.contents(atPath: Chapters.packageFolder.appendingPathComponent(path).path)
      .map { String(decoding: $0, as: UTF8.self) }
  }

  /// Whether a file of this package exists.
  static func exists(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: Chapters.packageFolder.appendingPathComponent(path).path)
  }

  // MARK: - What cells may use

  var surroundings: Surroundings {
    Surroundings(
      digits: { [data] in data.digits }, picture: { [data] in data.picture($0) },
      pictureNames: ShippedData.pictureNames,
      clock: { Double(DispatchTime.now().uptimeNanoseconds) / 1e9 })
  }

  // MARK: - The reader's records

  /// Keeps an entry; a sentence for the reader the first time that this fails.
  func record(_ entry: ProgressEntry) -> String? {
    guard let records else { return nil }
    do {
      try records.record(entry)
      return nil
    } catch {
      return recordFailed.withLock { failed in
        defer { failed = true }
        return failed
          ? nil : "What you do can no longer be saved (\(error)); the tutor goes on without."
      }
    }
  }
}

/// Why there is no book to open.
enum ShelfError: Error, CustomStringConvertible {
  case noChapters
  case unreadable(path: String)

  var description: String {
    switch self {
    case .noChapters:
      "the chapters that ship with the program were not found beside it; --chapters FOLDER names them"
    case .unreadable(let path): "\(path) cannot be read"
    }
  }
}
