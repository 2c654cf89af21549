import Coursebook
import Screen

/// What the reader answered, page by page, and what is worth asking again.
struct ReportOverlay: ListOverlay {
  var list = ListState()

  func title(in session: Session) -> String {
    let all = Count(session.progress.prompts.values)
    return all.answered == 0 ? "Nothing is answered yet" : "Answers: \(all.text)"
  }

  func rows(in session: Session) -> [ListRow] {
    let byPage = Dictionary(grouping: session.progress.prompts, by: \.key.page)
    var isFirst = true
    return session.book.chapters.flatMap { chapter -> [ListRow] in
      let pages = chapter.pageIDs.compactMap { id -> (row: ListRow, records: [PromptRecord])? in
        let records = session.book.name(of: id).flatMap { byPage[$0] }?.map(\.value) ?? []
        let count = Count(records)
        let title = session.title(of: id)
        guard count.answered + count.shown > 0,
          list.editor.text.isEmpty || title.matches(list.editor.text)
        else { return nil }
        return (row(of: id, title, count, width: session.width), records)
      }
      guard let first = pages.first?.row.page else { return [] }
      let heading = ListRow(
        heading: [
          Span("\(chapter.number)  \(sanitized(chapter.title))", .heading),
          Span("   \(Count(pages.flatMap(\.records)).text)", .muted),
        ], width: session.width, isFirst: isFirst, page: first)
      isFirst = false
      return [heading] + pages.map(\.row)
    }
  }

  private func row(of id: PageID, _ title: String, _ count: Count, width: Int) -> ListRow {
    let isWhole = count.atOnce == count.answered && count.shown == 0
    let place = [Span(isWhole ? " • " : "   ", .correct), Span("\(id)".padded(to: 6), .muted)]
    let said = Span(count.text, isWhole ? .muted : .notice)
    // Beside each other where both fit, else one under the other.
    let room = min(34, width - 52)
    if title.unicodeScalars.count <= room, 12 + room + count.text.unicodeScalars.count < width {
      return ListRow(place + [Span(title.padded(to: room + 2)), said], page: id)
    }
    var row = ListRow(place + [Span(title)], page: id)
    row.lines += wrap([said], width: max(1, width - 2), indent: 9, hanging: 9)
    return row
  }

  /// How prompts were answered.
  private struct Count {
    private(set) var answered = 0
    /// Right with the first answer, and without a hint before it.
    private(set) var atOnce = 0
    private(set) var open = 0
    private(set) var shown = 0

    init(_ records: some Sequence<PromptRecord>) {
      for record in records {
        if record.firstAnswer != nil {
          answered += 1
          if record.isRightAtOnce == true { atOnce += 1 }
          if !record.isRight { open += 1 }
        }
        if record.isRevealed, !record.isRight { shown += 1 }
      }
    }

    var text: String {
      var parts = ["\(answered) answered", "\(atOnce) right at once"]
      if open > 0 { parts.append("\(open) wrong") }
      if shown > 0 { parts.append("\(shown) shown") }
      return parts.joined(separator: ", ")
    }
  }
}
