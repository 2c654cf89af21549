import CNNEngine
import Figures
import Screen
import Testing

@Suite struct ContourFigureTests {
  /// x² + 4y² over −4…4 and −2…2.
  private var bowl: ContourFigure {
    let (x, y) = ((0...32).map { Double($0) / 4 - 4 }, (0...16).map { Double($0) / 4 - 2 })
    let heights = y.flatMap { y in x.map { x in Float(x * x + 4 * y * y) } }
    return ContourFigure(
      title: "loss", heights: Tensor(shape: [17, 33], scalars: heights), x: x, y: y,
      paths: [("SGD", [-3, -2, -1, 0], [1, 0.5, 0.25, 0]), ("Adam", [3, 1, 9], [-1, 0, 0])])
  }

  private func drawn(_ width: Int, isASCII: Bool = false) -> String {
    bowl.grid(width: width, appearance: Appearance(depth: .monochrome, isASCII: isASCII))
      .description
  }

  @Test func `a bowl has rings, and paths run through them`() {
    #expect(
      drawn(48) == """
        loss
         2┤  ⢀⣀⠤   ⣀⡠⠤⠄   ⣀⣀⣀⣀⠤⠤⠤⠤⠤⠤⢤⣀⣀⣀⣀   ⠤⠤⣄⣀  ⠠⢤⣀⡀
          │⠠⠊⠁⢀⡠⠔⠊⠉⣀⡠⠤⠒⠊⠉⣉⣀⠤⠤⠤⠤⠒⠒⠒⠒⠲⠤⠤⠤⢤⣈⣉⠉⠓⠲⠤⣄⣈⠉⠓⠦⣄⡀⠉⠳⠄
          │⢀⡠⠊⠁⢀⡠⠒⠉ ⡠⠤⠒⠉⢉⣀⠤⠤⠒⠒⠒⠒⠉⠉⠙⠒⠒⠒⠲⠤⢤⣈⡉⠙⠲⠤⣄⠈⠙⠲⣄⡀⠉⠳⣄⡀
          │  ⢀⠔⠁ ●⠒⠤⣀⣀⠔⠊⠁⣀⠤⠔⠒⠉⢉⣉⣉⣉⣉⣉⡉⠙⠒⠦⢤⣀⠉⠓⢦⣀⠈⠙⢦⡀ ⠙⢦⡀
          │ ⢠⠃  ⡔⠁ ⢀⠎⠉●⠒⠤⠤⠤⣀●⠉⠁⡠⠤⠤⠤⣄⠉⠙⠲⢤ ⠈⠳⡄ ⠈⢧  ⠙⡆  ⢳
         0┤ ⢸   ⡇  ⢮  ⠰⡅  ⢮  ⠉⠉⠒⠒● ⢈⠇  ▲⣀  ⡹  ⢈⠇  ⡇  ⢸
          │ ⠘⣆  ⠳⣄ ⠈⢧⣀ ⠙⢦⣀⠈⠙⠲⠤⣄⣉⣉⣉⣉⣁⡠⠤⠒⠉ ⠉⠒⠤⣀⡀⠎  ⡠⠃  ⡜
          │⢀⡀⠈⠳⣄⡀⠈⠳⢤⡀⠈⠓⠦⣄⣈⠉⠓⠲⠤⠤⠤⠤⠤⠤⠤⠤⠤⠒⠊⠉⣀⡠⠔⠊⠈⠑⠢⢄⡀⢀⡠⠊ ⢀⡀
          │ ⠙⠦⣄⡀⠙⠲⢤⣀⡉⠙⠲⠤⢤⣈⣉⠙⠒⠒⠒⠲⠤⠤⠤⠒⠒⠒⠒⠉⣉⣀⠤⠤⠒⠉⢁⣀⠤⠈▲⢀⡠⠔⠁
          │⠘⠦⣄⣀⠉⠓⠦⢤⣀⡉⠙⠒⠦⠤⢤⣈⣉⣉⣉⠙⠒⠒⠒⠒⠒⠉⣉⣉⣉⣀⠤⠤⠔⠒⠉⢁⣀⠤⠔⠊⠁⣀⡠⠔⠁
        −2┤   ⠈⠙    ⠉⠉⠃      ⠈⠉⠉⠉⠉⠉⠉⠉       ⠊⠉⠁   ⠐⠉
          └┬──────────┬──────────┬──────────┬──────────┬
          −4         −2          0          2          4
        ● SGD   ▲ Adam   lines at 0.3951, 1.58, 3.556,
        6.321, 9.877, 14.22, 19.36, 25.28
        """)
    #expect(
      drawn(40, isASCII: true) == """
        loss
         2+    .....                   .....
          |...    ......           .....    ...
          |    .*.    ...............    ...
          |  ...   .*.   ........    ...   ...
         0+ ...   ...   .*.  *  ..o   ...  ...
          |  ...   ....    .....    ...   ...
          |.   ....    ............     ...o
          | ...     ........  .........    ....
        -2+
          ++--------+--------+--------+--------+
          -4       -2        0        2        4
        * SGD   o Adam   lines at 0.3951, 1.58,
        3.556, 6.321, 9.877, 14.22, 19.36, 25.28
        """)
    #expect(
      bowl.sentence
        == "loss: lowest 0 at (0, 0); SGD goes from (−3, 1) to (0, 0) in 3 steps; Adam goes from (3, −1) to (9, 0) in 2 steps."
    )
  }
}
