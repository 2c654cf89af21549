import CNNEngine
import Testing

@Suite struct ExtremesTests {
  /// 1, 2, 3, 4 with NaN in the place of one.
  private func row(nanAt place: Int) -> Tensor {
    var x: Tensor = [1, 2, 3, 4]
    x.scalars[place] = .nan
    return x
  }

  @Test(arguments: 0..<4) func `NaN wins wherever it stands in a tensor`(place: Int) {
    let x = row(nanAt: place)
    #expect(x.max().isNaN && x.min().isNaN)
    #expect(x.argmax() == place && x.argmin() == place)
    #expect(topK(x, k: 1) == [place])
    #expect(x.scalars.max()?.isNaN == true && x.scalars.min()?.isNaN == true)
  }

  @Test(arguments: 0..<4) func `NaN wins along either axis`(place: Int) {
    let rows = stack([row(nanAt: place), [5, 6, 7, 8]])
    #expect(rows.max(along: 1)[0, 0].isNaN && rows.max(along: 1)[1, 0] == 8)
    #expect(rows.min(along: 1)[0, 0].isNaN && rows.min(along: 1)[1, 0] == 5)
    #expect(rows.argmax(along: 1).scalars == [Float(place), 3])
    #expect(rows.argmin(along: 1).scalars == [Float(place), 0])
    #expect(rows.max(along: 0)[0, place].isNaN && rows.argmax(along: 0)[0, place] == 0)
    #expect(rows.transposed().argmax(along: 0).scalars == [Float(place), 3])
    #expect(rows.max(along: [0, 1]).scalars[0].isNaN)
  }

  @Test func `NaN wins in either argument`() {
    let (x, two) = (Tensor(shape: [3], scalars: [.nan, 1, 3]), [2] as Tensor)
    for y in [max(x, two), max(two, x), min(x, two), min(two, x)] {
      #expect(y.scalars.map(\.isNaN) == [true, false, false])
    }
    let nan = Float.nan
    #expect(max(2, nan).isNaN && max(nan, 2).isNaN && min(2, nan).isNaN && min(nan, 2).isNaN)
    for three in [[nan, 1, 2], [1, nan, 2], [1, 2, nan]] {
      #expect(max(three[0], three[1], three[2]).isNaN && min(three[0], three[1], three[2]).isNaN)
      #expect(max(4, three[0], three[1], three[2]).isNaN)
    }
    #expect(x.clamped(0, 2).scalars.map(\.isNaN) == [true, false, false])
  }

  @Test func `without NaN all is as it was`() {
    let x: Tensor = [[3, 1, 3], [-1, -1, 2]]
    #expect(x.max() == 3 && x.min() == -1 && x.argmax() == 0 && x.argmin() == 3)
    #expect(x.max(along: 0) == [[3, 1, 3]] && x.min(along: 1) == [[1], [-1]])
    #expect(x.argmin(along: 1) == [[1], [0]])
    let odd = Tensor(shape: [6], scalars: [1, .nan, 1, 2, 3, 4])
    #expect(topK(odd, k: 3) == [1, 5, 4])
    #expect(max(2, 3) == 3 && max(1, 5, 3) == 5 && [1, 4, 2].max() == 4 && min(0.5, 2) == 0.5)
    #expect(([] as [Float]).max() == nil && zeros(0).max().isNaN)
    #expect(zeros(0, 2).max(along: 0).scalars.map(\.isNaN) == [true, true])
  }
}
