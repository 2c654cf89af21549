import CellLanguage

extension Prompt {
  /// A copy of the page's scope in which the prompt's fresh numbers are drawn anew.
  ///
  /// Each comes from a range, `8...64`, or an array, `[1, 3, 5]`; later ones may use earlier ones.
  public func drawing(
    using generator: inout some RandomNumberGenerator, in scope: Interpreter
  ) -> Interpreter {
    var scope = scope
    for (name, source) in fresh {
      guard let value = drawn(from: source, using: &generator, in: scope) else { continue }
      scope.cover(name, with: value)
    }
    return scope
  }

  /// What is asked, with the fresh numbers of this scope in it.
  public func asking(in scope: Interpreter) -> [Inline] { filled(ask, in: scope) }

  /// A text of this prompt with the fresh numbers of a scope in place of `{n}`.
  public func filled(_ text: [Inline], in scope: Interpreter) -> [Inline] {
    let values = freshTexts(in: scope)
    return values.isEmpty ? text : text.map { $0.filled(values) }
  }

  /// The same for a line of the cell language.
  func filled(_ source: String, in scope: Interpreter) -> String {
    freshTexts(in: scope).reduce(source) { $0.replacing("{\($1.name)}", $1.text) }
  }

  private func freshTexts(in scope: Interpreter) -> [(name: String, text: String)] {
    fresh.compactMap { name, _ in scope[name].map { (name, "\($0)") } }
  }
}

/// One of the values that an expression offers; `nil` when it offers none.
func drawn(
  from source: String, using generator: inout some RandomNumberGenerator, in scope: Interpreter
) -> Value? {
  let offer: Value
  do {
    offer = try scope.glancing.value(of: source)
  } catch {
    return nil
  }
  switch offer {
  case .range(let range, _) where !range.isEmpty:
    return .int(Int.random(in: range, using: &generator))
  case .array(let values, _): return values.randomElement(using: &generator)
  default: return nil
  }
}

extension Inline {
  fileprivate func filled(_ values: [(name: String, text: String)]) -> Inline {
    func filled(_ text: String, keepingBraces: Bool = false) -> String {
      values.reduce(text) { text, value in
        text.replacing("{\(value.name)}", keepingBraces ? "{\(value.text)}" : value.text)
      }
    }
    return switch self {
    case .text(let text): .text(filled(text))
    case .code(let text): .code(filled(text))
    // A formula's braces group: x^{n} stays x^{28}.
    case .maths(let text): .maths(filled(text, keepingBraces: true))
    case .emphasis(let inner): .emphasis(inner.map { $0.filled(values) })
    case .strong(let inner): .strong(inner.map { $0.filled(values) })
    case .term(let inner, let name): .term(inner.map { $0.filled(values) }, name: name)
    case .link(let inner, let target): .link(inner.map { $0.filled(values) }, target: target)
    case .citation: self
    case .lineBreak: .lineBreak
    }
  }
}

extension String {
  /// The text with every occurrence of a part exchanged.
  fileprivate func replacing(_ part: String, _ other: String) -> String {
    let (bytes, part) = (Array(utf8), Array(part.utf8))
    var result: [UInt8] = []
    var index = 0
    while index < bytes.count {
      if bytes[index] == part[0] && bytes[index...].starts(with: part) {
        result += other.utf8
        index += part.count
      } else {
        result.append(bytes[index])
        index += 1
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}
