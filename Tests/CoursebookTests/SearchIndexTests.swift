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

        - The Kernel meets `x` at every place, Σ over ÄLL.
        > Quoted words

        ```cell one
        let kernel = ones(3, 3)
        ```

        ```predict
        id: a
        ask: 'How many kernels are there?'
        answer: secret
        hints:
          - 'A secret hint'
        ```

        ```source Sources/CNNEngine/Tensor/Tensor.swift
        hidden
        ```
        """
      ), (path: "01-first/02-page.md", text: "# Pooling\n\nNo windows here, only KERNELS."),
    ]))

  @Test(arguments: [
    (
      "kernel",
      [
        "Sliding a kernel", "The Kernel meets x at every place, Σ over ÄLL.",
        "let kernel = ones(3, 3)", "How many kernels are there?", "No windows here, only KERNELS.",
      ]
    ),
    ("KERNELS", ["How many kernels are there?", "No windows here, only KERNELS."]),
    ("place  kernel", ["The Kernel meets x at every place, Σ over ÄLL."]),
    ("σ äll", ["The Kernel meets x at every place, Σ over ÄLL."]),
    ("quoted", ["Quoted words"]), ("secret", []), ("hidden", []), ("", []), ("  ", []),
    ("kernelss", []),
  ])
  func `lines that hold every word, as a reader sees them`(text: String, lines: [String]) {
    #expect(Self.index.hits(text).map(\.excerpt) == lines)
  }

  @Test func `hits name their page, and are 200 at most`() {
    #expect(Self.index.hits("pooling").map(\.page) == [PageID(chapter: 1, page: 2)])
    let long = SearchIndex(
      Book(files: [
        (path: "01-a/chapter.md", text: "# A\n"),
        (path: "01-a/01-b.md", text: "# B\n" + String(repeating: "\nword\n", count: 300)),
      ]))
    #expect(long.hits("word").count == 200)
  }
}
