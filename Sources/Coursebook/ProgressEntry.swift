/// One thing that the reader did and that the tutor remembers.
///
/// Entries are only ever added, so that two tutors at once lose nothing; each is kept with its moment. Pages go by their
/// names, so that an entry stays on its page wherever the page comes to stand.
public enum ProgressEntry: Equatable, Sendable {
  /// The reader is here: the page, the block that has the focus, and the first row on the screen.
  case place(PageName, focus: Int, row: Int)
  /// The reader turned this page to its end.
  case read(PageName)
  /// A prompt that is not answered yet got the focus: from here on its time runs.
  case met(PageName, prompt: String)
  /// The reader asked for a hint; `number` counts from 1.
  case hint(PageName, prompt: String, number: Int)
  /// An answer that is about to be judged: where the program dies meanwhile, what was typed is still there.
  case given(PageName, prompt: String, typed: String)
  /// An answer to a prediction or an exercise. `hints` is the number of hints seen before it.
  case answer(PageName, prompt: String, typed: String, isRight: Bool, hints: Int)
  /// The reader asked to see the answer.
  case revealed(PageName, prompt: String)
  /// The reader began the questions of a page again: a new score counts from here on.
  case begunAgain(PageName)
  /// The points of an interview question's answer that the reader had, by number from 0.
  case marked(PageName, question: String, had: Set<Int>, of: Int)
  /// A cell's text as the reader left it; `nil` when it is the book's again.
  case cell(PageName, name: String, source: String?)
  case bookmark(PageName, isSet: Bool)
  /// A line entered at the console.
  case console(String)
  /// A setting by name: "theme", "mouse".
  case setting(name: String, value: String)
}
