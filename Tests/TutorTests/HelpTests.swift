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
    let lines = rows.flatMap(\.lines)
    for line in lines { #expect(Screen.width(of: line) < width, "\(line)") }
    let shown = lines.flatMap { $0.flatMap { $0.text.split(separator: " ") } }
    for section in Keymap.sections {
      for binding in section.bindings {
        for word in (binding.help + " " + binding.keyNames).split(separator: " ") {
          #expect(shown.contains(word), "\(word) at \(width)")
        }
      }
    }
  }

  @Test func `without arrows of its own a terminal names the keys by words`() {
    var session = Session.small()
    session.appearance.isASCII = true
    session.press("?")
    let text = session.text
    #expect(text.contains("Down j ^N ^E") && text.contains("Up k ^P"))
    #expect(session.footer.contains("Up/Down move"))
    session.press(.escape)
    session.notice = "a digit is 0…9"
    #expect(session.footer.contains("a digit is 0...9"))
    session.press(.tab)
    #expect(session.footer.contains("Left/Right pick  Up/Down turn"))
    #expect(!session.footer.contains("more v"))
  }
}
