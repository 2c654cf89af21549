import Coursebook
import Testing

@testable import Tutor

@Suite struct TextEditorTests {
  @Test func `typed characters stand before the cursor`() {
    var editor = TextEditor()
    editor.press(.character("1"), .character("2"), .left, .character("0"))
    #expect(editor.text == "102")
    #expect(editor.cursor == 2)
  }

  @Test func `cut text comes back with yank`() {
    var editor = TextEditor("stride padding")
    editor.press(.control("w"), .home, .control("y"))
    #expect(editor.text == "paddingstride ")
  }

  @Test(arguments: [
    (Key.control("k"), "3 × 3", 0, ""), (.control("u"), "3 × 3", 5, ""),
    (.alt("d"), "let x", 0, " x"), (.control("w"), "let x", 5, "let "),
    (.control("d"), "abc", 1, "ac"), (.backspace, "abc", 1, "bc"), (.control("t"), "ab", 2, "ba"),
  ])
  func `keys of readline`(key: Key, text: String, cursor: Int, expected: String) {
    var editor = TextEditor(text)
    editor.move(line: 0, column: cursor)
    editor.press(key)
    #expect(editor.text == expected)
  }

  @Test func `a word typed in one go is undone in one step and done again`() {
    var editor = TextEditor("x")
    editor.press(.character("a"), .character("b"), .control("_"))
    #expect(editor.text == "x")
    editor.press(.alt("r"))
    #expect(editor.text == "xab")
  }

  @Test func `up and down keep to the column they came from`() {
    var editor = TextEditor("let input = 5\nx\nlet kernel = 3", isMultiline: true)
    editor.move(line: 0, column: 8)
    editor.press(.down, .down)
    #expect(editor.position == (2, 8))
  }

  @Test func `a new line begins under the one above`() {
    var editor = TextEditor("  let a = 1", isMultiline: true)
    editor.press(.enter, .character("b"))
    #expect(editor.text == "  let a = 1\n  b")
  }

  @Test func `pasted control characters are dropped, and lines become blanks in a field`() {
    var editor = TextEditor()
    editor.paste("1\u{1b}[31m,\n2\u{7}")
    #expect(editor.text == "1[31m, 2")
  }

  @Test(arguments: ["a\nb", "a\rb", "a\r\nb"]) func `a pasted line ends, whatever ends it`(
    text: String
  ) {
    var editor = TextEditor(isMultiline: true)
    editor.paste(text)
    #expect(editor.text == "a\nb")
  }

  @Test func `every change is taken back and made again exactly`() {
    var editor = TextEditor("let kernel = 3\n  let bias = 1", isMultiline: true)
    var texts = [editor.text]
    let changes: [(inout TextEditor) -> Void] = [
      { $0.press(.enter, .character("x")) }, { $0.press(.control("w")) },
      { $0.press(.control("t")) },
      { $0.paste("a\nb") }, { $0.press(.home, .control("k")) }, { $0.press(.control("y")) },
      { $0.replace(with: "all") }, { $0.complete(replacing: 2, with: "bove") },
      { $0.press(.backspace) }, { $0.press(.home, .delete) },
    ]
    for change in changes {
      let before = editor.text
      change(&editor)
      if editor.text != before { texts.append(editor.text) }
    }
    var undone = [editor.text]
    for _ in 0..<100 where undone.last != texts.first {
      editor.press(.control("_"))
      undone.append(editor.text)
    }
    #expect(Set(texts).isSubset(of: undone))
    let all = undone
    for text in all.reversed().dropFirst() {
      editor.press(.alt("r"))
      #expect(editor.text == text)
    }
  }

  @Test(arguments: 0..<20) func `keys that come together do what they do one by one`(seed: Int) {
    var generator = SplitMix64(seed: UInt64(seed))
    var (one, together) = (TextEditor(isMultiline: true), TextEditor(isMultiline: true))
    for _ in 0..<40 {
      let keys = (0..<Int.random(in: 1...12, using: &generator)).map { _ in
        [
          Key.character("a"), .character("b"), .character(" "), .enter, .left, .up, .down,
          .backspace, .control("w"), .control("y"), .control("_"), .alt("r"), .home,
        ].randomElement(using: &generator) ?? .enter
      }
      for key in keys { _ = one.receive(key) }
      together.receive(keys)
      #expect(one == together)
    }
  }

  @Test func `a field holds so much and no more`() {
    var editor = TextEditor()
    editor.paste(String(repeating: "9", count: TextEditor.capacity + 10))
    #expect(editor.scalars.count == TextEditor.capacity)
  }
}

extension TextEditor {
  mutating func press(_ keys: Key...) { for key in keys { _ = receive(key) } }
}
