import Screen
import Testing

@Suite struct MathsTests {
  @Test func `the output size has a tall floor`() throws {
    #expect(
      try drawn(#"P = \left\lfloor \frac{H + 2P - R}{S} \right\rfloor + 1"#) == """
            ⎢ H + 2P − R ⎥
        P = ⎢────────────⎥ + 1
            ⎣     S      ⎦
        """)
  }

  @Test func `limits stand over and under a sum`() throws {
    #expect(
      try drawn(#"y_i = \sum_{j=0}^{n-1} x_j"#) == """
             n−1
        yᵢ =  ∑  xⱼ
             j=0
        """)
    #expect(
      try drawn(#"y_i = \sum_{j=0}^{n-1} x_j"#, isASCII: true) == """
              n-1
        y_i = sum x_j
              j=0
        """)
  }

  @Test func `digits are raised and lowered in the line`() throws {
    #expect(try drawn(#"x_1^2 + \sigma' \in \mathbb{R}^2"#) == "x₁² + σ′ ∈ ℝ²")
  }

  @Test(arguments: [
    (#"d_l (f_l - 1) s_{i+1}^2"#, "dₗ(fₗ − 1)sᵢ₊₁²", "d_l(f_l - 1)s_(i+1)^2"),
    (#"W^T x^{n-1}"#, "Wᵀxⁿ⁻¹", "W^Tx^(n-1)"),
    (#"y_{n,k,p,q} = b_k"#, "y[n,k,p,q] = bₖ", "y[n,k,p,q] = b_k"),
    (#"w_{o,i}^2"#, "w[o,i]²", "w[o,i]^2"), (#"x_1' + 10^{-6}"#, "x₁′ + 10⁻⁶", "x_1' + 10^-6"),
  ])
  func `what is lowered or raised stays on the line of its letter`(
    latex: String, line: String, ascii: String
  ) throws {
    #expect(try drawn(latex) == line)
    #expect(try drawn(latex, isASCII: true) == ascii)
  }

  @Test func `an index that Unicode lacks stands in brackets, a name behind a line`() throws {
    #expect(
      try drawn(#"p_y = e^{z_q}"#) == """
                z[q]
        p[y] = e
        """)
    for isASCII in [false, true] {
      #expect(try drawn(#"m_{\mathrm{batch}} + W_Q"#, isASCII: isASCII) == "m_batch + W_Q")
    }
    #expect(try Maths.inline(#"m_{\mathrm{batch}} + W_Q"#) == "m_batch + W_Q")
  }

  @Test func `under a hat there is room for an index`() throws {
    #expect(
      try drawn(#"\hat{y}_i"#) == """
        ^
        yᵢ
        """)
  }

  @Test func `matrices and cases have tall brackets`() throws {
    #expect(
      try drawn(#"\begin{bmatrix} 1 & 0 \\ 0 & -1 \end{bmatrix}"#) == """
        ⎡ 1   0 ⎤
        ⎣ 0  −1 ⎦
        """)
    #expect(
      try drawn(#"r(x) = \begin{cases} x & \text{if } x > 0 \\ 0 & \text{otherwise} \end{cases}"#)
        == """
        r(x) = ⎧ x  if x > 0
               ⎩ 0  otherwise
        """)
  }

  @Test func `aligned rows meet at their relations`() throws {
    #expect(
      try drawn(#"\begin{aligned} a + b &= c \\ d &\leq \frac{1}{2} \end{aligned}"#) == """
        a + b = c

                 1
            d ≤ ───
                 2
        """)
  }

  @Test func `roots, hats and names`() throws {
    #expect(
      try drawn(#"\hat{y} = \arg\max_k \frac{x}{\sqrt{\sigma^2 + \epsilon}}"#)
        == """
        ^               x
        y = arg max ──────────
                 k   ┌───────
                     √σ² + ε
        """)
  }

  @Test func `in ASCII symbols have names`() throws {
    #expect(
      try drawn(#"\left\lceil \frac{\gamma x}{2} \right\rceil \leq \sqrt{\beta}"#, isASCII: true)
        == """
            / gamma x \\
        ceil|---------| <= sqrt(beta)
            \\    2    /
        """)
  }

  @Test func `a long formula goes on before a relation, or before a plus`() throws {
    #expect(
      try drawn(#"f(a + b) = c + d = e + f"#, width: 16) == """
        f(a + b) = c + d
          = e + f
        """)
    #expect(
      try drawn(#"abc + def + ghi"#, width: 9) == """
        abc + def
          + ghi
        """)
    #expect(try drawn(#"f(a + b + c)"#, width: 6) == "f(a +…")
  }

  @Test(arguments: [
    (#"\frac{a + b}{2}"#, "(a + b)/2"), (#"x_{i+m} w_m"#, "xᵢ₊ₘwₘ"),
    (#"\lfloor (H - R)/S \rfloor + 1"#, "⌊(H − R)/S⌋ + 1"),
    (#"\sum_{n} I(i - m, j - n)"#, "∑ₙ I(i − m, j − n)"), (#"3 \times 3"#, "3 × 3"),
    (#"-1 \leq x < 1"#, "−1 ≤ x < 1"), (#"\hat{y}, \bar{x}, \tilde{x}"#, "ŷ, x¯, x˜"),
    (#"K \cdot C \cdot R \cdot S"#, "K · C · R · S"), (#"x_{k,p}"#, "x[k,p]"),
    (#"x_{fg}"#, "x_(fg)"),
    (#"\sqrt{x + 1}"#, "√(x + 1)"), (#"I \ast K"#, "I ∗ K"), (#"0.5x"#, "0.5x"),
    (#"-\frac{1}{N} x"#, "−1/N x"),
    (#"\max(0, x)"#, "max(0, x)"), (#"e^{-x}"#, "e⁻ˣ"), (#"O(n\log n)"#, "O(n log n)"),
    (#"[N, C, H, W]"#, "[N, C, H, W]"), (#"\{1, 2\}"#, "{1, 2}"),
  ])
  func `inline formulas are one line`(latex: String, line: String) throws {
    #expect(try Maths.inline(latex) == line)
  }

  @Test(arguments: [
    (#"x + \foo"#, 5, #"there is no command `\foo`"#),
    (#"\frc{1}{2}"#, 1, #"there is no command `\frc`; did you mean `\frac`?"#),
    (#"{x"#, 1, "this `{` has no `}`"), (#"x}"#, 2, "this `}` has no `{`"),
    (#"x^"#, 3, "`^` needs something after it: `^{…}`"),
    (#"\left( x"#, 1, #"this `\left` has no `\right`"#),
    (#"x_1_2"#, 4, "a second `_` on one base; write `{x_i}_j`"),
    (#"a & b"#, 3, "`&` stands only in matrix, cases and aligned"),
    (
      #"\begin{foo}\end{foo}"#, 1,
      "there is no `foo` here; use matrix, pmatrix, bmatrix, vmatrix, cases or aligned"
    ),
    (#"\mathbb{X}"#, 1, #"`\mathbb` knows R, N, Z, Q and C, not `X`"#),
    (#"漢"#, 1, "the glyph U+6F22 cannot be drawn"),
  ])
  func `what cannot be read says where and what would be right`(
    latex: String, column: Int, message: String
  ) {
    #expect(throws: MathsError(column: column, message: message)) {
      try Maths.display(latex)
    }
  }

  @Test(arguments: 1...40) func `no width is exceeded`(width: Int) throws {
    let latex = #"y = \left\lfloor \frac{H + 2P - D(R - 1) - 1}{S} \right\rfloor + 1 = a + b"#
    #expect(try Maths.display(latex, width: width).width <= width)
  }

  private func drawn(_ latex: String, width: Int? = nil, isASCII: Bool = false) throws -> String {
    try Maths.display(latex, width: width, appearance: Appearance(isASCII: isASCII)).description
  }
}
