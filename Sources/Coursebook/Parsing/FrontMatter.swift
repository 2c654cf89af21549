/// The lines above a title, between two lines of three dashes: `id: sliding-a-kernel` of a page, `cells: optional` of a chapter.
struct FrontMatter {
  /// What it stands above.
  enum Owner { case page, chapter }

  /// What the page is called.
  private(set) var name: PageName?
  /// Whether each page of the chapter must compute something.
  private(set) var needsCells = true
  /// The page's text, with an empty line for each line of the front matter: the lines below keep their numbers.
  private(set) var rest: String
  /// Lines, from 1, that are not understood, and how to mend them.
  private(set) var complaints: [(line: Int, message: String)] = []

  /// Reads the front matter of a text whose line endings are plain; most of the time there is nothing to copy but it.
  init(_ source: String, of owner: Owner = .page) {
    rest = source
    guard source.utf8.starts(with: "---\n".utf8) else { return }
    var lines: [Substring] = []
    var end = source.utf8.index(source.startIndex, offsetBy: 4)
    while end < source.endIndex {
      let start = end
      let stop = source.utf8[start...].firstIndex(of: UInt8(ascii: "\n")) ?? source.endIndex
      end = stop == source.endIndex ? stop : source.utf8.index(after: stop)
      let line = source[start..<stop]
      if line == "---" {
        read(lines, of: owner)
        rest = String(repeating: "\n", count: lines.count + 2) + source[end...]
        return
      }
      lines.append(line)
      // No page has so much to say of itself: this is a rule, and text below it.
      if lines.count > 20 { break }
    }
    complaints = [(1, "The front matter ends in a line of three dashes: ---")]
  }

  private mutating func read(_ lines: [Substring], of owner: Owner) {
    for (index, line) in lines.enumerated() where line.contains(where: { $0 != " " }) {
      let number = index + 2
      guard owner == .page else {
        needsCells = line.split(separator: " ") != ["cells:", "optional"]
        if needsCells {
          complaints.append(
            (number, "The front matter of a chapter has one field: `cells: optional`."))
        }
        continue
      }
      guard line.hasPrefix("id:") else {
        complaints.append((number, "The front matter of a page has one field: `id: its-name`."))
        continue
      }
      let name = PageName(line.dropFirst(3).split(separator: " ").joined(separator: " "))
      if name.isWellFormed {
        self.name = name
      } else {
        complaints.append(
          (
            number,
            "A page's id is words of small letters and digits with dashes between, such as "
              + "`sliding-a-kernel`, a letter first."
          ))
      }
    }
  }
}
