/// The works that a course cites: the file `sources.yaml` beside its chapters.
///
/// A work's key stands at the margin, `he-2016-resnet:`, and its fields below it, further in. An entry is read when a page
/// cites it, so that opening the book costs nothing for those that it does not show.
public struct Bibliography: Sendable {
  /// The file's name in the course's folder.
  public static let fileName = "sources.yaml"

  struct Entry: Sendable {
    var key: String
    /// The line of its key, from 1.
    var line: Int
    /// Its fields, whose first line is the one after.
    var yaml: String
  }

  private(set) var entries: [Entry] = []
  /// What stands at the margin and is no key.
  private(set) var complaints: [PageComplaint] = []
  /// The first entry of each key.
  private var places: [String: Int] = [:]

  /// What an entry and a line of it may have: a page that cites draws them each time.
  private static let (mostBytes, mostLetters) = (5_000, 300)

  static let fields = ["authors", "title", "year", "venue", "url", "says", "opened"]

  /// Finds the entries of a file; of a course without one there are none.
  public init(_ text: String = "") {
    guard text.utf8.count <= Page.mostBytes else {
      complain(1, "The sources have at most \(Page.mostBytes) bytes.")
      return
    }
    // Lines of the entry that is open; `nil` above the first one and below what is no key.
    var open: (key: String, line: Int, lines: [Substring.UTF8View])?
    var isLost = false
    func close(_ entries: inout [Entry]) {
      guard let (key, line, lines) = open else { return }
      let yaml = lines.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "\n")
      entries.append(Entry(key: key, line: line, yaml: yaml))
    }
    let plain = text.withPlainLineEndings
    for (index, line) in plain.utf8.split(
      separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false
    ).enumerated() {
      switch line.first {
      case nil, UInt8(ascii: "#"), UInt8(ascii: " "), UInt8(ascii: "\t"):
        open?.lines.append(line)
        let isBlank = line.allSatisfy { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
        guard open == nil, !isLost, !isBlank, line.first != UInt8(ascii: "#") else { continue }
        complain(
          index + 1, "These fields belong to no key; write one above them: `he-2016-resnet:`.")
        isLost = true
      default:
        close(&entries)
        open = Self.key(line).map { ($0, index + 1, []) }
        isLost = open == nil
        if isLost {
          complain(
            index + 1,
            "At the margin stands a key and a colon, `he-2016-resnet:`, small letters, digits and dashes; its fields stand below it, further in."
          )
        }
      }
    }
    close(&entries)
    for (index, entry) in entries.enumerated() where places[entry.key] == nil {
      places[entry.key] = index
    }
  }

  /// The key of a line that ends in a colon.
  private static func key(_ line: Substring.UTF8View) -> String? {
    guard let colon = line.firstIndex(of: UInt8(ascii: ":")),
      line[line.index(after: colon)...].allSatisfy({ $0 == UInt8(ascii: " ") })
    else { return nil }
    let key = PageName(String(decoding: line[..<colon], as: UTF8.self))
    return key.isWellFormed ? "\(key)" : nil
  }

  private mutating func complain(_ line: Int, _ message: String) {
    complaints.append(
      PageComplaint(file: Self.fileName, line: line, column: 1, message: message))
  }

  /// Whether there is an entry of a key.
  func has(_ key: String) -> Bool { places[key] != nil }

  /// The work of a key; `nil` where there is no such entry, or one that cannot be read.
  public func source(_ key: String) -> Source? {
    places[key].flatMap { Self.read(entries[$0]).source }
  }

  /// A citation as running text: the whole one, or `text` with the year in brackets.
  ///
  /// Of a work that is not there the text is drawn, or its key.
  func citation(_ key: String, text: [Inline]) -> [Inline] {
    guard let source = source(key) else { return text.isEmpty ? [.code(key)] : text }
    if text.isEmpty { return source.citation }
    return text + (source.year.map { [.text(" (\($0))")] } ?? [])
  }

  /// An entry's work, and what is wrong with its fields.
  static func read(_ entry: Entry) -> (source: Source?, complaints: [PageComplaint]) {
    guard entry.yaml.utf8.count <= mostBytes else {
      let message = "An entry has at most \(mostBytes) bytes."
      return (
        nil,
        [PageComplaint(file: fileName, line: entry.line, column: 1, message: message)]
      )
    }
    do {
      var fields = try Fields(
        entry.yaml, kind: "source", known: Self.fields, file: fileName, firstLine: entry.line + 1,
        references: References())
      let source = source(of: entry.key, &fields)
      return (fields.complaints.isEmpty ? source : nil, fields.complaints)
    } catch {
      return (nil, [error])
    }
  }

  private static func source(of key: String, _ fields: inout Fields) -> Source {
    /// A field's text as `read` takes it; `nil` where it is complained of.
    func field<Value>(_ name: String, _ wanted: String, read: (String) -> Value?) -> Value? {
      let count = fields.complaints.count
      let text = fields.text(name)
      guard fields.complaints.count == count else { return nil }
      let value = read(text)
      if value == nil { fields.refuse(name, "`\(name)` of source is \(wanted).") }
      return value
    }
    func line(_ text: String) -> String? {
      text.isBlank || text.contains(where: \.isNewline)
        || text.unicodeScalars.count > Self.mostLetters ? nil : text
    }
    let authors = fields.texts("authors")
    if authors.isEmpty || !authors.allSatisfy({ line($0) != nil }) {
      fields.refuse(
        "authors", "`authors` of source is a list of names: a line each that begins with `- `.")
    }
    let title = field("title", "one line of at most \(mostLetters) letters", read: line) ?? ""
    let date = field("year", "a number such as 2016, or `undated` where the work bears none") {
      $0 == "undated" || Int($0).map((1600...2100).contains) == true ? $0 : nil
    }
    let year = date.flatMap { Int($0) }
    if let year, let named = Self.year(in: key), named != year {
      fields.refuse("year", "The key \(key) says \(named), `year` says \(year).")
    }
    let venue = field("venue", "one line of at most \(mostLetters) letters", read: line) ?? ""
    let address = fields.text(ifPresent: "url")
    if let address, !address.isAddress {
      fields.refuse("url", "`url` of source is a whole address, https://…")
    }
    let says = field("says", "one line of at most \(mostLetters) letters", read: line) ?? ""
    let opened = field(
      "opened", "what of the work itself was read for this entry: text, abstract or no",
      read: Source.Opened.init)
    return Source(
      key: key, authors: authors, title: title, year: year, venue: venue, address: address,
      says: says, opened: opened ?? .no)
  }

  /// The year that a key names: 2016 of "he-2016-resnet".
  private static func year(in key: String) -> Int? {
    key.split(separator: "-").lazy.filter { $0.utf8.count == 4 }.compactMap { Int($0) }.first
  }
}

extension String {
  fileprivate var isBlank: Bool { allSatisfy(\.isWhitespace) }

  fileprivate var isAddress: Bool {
    (hasPrefix("https://") || hasPrefix("http://")) && !contains(where: \.isWhitespace)
  }
}

/// What a text may name: the pages of the course, and the works that it cites.
public struct References: Sendable {
  /// Where the pages stand that links lead to by their names.
  public var pages: [PageName: PageID]
  public var titles: [PageID: String]
  public var works: Bibliography

  public init(
    pages: [PageName: PageID] = [:], titles: [PageID: String] = [:],
    works: Bibliography = Bibliography()
  ) {
    self.pages = pages
    self.titles = titles
    self.works = works
  }
}
