import Testing

@testable import Tutor

@Suite struct NoticeTests {
  @Test(arguments: [20, 40, 60, 80]) func `a sentence that is longer than a row is said to its end`(
    width: Int
  ) {
    var session = Session.small()
    _ = session.receive(.resize(width: width, height: 20))
    let sentence =
      "Copied to the clipboard, if your terminal allows it, and to ~/.local/state/cnn-tutor/page-1.1-double.swift."
    _ = session.receive(.notice(sentence))
    let said = session.text.split(separator: "\n").suffix(8).joined(separator: " ")
      .split(separator: " ").joined()
    #expect(said.hasSuffix(sentence.split(separator: " ").joined()))
    session.press(.down)
    #expect(!session.text.contains("clipboard"))
  }
}
