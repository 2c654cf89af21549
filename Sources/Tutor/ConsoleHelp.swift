import CellLanguage

/// What the console answers to words that are no program: `help`, `help NAME`, `exit`; `nil` for all others.
func consoleAnswer(to line: String) -> String? {
  let words = line.split { $0 == " " || $0 == "(" || $0 == ")" }.map(String.init)
  guard let first = words.first, words.count <= 2, !line.contains("=") else { return nil }
  switch first {
  case "help", "?": break
  case "exit" where words.count == 1, "quit" where words.count == 1, "q" where words.count == 1:
    return "Esc leaves the console."
  default: return nil
  }
  guard words.count == 2 else {
    // What matters most stands last, where a small screen shows it.
    return """
      \(inLines(Interpreter.functionNames))

      These are the functions; help conv2d tells of one.
      A line may hold what a cell could hold: conv2d(x, k),
      show(y), y.shape. The page's variables are here.
      Tab finishes a name, ↑ brings back lines, Esc leaves.
      """
  }
  guard let (signature, summary) = Interpreter.help(on: words[1]) else {
    return "There is no function `\(words[1])`; `help` lists all."
  }
  return "\(signature)\n  \(summary)"
}

/// Names one after the other, in lines that fit on the narrowest screen that is looked after.
private func inLines(_ names: [String]) -> String {
  var lines = [""]
  for name in names {
    let line = lines[lines.count - 1]
    if line.utf8.count + name.utf8.count > 54 { lines.append("") }
    lines[lines.count - 1] += (lines[lines.count - 1].isEmpty ? "" : " ") + name
  }
  return lines.joined(separator: "\n")
}
