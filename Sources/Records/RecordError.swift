import GRDB

/// Why something could not be remembered.
///
/// It ends a sentence for the reader: "Progress is not saved: the disk is full."
public struct RecordError: Error, Equatable, Sendable, CustomStringConvertible {
  public var reason: String

  public init(reason: String) { self.reason = reason }

  init(_ error: any Error) {
    if let error = error as? RecordError {
      self = error
    } else if let error = error as? DatabaseError {
      self.init(reason: Self.reason(of: error))
    } else {
      self.init(reason: "\(error)")
    }
  }

  private static func reason(of error: DatabaseError) -> String {
    switch error.resultCode {
    case .SQLITE_FULL: "the disk is full"
    case .SQLITE_READONLY, .SQLITE_PERM: "the file cannot be written"
    case .SQLITE_BUSY, .SQLITE_LOCKED: "another program holds the file"
    case .SQLITE_CANTOPEN: "the file cannot be opened"
    case .SQLITE_IOERR: "the disk does not answer"
    case .SQLITE_CORRUPT, .SQLITE_NOTADB: "the file is damaged"
    default: error.message ?? "the database answers \(error.resultCode)"
    }
  }

  public var description: String { reason }
}
