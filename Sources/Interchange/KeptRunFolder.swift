import CNNEngine

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A folder where runs of training are kept, a file each.
public struct KeptRunFolder: Sendable {
  public let path: String

  public init(path: String) { self.path = path }

  /// Where a run is kept; `nil` for one without a key, which nobody can ask for again.
  public func file(of key: String) -> String? {
    key.isEmpty ? nil : "\(path)/\(keptRunFileName(for: key))"
  }

  /// What came of looking for a run.
  public struct Found: Equatable, Sendable {
    /// The run, under the key that was asked for.
    public var run: KeptRun?
    /// A sentence, where a file was there that could not be used.
    public var notice: String?

    public init(run: KeptRun? = nil, notice: String? = nil) {
      (self.run, self.notice) = (run, notice)
    }
  }

  /// Looks for a run by its key, and where there is none by the key that it had in earlier versions; what is found there is
  /// kept under the new key from then on.
  ///
  /// A file that cannot be used gets another name and stays.
  ///
  /// - Parameters:
  ///   - key: the run's key.
  ///   - legacyKey: its key in earlier versions.
  ///   - fits: whether a run of one of these keys can go on; it is asked about the run under its new key.
  /// - Returns: the run, if there is one that fits, and what the reader must know.
  public func find(
    _ key: String, before legacyKey: String? = nil, fits: (KeptRun) -> Bool
  ) -> Found {
    var found = Found()
    if let file = file(of: key) { look(at: file, for: key, as: key, fits, &found) }
    if found.run == nil, let legacyKey, let old = file(of: legacyKey), let new = file(of: key) {
      look(at: old, for: legacyKey, as: key, fits, &found)
      if let run = found.run { move(run, from: old, to: new) }
    }
    return found
  }

  private func look(
    at file: String, for key: String, as newKey: String, _ fits: (KeptRun) -> Bool,
    _ found: inout Found
  ) {
    guard access(file, F_OK) == 0 else { return }
    do throws(InterchangeError) {
      var run = try readKeptRun(path: file)
      let isAsked = run.key == key
      run.key = newKey
      guard isAsked, fits(run) else {
        found.notice = setAside(file, "does not fit this cell")
        return
      }
      found.run = run
    } catch {
      found.notice = setAside(file, "cannot be read")
    }
  }

  /// The old file goes only once the new one is whole; where that fails, the run is found in the old one again.
  private func move(_ run: KeptRun, from old: String, to new: String) {
    do throws(InterchangeError) {
      try writeKeptRun(run, path: new)
      unlink(old)
    } catch {
      // The run is here all the same, and is looked for again at the next sitting.
    }
  }

  /// Gives a file a name that no run looks for.
  private func setAside(_ file: String, _ why: String) -> String {
    for number in 1...99 {
      let other = "\(file).aside-\(number)"
      guard access(other, F_OK) != 0 else { continue }
      // Linking fails where the name is taken by now; renaming, where there are no links, would take the file's place.
      if link(file, other) == 0 {
        unlink(file)
      } else if errno == EEXIST || rename(file, other) != 0 {
        break
      }
      return "A run that was kept \(why); it is set aside as \(other)."
    }
    return "A run that was kept \(why), and cannot be set aside: \(file)."
  }
}
