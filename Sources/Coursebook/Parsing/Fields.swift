import Yams

/// The fields of a prompt's YAML mapping, read one by one; what is wrong is collected as complaints.
struct Fields {
  let kind: String
  private let mapping: Node.Mapping
  /// The line of the page's file on which the YAML's first line stands.
  private let firstLine: Int
  private let file: String
  /// The pages and the works that texts may name.
  private let references: References
  private(set) var complaints: [PageComplaint] = []
  /// Links and formulas in the text fields, for the linter.
  private(set) var mentions = PageMentions()

  /// Reads the YAML of a fence of this kind.
  ///
  /// Fields other than `known` are complained of.
  init(
    _ yaml: String, kind: String, known: [String], file: String, firstLine: Int,
    references: References
  ) throws(PageComplaint) {
    if let (line, column) = Self.alias(in: yaml) {
      throw PageComplaint(
        file: file, line: firstLine + line - 1, column: column,
        message: "A \(kind) has no YAML aliases (`&name` and `*name`); write the text again.")
    }
    let node: Node?
    do {
      node = try Yams.compose(yaml: yaml)
    } catch {
      throw Self.complaint(about: error, kind: kind, file: file, firstLine: firstLine)
    }
    guard case .mapping(let mapping)? = node else {
      throw PageComplaint(
        file: file, line: firstLine, column: 1,
        message:
          "A \(kind) is a list of fields, `\(known.first ?? "id"): …` first; its fields are \(known.joined(separator: ", "))."
      )
    }
    self.init(
      mapping, kind: kind, known: known, file: file, firstLine: firstLine, references: references)
  }

  private init(
    _ mapping: Node.Mapping, kind: String, known: [String], file: String, firstLine: Int,
    references: References
  ) {
    self.references = references
    self.kind = kind
    self.mapping = mapping
    self.firstLine = firstLine
    self.file = file
    for (key, _) in mapping where !known.contains(key.scalar?.string ?? "") {
      complain(
        key,
        "\(kind) has no field `\(key.scalar?.string ?? "")`; its fields are "
          + known.joined(separator: ", ") + ".")
    }
  }

  /// Where the first alias of a name stands that an anchor gives: nested aliases stand for more than memory holds.
  ///
  /// An alias without its anchor is none that YAML reads; `*words*` in a text are none either.
  private static func alias(in yaml: String) -> (line: Int, column: Int)? {
    let bytes = Array(yaml.utf8)
    func names(after sign: UInt8) -> [(name: ArraySlice<UInt8>, offset: Int)] {
      bytes.indices.compactMap { offset in
        guard bytes[offset] == sign,
          offset == 0 || " \t\n\r[{,:?-".utf8.contains(bytes[offset - 1])
        else { return nil }
        let name = bytes[(offset + 1)...].prefix {
          switch $0 {
          case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
          default: false
          }
        }
        return name.isEmpty ? nil : (name, offset)
      }
    }
    let anchors = Set(names(after: UInt8(ascii: "&")).map(\.name))
    guard !anchors.isEmpty else { return nil }
    return names(after: UInt8(ascii: "*")).first { anchors.contains($0.name) }
      .map { LinePlaces(yaml).place(of: $0.offset) }
  }

  private static func complaint(
    about error: any Error, kind: String, file: String, firstLine: Int
  ) -> PageComplaint {
    let (problem, mark): (String, Mark?) =
      switch error as? YamlError {
      case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
        .composer(_, let problem, let mark, _):
        (problem, mark)
      case .duplicatedKeysInMapping(let keys, _): ("written twice: \(keys)", nil)
      default: ("\(error)", nil)
      }
    return PageComplaint(
      file: file, line: firstLine + (mark?.line ?? 1) - 1, column: mark?.column ?? 1,
      message: "This \(kind) is no YAML: \(problem). Quote texts that hold `: ` or `#`.")
  }

  private mutating func complain(_ node: Node?, _ message: String) {
    let mark = node?.mark ?? mapping.mark
    complaints.append(
      PageComplaint(
        file: file, line: firstLine + (mark?.line ?? 1) - 1, column: mark?.column ?? 1,
        message: message))
  }

  private mutating func missing(_ key: String) {
    complain(nil, "\(kind) needs the field `\(key)`.")
  }

  // MARK: - Fields by type

  /// A field that may be missing.
  mutating func text(ifPresent key: String) -> String? {
    guard let node = mapping[key] else { return nil }
    guard let scalar = node.scalar else {
      complain(node, "`\(key)` of \(kind) is one text; quote it.")
      return nil
    }
    return scalar.string
  }

  mutating func text(_ key: String) -> String {
    if let text = text(ifPresent: key) { return text }
    if mapping[key] == nil { missing(key) }
    return ""
  }

  /// Running text; empty when missing.
  mutating func inline(ifPresent key: String) -> [Inline] {
    guard let node = mapping[key] else { return [] }
    return inline(node, key)
  }

  mutating func inline(_ key: String) -> [Inline] {
    if mapping[key] == nil { missing(key) }
    return inline(ifPresent: key)
  }

  private mutating func inline(_ node: Node, _ key: String) -> [Inline] {
    guard let scalar = node.scalar else {
      complain(node, "`\(key)` of \(kind) is one text; quote it.")
      return []
    }
    let markdown = Markdown(scalar.string, references: references)
    let line = firstLine + (node.mark?.line ?? 1) - 1
    mentions.add(markdown, line: line, column: node.mark?.column ?? 1)
    if markdown.blocks.count > 1 || markdown.blocks.first.map({ !$0.block.isParagraph }) == true {
      complain(node, "`\(key)` of \(kind) is one paragraph of running text.")
    }
    return markdown.inline
  }

  mutating func inlines(_ key: String) -> [[Inline]] {
    list(key).map { inline($0, key) }
  }

  mutating func texts(_ key: String) -> [String] {
    list(key).compactMap { node in
      if node.scalar == nil { complain(node, "Each of `\(key)` of \(kind) is one text.") }
      return node.scalar?.string
    }
  }

  private mutating func list(_ key: String) -> [Node] {
    guard let node = mapping[key] else { return [] }
    guard let sequence = node.sequence else {
      complain(node, "`\(key)` of \(kind) is a list: a line each that begins with `- `.")
      return []
    }
    return Array(sequence)
  }

  /// A number; `nil` when missing.
  mutating func number(_ key: String) -> Double? {
    guard let text = text(ifPresent: key) else { return nil }
    guard let number = Double(text) else {
      complain(mapping[key], "`\(key)` of \(kind) is a number such as 0.01.")
      return nil
    }
    return number
  }

  /// Names with texts, in the order written.
  mutating func pairs(_ key: String) -> [(name: String, from: String)] {
    guard let node = mapping[key] else { return [] }
    guard let pairs = node.mapping else {
      complain(node, "`\(key)` of \(kind) maps names to texts: {n: \"8...64\"}.")
      return []
    }
    return pairs.compactMap { pair in
      guard let name = pair.key.scalar?.string, let from = pair.value.scalar?.string else {
        complain(pair.key, "`\(key)` of \(kind) maps names to texts: {n: \"8...64\"}.")
        return nil
      }
      return (name, from)
    }
  }

  /// A list of mappings, each read by `read`, which gets the fields of one of them.
  mutating func each<Item>(
    _ key: String, known: [String], read: (inout Fields) -> Item
  ) -> [Item] {
    list(key).compactMap { node in
      guard let inner = node.mapping else {
        complain(
          node, "Each of `\(key)` of \(kind) has the fields " + known.joined(separator: ", ") + ".")
        return nil
      }
      var fields = Fields(
        inner, kind: "\(kind)'s \(key)", known: known, file: file, firstLine: firstLine,
        references: references)
      let item = read(&fields)
      complaints += fields.complaints
      mentions.add(fields.mentions)
      return item
    }
  }

  /// `true` or `false`; false when missing.
  mutating func flag(_ key: String) -> Bool {
    switch text(ifPresent: key) {
    case "true": return true
    case "false", nil: return false
    default:
      complain(mapping[key], "`\(key)` of \(kind) is true or false.")
      return false
    }
  }

  /// In which order options stand.
  mutating func order() -> OptionOrder.Rule {
    guard let text = text(ifPresent: "order") else { return .drawn }
    if let rule = OptionOrder.Rule(rawValue: text), rule != .drawn { return rule }
    complain(
      mapping["order"],
      "`order` of \(kind) is fixed, or last where only the last option stays; without it all are drawn."
    )
    return .drawn
  }

  /// Complains of a field whose text is not as it has to be.
  mutating func refuse(_ key: String, _ message: String) { complain(mapping[key], message) }
}

extension Block {
  fileprivate var isParagraph: Bool {
    if case .paragraph = self { true } else { false }
  }
}
