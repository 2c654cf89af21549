import Coursebook
import Testing

@testable import Tutor

@Suite struct KeymapTests {
  @Test(arguments: Context.allCases)
  func `no key means two things in one place unless the first is meant`(context: Context) {
    // Rows for what has the focus stand before the shared ones and win; within one group a key stands once.
    let own = Keymap.bindings.filter {
      $0.contexts.contains(context) && !$0.contexts.contains(.reading)
    }
    let shared = Keymap.bindings.filter {
      $0.contexts.contains(context) && $0.contexts.contains(.reading)
    }
    for rows in [own, shared] {
      let keys = rows.flatMap(\.keys)
      #expect(keys.count == Set(keys).count)
    }
  }

  @Test func `every kind of prompt of the course has keys and a picture`() {
    #expect(PromptKinds.live.map { $0.word } == PromptKinds.all.map { $0.word })
    for kind in PromptKinds.live {
      #expect(!kind.contexts.isEmpty && !kind.rows.isEmpty, "\(kind.word)")
    }
  }

  @Test func `every command on a page has a plain letter`() {
    let needsNone: [Action] = [.redraw, .suspend, .page(.leave), .page(.activate)]
    for binding in Keymap.bindings where binding.contexts.contains(.reading) {
      let hasLetter = binding.keys.contains { key in
        if case .character(let scalar) = key { return scalar.isASCII }
        return false
      }
      #expect(hasLetter || needsNone.contains(binding.action), "\(binding.action)")
    }
  }

  @Test func `the help holds every row of the keymap`() {
    let listed = Keymap.sections.flatMap(\.bindings).map { "\($0.action) \($0.keyNames)" }
    let all = Keymap.bindings.map { "\($0.action) \($0.keyNames)" }
    #expect(Set(listed) == Set(all))
  }
}
