/// A work that pages cite: a paper, a book, a page of a library's manual.
public struct Source: Equatable, Sendable {
  /// What pages call it: "he-2016-resnet".
  public var key: String
  /// Each as "He, Kaiming"; without a comma the name of a body, "PyTorch contributors".
  public var authors: [String]
  public var title: String
  /// `nil` where the work bears no date.
  public var year: Int?
  public var venue: String
  public var address: String?
  /// What it says that the pages use.
  public var says: String
  public var opened: Opened

  /// How much of the work itself was read when its entry was made; what others write about it is none of it.
  public enum Opened: String, Sendable, CaseIterable { case text, abstract, no }

  public init(
    key: String, authors: [String], title: String, year: Int?, venue: String,
    address: String? = nil, says: String, opened: Opened
  ) {
    self.key = key
    self.authors = authors
    self.title = title
    self.year = year
    self.venue = venue
    self.address = address
    self.says = says
    self.opened = opened
  }

  /// Up to three authors by their family names; of more the first "and others".
  public var authorNames: String {
    let families = authors.map { String($0.prefix { $0 != "," }) }
    switch families.count {
    case 0...1: return families.first ?? ""
    case 2...3:
      return families.dropLast().joined(separator: ", ") + " and " + (families.last ?? "")
    default: return "\(families[0]) and others"
    }
  }

  /// All authors as one would say them, "Kaiming He, Xiangyu Zhang".
  public var fullNames: String {
    authors.map { author in
      let parts = author.split(separator: ",", maxSplits: 1).map { part in
        part.split(separator: " ").joined(separator: " ")
      }
      return parts.reversed().joined(separator: " ")
    }.joined(separator: ", ")
  }

  /// The work as running text: "He and others, *Deep residual learning for image recognition*, 2016".
  public var citation: [Inline] {
    [.text("\(authorNames), "), .emphasis([.text(title)]), .text(year.map { ", \($0)" } ?? "")]
  }

  /// The work as the list at a page's end has it: with where it appeared, and where it can be read.
  ///
  /// Its title is a citation, so that it opens there too.
  /// The year is not said twice: most venues bear it.
  public var listing: [Inline] {
    let year = year.flatMap { venue.contains("\($0)") ? nil : ", \($0)" } ?? ""
    return [
      .text("\(authorNames), "), .citation([.emphasis([.text(title)])], key: key),
      .text("\(year). \(venue)." + (address.map { " \($0)" } ?? "")),
    ]
  }
}
