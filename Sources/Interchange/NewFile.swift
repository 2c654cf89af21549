#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Writes a file that takes no other's place: `name.svg`, or `name-2.svg` where there is one of that name, and so on.
///
/// The file has its name only once the disk has it whole; where that fails, nothing stays. Where a file of such a name has
/// the same bytes, there is nothing to write.
///
/// - Parameters:
///   - text: all that it will hold.
///   - folder: where; it must be there.
///   - name: what it is called, without its ending.
///   - ending: the ending after the dot.
/// - Returns: the file's path.
/// - Throws: `InterchangeError` with the system's reason.
public func writeNewFile(
  _ text: String, folder: String, name: String, ending: String
) throws(InterchangeError) -> String {
  let bytes = Array(text.utf8)
  let folder = folder.hasSuffix("/") ? folder : folder + "/"
  let paths = (1..<1_000).lazy.map { folder + name + ($0 == 1 ? "" : "-\($0)") + "." + ending }
  return try naming(folder + name + "." + ending) { () throws(InterchangeError) -> String in
    var aside: AsideFile?
    do throws(InterchangeError) {
      for path in paths {
        if isThere(path) {
          if (try? readBytes(path: path, most: bytes.count)) == bytes {
            aside?.discard()
            return path
          }
          continue
        }
        if aside == nil {
          let file = try AsideFile(in: folder)
          aside = file
          try writeAll(bytes, to: file.descriptor, write: systemWrite)
        }
        if try aside?.take(freeName: path) == true {
          syncFolder(folder)
          return path
        }
      }
      throw .system("there are a thousand files of that name")
    } catch {
      aside?.discard()
      throw error
    }
  }
}
