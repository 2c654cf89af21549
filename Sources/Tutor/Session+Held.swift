import Coursebook

/// Pages where the program died last time: they open with their cells not run.
extension Session {
  /// Whether the cells of the open page wait for the reader's word.
  var isHeld: Bool { heldPages.contains(open.page.name) }

  /// Says that the open page waits, where it does.
  mutating func sayHeld() {
    guard isHeld else { return }
    open.setHeld(true)
    notice = "The program died while page \(open.page.id) ran; R runs its cells."
  }

  /// Lets the cells of the open page run.
  mutating func release() {
    heldPages.remove(open.page.name)
    open.setHeld(false)
  }

  /// What `R` does.
  mutating func runCells() {
    guard isHeld else {
      notice = "The cells run by themselves, whenever something changes."
      return
    }
    release()
  }
}
