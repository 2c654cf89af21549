import Coursebook
import Screen

/// Where a link leads.
enum LinkTarget: Equatable, Sendable {
  case page(PageID)
  /// A work that the page cites, by its place among the page's sources.
  case source(Int)
}

/// Links on the screen: each gets a letter, a click and Enter open them too.
extension Session {
  /// A link that can be seen: where its text begins on the page, and where it leads.
  struct VisibleLink: Equatable, Sendable {
    var row: Int
    var column: Int
    var target: LinkTarget
  }

  /// The letters that links are given, in reading order.
  static let linkNames = Array("abcdefghijklmnoprstuvwxyz".unicodeScalars)

  /// The links on the screen, in reading order; one that goes over several lines is one.
  var visibleLinks: [VisibleLink] {
    var links: [VisibleLink] = []
    var last: UInt16 = 0
    for y in row..<min(row + bodyHeight, layout.grid.height) {
      for x in 0..<layout.grid.width {
        let glyph = layout.grid[x, y]
        // The blanks at the end of a line and before the next do not end a link.
        if glyph.style.link == 0, glyph.scalar == " " { continue }
        if glyph.style.link != last, let target = LinkTarget(glyph.style.link) {
          links.append(VisibleLink(row: y, column: x, target: target))
        }
        last = glyph.style.link
      }
    }
    return Array(links.prefix(Self.linkNames.count))
  }

  /// Gives the links on the screen their letters.
  mutating func labelLinks() {
    guard !visibleLinks.isEmpty else {
      notice = "There is no link on the screen."
      return
    }
    stopPlaying()
    focus = nil
    mode = .links(picked: 0)
  }

  /// A command while the links have letters.
  mutating func act(_ action: LinkAction) {
    guard case .links(let picked) = mode else { return }
    let links = visibleLinks
    switch action {
    case .next: mode = .links(picked: min(picked + 1, links.count - 1))
    case .previous: mode = .links(picked: max(0, picked - 1))
    case .open:
      mode = .commanding
      if links.indices.contains(picked) { follow(links[picked].target) }
    case .close: mode = .commanding
    }
  }

  /// Opens the link of a letter; any other key takes the letters away.
  mutating func openLink(named key: Key) {
    let links = visibleLinks
    mode = .commanding
    guard case .character(let scalar) = key,
      let number = Self.linkNames.firstIndex(of: scalar), links.indices.contains(number)
    else {
      notice = "No link has that letter."
      return
    }
    follow(links[number].target)
  }

  /// Opens the link at a place of the page; `false` where there is none.
  mutating func openLink(column: Int, row: Int) -> Bool {
    guard let target = LinkTarget(layout.grid[column, row].style.link) else { return false }
    mode = .commanding
    follow(target)
    return true
  }

  /// Turns to a page, or shows a source over this one.
  private mutating func follow(_ target: LinkTarget) {
    switch target {
    case .page(let id): turn(to: id)
    case .source(let number):
      guard open.page.sources.indices.contains(number) else { return }
      stopPlaying()
      overlay = SourceOverlay(source: open.page.sources[number])
    }
  }

  /// Draws the links' letters over the page.
  func showLinkNames(in frame: inout Frame, top: Int) {
    guard case .links(let picked) = mode else { return }
    for (number, link) in visibleLinks.enumerated() {
      let style = Style(number == picked ? .knobFocus : .knob).bold
      frame.grid[link.column, link.row - row + top] = Glyph(Self.linkNames[number], style)
    }
  }
}

extension Style {
  /// The look of a link, and where it leads; a link to elsewhere than a page only looks like one.
  init(linkTo page: PageID?) {
    self.init(.link)
    if let page { link = LinkTarget.page(page).number }
  }

  /// The look of a citation of a work, by its place among the page's sources.
  init(linkToSource number: Int) {
    self.init(.link)
    link = LinkTarget.source(number).number
  }
}

extension LinkTarget {
  /// The target as glyphs carry it, a page in two bytes, a source in the lower one: 0 where it is too large for that.
  fileprivate var number: UInt16 {
    switch self {
    case .page(let id):
      (1...255).contains(id.chapter) && (0...255).contains(id.page)
        ? UInt16(id.chapter << 8 | id.page) : 0
    case .source(let number): (0..<255).contains(number) ? UInt16(number + 1) : 0
    }
  }

  fileprivate init?(_ number: UInt16) {
    switch number {
    case 0: return nil
    case 1...255: self = .source(Int(number) - 1)
    default: self = .page(PageID(chapter: Int(number >> 8), page: Int(number & 255)))
    }
  }
}
