import Coursebook
import Testing

@Suite struct SearchIndexTests {
  static let index = SearchIndex(
    Book(files: [
      (path: "01-first/chapter.md", text: "# First\n"),
      (
        path: "01-first/01-page.md",
        text: """
        # Sliding a *kernel*

        - The Kernel meets `x` at every [place](1.2), Σ over ÄLL.
        > Quoted words

        ```cell one
        let kernel = ones(3, 3)
        ```

        ```predict
        id: a
        kind: choice
        ask: 'How many kernels has {n}?'
        options:
          - {text: 'an offer', right: true, says: 'secret'}
        hints:
          - 'A secret hint'
        because: 'secret'
        fresh: {n: '2...3'}
        ```

        ```source Sources/CNNEngine/Tensor/Tensor.swift
        hidden
        ```

        ## In the code

        - `Sources/CNNEngine/Normalization.swift`
        """
      ),
      (
        path: "01-first/02-page.md",
        text: """
        # Pooling

        No windows here, only KERNELS.

        ## Colours of a grey centre

        Two entries, one entry; normalised matrices.

        The behaviour of an optimizer: twice **optimizer**.
        """
      ),
    ]), maths: { "⟨\($0)⟩" })

  @Test(arguments: [
    (
      "kernel",
      [
        "Sliding a kernel", "The Kernel meets x at every place, Σ over ÄLL.",
        "How many kernels has n?", "No windows here, only KERNELS.", "let kernel = ones(3, 3)",
      ]
    ),
    ("place  kernel", ["The Kernel meets x at every place, Σ over ÄLL."]),
    ("σ äll", ["The Kernel meets x at every place, Σ over ÄLL."]),
    ("ones(3", ["let kernel = ones(3, 3)"]), ("offer", ["an offer"]),
    ("quoted", ["Quoted words"]), ("secret", []), ("hidden", []), ("", []), ("  ", []),
    ("kernelss", []), ("{n}", []), ("(1.2)", []), ("Sources", []),
  ])
  func `lines that hold every word, as a reader sees them, pages about it first`(
    text: String, lines: [String]
  ) {
    #expect(Self.index.hits(text).map(\.line) == lines)
  }

  @Test(arguments: [
    ("kernels", "kernel"), ("windows", "window"), ("color", "colours"), ("gray", "grey"),
    ("center", "centre"), ("centres", "centre"), ("entry", "entries"), ("matrix", "matrices"),
    ("normalize", "normalised"), ("normalizes", "normalised"), ("neural", "neural"),
    ("behavior", "behaviour"), ("optimiser", "optimizer"), ("optimisers", "optimizer"),
  ])
  func `plurals and both spellings find the same`(one: String, other: String) {
    #expect(Self.index.hits(one).map(\.line) == Self.index.hits(other).map(\.line))
    #expect(one == "neural" || !Self.index.hits(one).isEmpty)
  }

  @Test(arguments: [
    "colours", "centre", "entries", "matrices", "normalised", "normalized", "behaviour", "behavior",
    "optimisers", "kernels", "color",
  ])
  func `a word is found at every key of its typing`(word: String) {
    let whole = Set(Self.index.hits(word).map(\.line))
    #expect(!whole.isEmpty)
    for count in 1...word.count {
      #expect(whole.isSubset(of: Self.index.hits(String(word.prefix(count))).map(\.line)))
    }
  }

  @Test func `a hit knows its block and which of several words it is`() throws {
    let id = PageID(chapter: 1, page: 2)
    let hit = try #require(Self.index.hits("twice optimiser").first)
    #expect(
      hit.place == SearchHit.Place(page: id, block: 3, word: "optimizer", occurrence: 0))
    #expect(
      Self.index.hits("pooling").map(\.place) == [
        SearchHit.Place(page: id, block: nil, word: "Pooling", occurrence: 0)
      ])
    let two = SearchIndex(
      Book(files: [("01-a/01-b.md", "# B\n\n- one word, two words\n- word\n\nlast word\n")]))
    #expect(two.hits("word").map(\.place.occurrence) == [0, 2, 0])
    #expect(two.hits("word").map(\.place.block) == [0, 0, 1])
  }

  @Test func `matches are whole words of the line`() throws {
    let hit = try #require(Self.index.hits("optimis behav").first)
    let scalars = Array(hit.line.unicodeScalars)
    #expect(
      hit.matches.map { String(String.UnicodeScalarView(scalars[$0])) } == [
        "behaviour", "optimizer", "optimizer",
      ])
  }

  @Test(arguments: [
    (80, "The first of the words stands far behind the second one."),
    (30, "…far behind the second one."),
    (20, "…far behind the…"), (8, "…behind…"), (3, "…b…"), (1, "…"),
  ])
  func `an excerpt holds the match and says where it was cut`(width: Int, text: String) throws {
    let index = SearchIndex(
      Book(files: [
        ("01-a/01-b.md", "# B\n\nThe first of the words stands far behind the second one.\n")
      ]))
    let excerpt = try #require(index.hits("behind").first).excerpt(width: width)
    #expect(excerpt.text == text)
    #expect(excerpt.text.unicodeScalars.count <= max(width, 1))
    let scalars = Array(excerpt.text.unicodeScalars)
    for match in excerpt.matches {
      #expect("behind".hasPrefix(String(String.UnicodeScalarView(scalars[match]))))
    }
    #expect(excerpt.matches.count == (width > 2 ? 1 : 0))
  }

  @Test func `hits are 200 at most`() {
    let long = SearchIndex(
      Book(files: [("01-a/01-b.md", "# B\n" + String(repeating: "\nword\n", count: 300))]))
    #expect(long.hits("word").count == 200)
  }
}
