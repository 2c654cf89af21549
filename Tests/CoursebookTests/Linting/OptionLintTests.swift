import Testing

@testable import Coursebook

/// Options stand in another order for each reader.
@Suite struct OptionLintTests {
  func complaints(_ options: [String], because: String = "So.", order: String = "") -> [String] {
    let listed = options.enumerated().map { index, text in
      "- {text: '\(text)', says: Because., right: \(index == 0)}"
    }.joined(separator: "\n")
    let page =
      "---\nid: b\n---\n# B\n\n```predict\nid: p\nkind: choice\n\(order)\nask: Which?\n"
      + "options:\n\(listed)\nbecause: '\(because)'\n```\n\n```cell\nlet x = 1\n```\n"
    return Book(files: [("01-a/chapter.md", "# A\n"), ("01-a/01-b.md", page)]).lint(
      checkMaths: { _ in nil }, isAllowed: { _ in true }, exists: { _ in true }, surroundings: .none
    ).map { String($0.description.drop { $0 != " " }.dropFirst()) }
  }

  @Test func `finds nothing wrong with options that mean something by themselves`() {
    #expect(complaints(["It grows", "It shrinks"]) == [])
    #expect(complaints(["It grows", "Both grow (a little)", "f (x)"]) == [])
  }

  @Test(arguments: [
    "Option b forgets the border.", "As in (a), the kernel turns.",
    "The second option is half of it.",
    "Answer C is for stride 2.", "Options 1 and 2 do not.",
  ])
  func `refuses a text that names an option by its place`(because: String) {
    let found = complaints(["It grows", "It shrinks"], because: because)
    #expect(found.count == 1 && found[0].hasPrefix("A text of p names an option by its place, "))
  }

  @Test(arguments: ["Neither", "both", "None of the above", "All: it is linear"])
  func `an option that speaks of the others stays the last`(last: String) {
    let found = complaints(["It grows", "It shrinks", last])
    #expect(
      found == [
        "An option of p, `\(last)`, speaks of the others: put it last, and write `order: last`."
      ])
    #expect(complaints(["It grows", "It shrinks", last], order: "order: last") == [])
    #expect(complaints(["It grows", last, "It shrinks"], order: "order: last") == found)
  }

  @Test func `numbers ascend, and are not drawn`() {
    #expect(
      complaints(["30", "10", "20"]) == [
        "The options of p are numbers, which stand in ascending order; sort them."
      ])
    #expect(complaints(["10", "20", "30"]) == [])
    #expect(
      complaints(["It grows", "2"]) == [
        "Option 2 of p reads 2, which chooses the option at that place; add a word."
      ])
    #expect(complaints(["It grows", "2"], order: "order: fixed") == [])
  }

  @Test func `knows the two orders that an author can ask for`() {
    #expect(
      complaints(["It grows", "It shrinks"], order: "order: any") == [
        "`order` of predict is fixed, or last where only the last option stays; without it all are drawn."
      ])
  }

  @Test func `the same seed draws the same, on another page another order`() {
    let options = "abcdefgh".map {
      Option(text: [.text("\($0)")], isRight: $0 == "a", says: [])
    }
    let prompt = Prediction(id: "p", kind: .choice, ask: [], answer: "1", options: options)
    let order = prompt.drawnOrder(on: PageName("here"), seed: 1)
    #expect(order == prompt.drawnOrder(on: PageName("here"), seed: 1))
    #expect(order != prompt.drawnOrder(on: PageName("there"), seed: 1))
    #expect(order != prompt.drawnOrder(on: PageName("here"), seed: 2))
    #expect(order.numbers.sorted() == Array(0..<8))
    #expect(
      order.numbers.map { order.number(named: order.name(of: $0).unicodeScalars.first ?? "?") }
        == order.numbers)
  }
}
