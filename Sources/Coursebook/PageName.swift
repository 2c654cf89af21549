/// What a page is called for as long as the course lives: "sliding-a-kernel".
///
/// Records, bookmarks and links go by it. Its number, `PageID`, says where it stands today, and changes when pages are
/// put in before it.
public struct PageName: Hashable, Sendable, Comparable, CustomStringConvertible {
  public var text: String

  public init(_ text: String) { self.text = text }

  /// The name of a page whose author gave it none: its file's, without the number before and the ending.
  init(ofFile path: String) {
    let file = path.split(separator: "/").last ?? ""
    let stem = file.hasSuffix(".md") ? file.dropLast(3) : file
    let rest = stem.drop { $0.isASCII && $0.isNumber }
    self.init(String(rest.count < stem.count && rest.first == "-" ? rest.dropFirst() : stem))
  }

  /// Whether an author may write it: words of small letters and digits with dashes between, a letter first.
  public var isWellFormed: Bool {
    let words = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    guard let first = text.utf8.first, Self.isLetter(first) else { return false }
    return words.allSatisfy { word in
      !word.isEmpty && word.allSatisfy { Self.isLetter($0) || Self.isDigit($0) }
    }
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
  }
  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  public static func < (a: Self, b: Self) -> Bool { a.text < b.text }
  public var description: String { text }
}
