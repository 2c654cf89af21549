import Coursebook
import Foundation
import Testing

@testable import Records

@Suite struct `What a program was computing when it died` {
  let folder: Folder
  let page = PageName("kernels")
  let other = PageName("padding")

  init() throws { folder = try Folder() }

  func marker(_ process: Int32) throws -> CrashMarker {
    try #require(CrashMarker.open(folder: folder.path, process: process).marker)
  }

  /// What the next program finds, which takes it over.
  func found() throws -> Set<PageName> {
    let (marker, pages) = CrashMarker.open(folder: folder.path, process: 99)
    marker?.hold([])
    marker?.finish()
    return pages
  }

  @Test func `is found by the next one, once`() throws {
    let marker = try marker(1)
    marker.begin(page)
    marker.die()
    #expect(try found() == [page])
    #expect(try found() == [])
    #expect(FileSystem.names(in: folder.path).filter { $0.hasPrefix("underway") } == [])
  }

  @Test func `is nothing where the work had come to its end`() throws {
    let marker = try marker(1)
    marker.begin(page)
    marker.begin(page)
    marker.end(page)
    marker.end(page)
    marker.die()
    #expect(try found() == [])
  }

  @Test func `is the page until the last piece of its work has ended`() throws {
    let marker = try marker(1)
    marker.begin(page)
    marker.begin(page)
    marker.begin(other)
    marker.end(page)
    marker.end(other)
    marker.die()
    #expect(try found() == [page])
  }

  @Test func `is nobody's business while the program lives`() throws {
    let marker = try marker(1)
    marker.begin(page)
    #expect(try found() == [])
    marker.die()
    #expect(try found() == [page])
  }

  @Test func `is nothing after an orderly end, whatever still ran`() throws {
    let marker = try marker(1)
    marker.begin(page)
    marker.finish()
    marker.begin(page)
    #expect(try found() == [])
  }

  @Test func `waits over orderly ends until the page was run`() throws {
    var marker = try marker(1)
    marker.begin(page)
    marker.die()
    for process in 2...3 as ClosedRange<Int32> {
      let (next, pages) = CrashMarker.open(folder: folder.path, process: process)
      #expect(pages == [page])
      marker = try #require(next)
      if process == 2 { marker.finish() }
    }
    marker.begin(page)
    marker.hold([])
    marker.end(page)
    marker.die()
    #expect(try found() == [])
  }

  /// Some microseconds each; a key is to notice nothing, on a busy machine neither.
  @Test func `costs a key much less than a millisecond`() throws {
    let marker = try marker(1)
    let time = ContinuousClock().measure {
      for _ in 0..<1_000 {
        marker.begin(page)
        marker.end(page)
      }
    }
    marker.finish()
    #expect(time < .seconds(1), "\(time) for a thousand")
  }

  @Test func `a file of that name that somebody else made stays`() throws {
    let path = folder.path + "/underway.7"
    try "my own notes".write(toFile: path, atomically: true, encoding: .utf8)
    #expect(try found() == [])
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "my own notes")
  }

  @Test func `nothing is made where there is no folder`() {
    #expect(CrashMarker.open(folder: folder.path + "/none").marker == nil)
  }

  @Test func `an answer that was given and not judged is what stands in its field`() throws {
    let store = RecordStore.open(folder: folder.path).store
    let id = ReaderProgress.PromptID(page: page, prompt: "p")
    try store.record(.given(page, prompt: "p", typed: "4"), at: Moment(milliseconds: 1))
    try store.record(.given(page, prompt: "p", typed: "5"), at: Moment(milliseconds: 2))
    let next = RecordStore.open(folder: folder.path).store
    #expect(try next.snapshot().prompts[id]?.unjudged == "5")
    #expect(try next.snapshot().prompts[id]?.firstAnswer == nil)
    try next.record(
      .answer(page, prompt: "p", typed: "5", isRight: true, hints: 0), at: Moment(milliseconds: 3))
    #expect(try next.snapshot().prompts[id]?.unjudged == nil)
  }
}
