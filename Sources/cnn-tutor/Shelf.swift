import CNNEngine
import CellLanguage
import Chapters
import Coursebook
import Foundation
import Interchange
import Records
import Tutor

/// What stands around the book: its files, the data that ships, the reader's records, the clock.
final class Shelf: Sendable {
  private let chapters: URL
  private let records: RecordKeeper?
  private let data: ShippedData

  /// Takes the chapters of a folder, or those that ship.
  ///
  /// - Parameters:
  ///   - chapters: another folder of chapters than the one that ships.
  ///   - records: where to keep what the reader does; `nil` keeps nothing.
  /// - Throws: `ShelfError` when there are no chapters.
  init(chapters: String?, records: RecordKeeper? = nil) throws {
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
      let folder = try CourseFolder(path: chapters.path)
      return Book(
        files: folder.files, refusals: folder.refusals, sourceFile: { Self.source($0) })
    }
  }

  /// Tells, where files of the course could not be read, which and why.
  ///
  /// - Throws: `CommandError` where there are such files.
  func tellRefusals(of book: Book) throws(CommandError) {
    guard !book.refusals.isEmpty else { return }
    for refusal in book.refusals.prefix(20) { StandardStreams.say("\(refusal)") }
    let count = book.refusals.count
    throw .failed(
      count == 1
        ? "A file of this course is left out." : "\(count) files of this course are left out.")
  }

  /// A source file of this package, which pages print; `nil` where the program was moved away from it.
  static func source(_ path: String) -> String? {
    // What is above the package is nobody's to print.
    guard !path.split(separator: "/").contains("..") else { return nil }
    // The page then says that the file is not here.
    return try? readText(path: Chapters.sourceFolder.appendingPathComponent(path).path)
  }

  /// Whether a file of this package exists.
  static func exists(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: Chapters.sourceFolder.appendingPathComponent(path).path)
  }

  // MARK: - What cells may use

  var surroundings: Surroundings {
    Surroundings(
      digits: { [data] in data.digits }, picture: { [data] in data.picture($0) },
      pictureNames: ShippedData.pictureNames,
      clock: { Double(DispatchTime.now().uptimeNanoseconds) / 1e9 })
  }

  // MARK: - The reader's records

  /// Gives the entries among the effects to the keeper, which writes them beside the loop.
  ///
  /// - Returns: the same effects.
  func record(_ effects: [Effect]) -> [Effect] {
    for case .record(let entry) in effects { record(entry) }
    return effects
  }

  func record(_ entry: ProgressEntry) { records?.add(entry, at: Moment.now) }

  /// Waits a little for the disk, so that what is about to be painted is kept before it is seen; no longer than an echo
  /// may take, and not at all where the disk is in trouble.
  func settle() { records?.settle(within: 0.008) }

  /// What the session must know of its record, where something has changed.
  var newsOfRecords: Event? {
    guard let (problem, isNews) = records?.take(), isNews else { return nil }
    return .saving(problem)
  }

  /// Writes what waits, within a second; a sentence where that fails.
  func finish() -> String? { records?.finish(within: 1) }
}

extension Moment {
  /// The moment that the system's clock shows.
  static var now: Self { Self(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)) }
}

/// Why there is no book to open.
enum ShelfError: Error, CustomStringConvertible {
  case noChapters
  case unreadable(path: String)

  var description: String {
    switch self {
    case .noChapters:
      "The chapters that ship with the program were not found beside it; --chapters FOLDER names them."
    case .unreadable(let path): "\(echoed(path)) is no folder that can be read"
    }
  }
}
