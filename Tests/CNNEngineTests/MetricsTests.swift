import CNNEngine
import Testing

@Suite struct MetricsTests {
  @Test func `the best scores come first, equal ones in their order`() {
    #expect(topK([0.1, 0.5, 0.2, 0.5], k: 3) == [1, 3, 2])
    #expect(topK([1, 2], k: 5) == [1, 0])
  }

  @Test func `Dice counts the shared entries twice`() {
    #expect(dice([1, 1, 0, 0], [0, 1, 1, 0]) == 0.5)
    #expect(dice([0, 0], [0, 0]) == 1)
  }

  @Test func `boxes share nothing, a part or all`() {
    let a = Box(x: 0, y: 0, width: 2, height: 2)
    #expect(iou(a, a) == 1)
    #expect(iou(a, Box(x: 1, y: 0, width: 2, height: 2)) == 1 / Float(3))
    #expect(iou(a, Box(x: 2, y: 2, width: 1, height: 1)) == 0)
    #expect(iou(Box(x: 0, y: 0, width: 0, height: 0), Box(x: 0, y: 0, width: 0, height: 0)) == 0)
  }

  @Test func `accuracy is the share of rows that are right`() {
    #expect(accuracy([[1, 0], [0, 1], [3, 2], [5, 6]], [0, 1, 1, 1]) == 0.75)
  }
}
