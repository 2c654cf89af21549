/// A piece of a formula.
indirect enum MathsNode: Equatable {
  case symbol(String, MathsClass)
  case space(Int)
  case group([MathsNode])
  case fraction([MathsNode], [MathsNode])
  case scripts(base: MathsNode, below: [MathsNode]?, above: [MathsNode]?)
  /// Brackets of any kind; an empty one is not drawn.
  case fenced(String, [MathsNode], String)
  case root([MathsNode], degree: [MathsNode]?)
  /// A mark over a base: `^`, `¯`, `~`, `→`, `˙`.
  case accent([MathsNode], MathsAccent)
  case table(MathsTable, rows: [[[MathsNode]]])

  /// How it stands to its neighbours.
  var mathsClass: MathsClass {
    switch self {
    case .symbol(_, let kind): kind
    case .scripts(let base, _, _): base.mathsClass
    case .fraction, .table: .inner
    case .space, .group, .fenced, .root, .accent: .ordinary
    }
  }
}

/// What decides the blanks around a symbol.
enum MathsClass {
  case ordinary, relation, binary, opening, closing, punctuation, inner
  /// A word such as `log`.
  case name
  /// A word whose lower script stands below it, such as `max`.
  case limitName
  /// ∑ and ∏.
  case big
}

enum MathsAccent: String { case hat, bar, tilde, vec, dot }

enum MathsTable: String {
  case matrix, pmatrix, bmatrix, vmatrix, cases, aligned

  var fences: (String, String) {
    switch self {
    case .matrix, .aligned: ("", "")
    case .pmatrix: ("(", ")")
    case .bmatrix: ("[", "]")
    case .vmatrix: ("|", "|")
    case .cases: ("{", "")
    }
  }
}

/// The commands that stand for one symbol.
enum MathsSymbols {
  static let commands: [String: (String, MathsClass)] = {
    var all: [String: (String, MathsClass)] = [:]
    for (kind, list) in lists {
      let words = list.split(separator: " ")
      for i in stride(from: 0, to: words.count - 1, by: 2) {
        all[String(words[i])] = (String(words[i + 1]), kind)
      }
    }
    for name in "exp log ln sin cos tan tanh det dim ker deg Pr gcd".split(separator: " ") {
      all[String(name)] = (String(name), .name)
    }
    for name in "max min arg lim sup inf argmax argmin".split(separator: " ") {
      all[String(name)] = (String(name), .limitName)
    }
    return all
  }()

  /// How a scalar that is written as itself is read.
  static func written(_ scalar: Unicode.Scalar) -> (String, MathsClass)? {
    switch scalar {
    case "+": ("+", .binary)
    case "-", "−": ("−", .binary)
    case "*": ("∗", .binary)
    case "=", "<", ">", ":": (String(scalar), .relation)
    case ",", ";": (String(scalar), .punctuation)
    case "(", "[": (String(scalar), .opening)
    case ")", "]", "!", "?": (String(scalar), .closing)
    case "×", "·", "÷", "±": (String(scalar), .binary)
    case "≤", "≥", "≠", "≈", "∈", "→", "⇒": (String(scalar), .relation)
    case "∑", "∏": (String(scalar), .big)
    default: AllowedGlyphs.contains(scalar) ? (String(scalar), .ordinary) : nil
    }
  }

  private static let lists: [(MathsClass, String)] = [
    (
      .ordinary,
      """
      alpha α beta β gamma γ delta δ epsilon ε varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι kappa κ \
      lambda λ mu μ nu ν xi ξ pi π rho ρ sigma σ tau τ upsilon υ phi φ varphi φ chi χ psi ψ omega ω \
      Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Phi Φ Psi Ψ Omega Ω \
      partial ∂ nabla ∇ infty ∞ ell ℓ ldots … dots … cdots ⋯ vdots ⋮ ddots ⋱ emptyset ∅ forall ∀ \
      exists ∃ prime ′ hbar ℏ angle ∠ top ⊤ % % $ $ # # & & _ _ vert | Vert ‖ degree ° lvert | rvert |
      """
    ),
    (
      .relation,
      """
      leq ≤ le ≤ geq ≥ ge ≥ neq ≠ ne ≠ approx ≈ equiv ≡ sim ∼ in ∈ notin ∉ to → rightarrow → gets ← \
      leftarrow ← leftrightarrow ↔ Rightarrow ⇒ Leftarrow ⇐ Leftrightarrow ⇔ implies ⇒ iff ⇔ \
      mapsto ↦ propto ∝ ll ≪ gg ≫ subset ⊂ subseteq ⊆ mid | longrightarrow ⟶ coloneqq := lt < gt >
      """
    ),
    (
      .binary,
      """
      cdot · times × ast ∗ div ÷ pm ± mp ∓ circ ∘ star ⋆ odot ⊙ oplus ⊕ otimes ⊗ cup ∪ cap ∩ \
      wedge ∧ vee ∨ setminus \\ bmod mod
      """
    ),
    (.opening, "langle ⟨ { {"),
    (.closing, "rangle ⟩ } }"),
    (.big, "sum ∑ prod ∏"),
    (.ordinary, "int ∫"),
  ]

  /// The brackets that `\left` and `\right` take.
  static let fences: [String: String] = [
    "(": "(", ")": ")", "[": "[", "]": "]", "|": "|", ".": "", "\\{": "{", "\\}": "}",
    "\\lfloor": "⌊", "\\rfloor": "⌋", "\\lceil": "⌈", "\\rceil": "⌉", "\\langle": "⟨",
    "\\rangle": "⟩", "\\vert": "|", "\\Vert": "‖", "\\|": "‖", "<": "⟨", ">": "⟩",
  ]
}
