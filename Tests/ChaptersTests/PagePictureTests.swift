import Coursebook
import Screen
import Testing

@testable import Tutor

@Suite struct PagePictureTests {
  @Test
  func `a picture of a page hides nothing, has the cursor in a cell, and is the same each time`()
    throws
  {
    let page = try #require(Course.book.page(PageID(chapter: 1, page: 2)))
    let picture = PagePicture(page, surroundings: Course.surroundings)
    let text = "\(picture.grid)"
    #expect(text.hasPrefix(" 1.2 Sliding a kernel\n"))
    #expect(text.contains("┏ cell") && text.contains("▸ 5◂  3   5"))
    #expect(picture.svg() == PagePicture(page, surroundings: Course.surroundings).svg())
    #expect(picture.svg(rows: 3).contains("height=\"80\""))
    #expect(picture.svg(rows: 1_000_000) == picture.svg())
  }
}
