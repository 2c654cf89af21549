extension Session {
  /// Takes in events that came together, in their order.
  ///
  /// Text typed in a row is drawn once, not once a character: n characters cost time for n, whether they come from fast
  /// fingers, a slow line or a terminal that pastes without saying so.
  public mutating func receive(_ events: [Event]) -> [Effect] {
    var effects: [Effect] = []
    var rest = events[...]
    while let event = rest.first {
      let keys = textKeys(atStartOf: rest)
      if keys.count > 1 {
        effects += receive(.typed(keys))
        rest.removeFirst(keys.count)
      } else {
        effects += receive(event)
        rest.removeFirst()
      }
    }
    return effects
  }

  /// The keys that are text for the field that is open, up to the first that is more.
  ///
  /// Only characters and line ends: they cannot close a field, once something stands in it.
  private func textKeys(atStartOf events: ArraySlice<Event>) -> [Key] {
    let context = context
    guard [.typing, .editing, .list, .console].contains(context), !isFieldEmpty else { return [] }
    var keys: [Key] = []
    for event in events {
      guard case .key(let key) = event, isText(key), Keymap.action(for: key, in: context) == nil
      else { break }
      keys.append(key)
    }
    return keys
  }

  private func isText(_ key: Key) -> Bool {
    switch key {
    case .character, .enter: true
    default: false
    }
  }

  /// Whether nothing is typed in the overlay that is open: there, one letter may still be a command.
  private var isFieldEmpty: Bool {
    overlay?.isFieldEmpty(in: self) ?? false
  }
}
