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
        spans: [
          Span("\(chapter.number)  \(sanitized(chapter.title))", .heading),
          Span("   \(Count(pages.flatMap(\.records)).text)", .muted),
        ], page: first)
      return [heading] + pages.map(\.row)
    }
  }

  private func row(of id: PageID, _ title: String, _ count: Count, width: Int) -> ListRow {
    let room = max(8, min(34, width - 60))
    let isWhole = count.atOnce == count.answered && count.shown == 0
    return ListRow(
      spans: [
        Span(isWhole ? "   • " : "     ", .correct), Span("\(id)".padded(to: 6), .muted),
        Span(title.padded(to: room)), Span("  \(count.text)", isWhole ? .muted : .notice),
      ], page: id)
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
        if let first = record.firstAnswer {
          answered += 1
          if first.isRight, first.hints == 0 { atOnce += 1 }
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
