import CellLanguage
import Coursebook
import Screen
import Testing

@testable import Tutor

@Suite struct BackwardStepperTests {
  @Test func `b turns the stepper from output to input entry to weight and forward again`() {
    var session = Self.session("trace(conv2d(x, w), outputGradient: dy)")
    session.press(.tab, .tab)
    #expect(session.text.contains("y[0, 0]") || session.text.contains("output[0, 0]"))
    session.press("b")
    session.press(.right, .right, .down)
    #expect(session.text.contains("what reaches one input entry"))
    #expect(session.text.contains("dx[1, 2]"))
    session.press("b")
    #expect(session.text.contains("what reaches one weight"))
    #expect(session.text.contains("dw[0, 0]"))
    session.press("b")
    #expect(!session.text.contains("what reaches"))
  }

  @Test func `without an output gradient ones go back, and the figure says so`() {
    var session = Self.session("trace(conv2d(x, w, stride: 2))")
    session.press(.tab, .tab)
    #expect(session.footer.contains("b backward"))
    session.press("b")
    #expect(session.text.contains("1 everywhere"))
    _ = session.receive(.resize(width: 40, height: 60))
    #expect(session.text.contains("so it is 1 everywhere"))
  }

  @Test func `b turns pooling to its input and forward again, for it has no weights`() {
    var session = Self.session("trace(maxPool2d(x, size: 2, stride: 1), outputGradient: dy)")
    session.press(.tab, .tab)
    #expect(session.footer.contains("b backward"))
    session.press("b")
    session.press(.right, .down)
    #expect(session.text.contains("what reaches one input entry"))
    #expect(session.text.contains("dy[0, 0], won by x[1, 1]"))
    #expect(session.text.contains("dy[0, 1], won by x[1, 2]"))
    #expect(session.footer.contains("b forward"))
    session.press("b")
    #expect(!session.text.contains("what reaches"))
  }

  @Test(arguments: [(60, 18), (80, 24)])
  func `what b and the arrows bring is on the screen, to the last line`(width: Int, height: Int) {
    for call in ["maxPool2d(x, size: 2, stride: 1)", "conv2d(x, w)"] {
      var session = Self.session("trace(\(call), outputGradient: dy)")
      _ = session.receive(.resize(width: width, height: height))
      session.press(.tab, .tab)
      session.press("b")
      #expect(session.text.contains(/dx\[0, 0\] +[0-9]/), "\(session.text)")
      session.press(.right, .down)
      #expect(session.text.contains(/dx\[1, 1\] +[0-9]/), "\(session.text)")
    }
  }

  @Test func `keys that have nothing to do say so`() {
    var flipped = Self.session("trace(convolve(x, w))")
    flipped.press(.tab, .tab)
    flipped.press("b")
    #expect(flipped.footer.contains("conv2d and pooling can be looked at backward"))
    #expect(!flipped.text.contains("what reaches"))
    var backward = Self.session("trace(conv2d(x, w))")
    backward.press(.tab, .tab)
    backward.press("b.")
    #expect(backward.footer.contains("Backward, all products are there already"))
    backward.press(.character(" "))
    #expect(backward.text.contains("what reaches one input entry"))
  }

  @Test func `a gradient in another shape is told at its place`() {
    let session = Self.session("trace(conv2d(x, w), outputGradient: w)")
    #expect(session.text.contains("the output's gradient must have the output's shape"))
  }

  private static func session(_ line: String) -> Session {
    let page = """
      # Back

      ```cell back
      let w: Tensor = [[1, 2], [3, 4]]
      let x = ramp(4, 4)
      let dy = ramp(3, 3)
      \(line)
      ```
      """
    var session = Session(
      book: Book(files: [
        (path: "01-back/chapter.md", text: "# Back\n"), (path: "01-back/01-back.md", text: page),
      ]), progress: ReaderProgress(), surroundings: .none, appearance: .plain, seed: 1)
    _ = session.receive(.resize(width: 80, height: 40))
    return session
  }
}
