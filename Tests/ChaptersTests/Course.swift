import CellLanguage
import Chapters
import Coursebook
import Foundation
import Interchange

/// The course as it ships.
enum Course {
  static let packageFolder = Chapters.packageFolder
  static let data = ShippedData(folder: packageFolder.path + "/Chapters/Data")

  static let surroundings = Surroundings(
    digits: { data.digits }, picture: { data.picture($0) }, pictureNames: ShippedData.pictureNames,
    clock: { 0 })

  static let book: Book = {
    let root = packageFolder.appendingPathComponent("Chapters").path
    let folders = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
    var files: [(path: String, text: String)] = [
      (
        path: Bibliography.fileName,
        text: String(
          decoding: FileManager.default.contents(atPath: root + "/" + Bibliography.fileName)
            ?? Foundation.Data(), as: UTF8.self)
      )
    ]
    for folder in folders.sorted() where folder.first?.isNumber ?? false {
      let names = (try? FileManager.default.contentsOfDirectory(atPath: root + "/" + folder)) ?? []
      for name in names.sorted() where name.hasSuffix(".md") {
        let text =
          FileManager.default.contents(atPath: root + "/" + folder + "/" + name)
          ?? Foundation.Data()
        files.append((path: folder + "/" + name, text: String(decoding: text, as: UTF8.self)))
      }
    }
    return Book(
      files: files,
      sourceFile: { path in
        FileManager.default.contents(atPath: packageFolder.path + "/" + path).map {
          String(decoding: $0, as: UTF8.self)
        }
      })
  }()

  static var pages: [Page] { book.pageIDs.compactMap { book.page($0) } }
}
