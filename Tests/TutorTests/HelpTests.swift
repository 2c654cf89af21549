import Screen
import Testing

@testable import Tutor

@Suite struct HelpTests {
  @Test(arguments: [30, 44, 60, 80, 120]) func `no row of the help is cut, and no word is lost`(
    width: Int
  ) {
    var session = Session.small()
    _ = session.receive(.resize(width: width, height: 24))
    _ = session.receive(.key(.character("?")))
    let rows = HelpOverlay().rows(in: session)
    // The mark of the picked row stands before each.
    for row in rows { #expect(Screen.width(of: row.spans) < width, "\(row.spans)") }
    let shown = rows.flatMap { $0.spans.flatMap { $0.text.split(separator: " ") } }
    for section in Keymap.sections {
      for binding in section.bindings {
        for word in (binding.help + " " + binding.keyNames).split(separator: " ") {
          #expect(shown.contains(word), "\(word) at \(width)")
        }
      }
    }
  }
}
