/// The means of `rows` × `columns` equal parts of each channel; parts overlap by one where the size does not divide.
///
/// Part p covers the rows ⌊p·H/rows⌋ up to ⌈(p + 1)·H/rows⌉.
func partMeans(_ x: Tensor, _ rows: Int, _ columns: Int) -> Tensor {
  let (H, W) = (x.shape[2], x.shape[3])
  var result = Tensor(zeros: [x.shape[0], x.shape[1], rows, columns])
  for map in 0..<x.shape[0] * x.shape[1] {
    for p in 0..<rows {
      for q in 0..<columns {
        let (h, w) = (part(p, of: rows, in: H), part(q, of: columns, in: W))
        var sum: Float = 0
        for i in h { for j in w { sum += x.scalars[(map * H + i) * W + j] } }
        result.scalars[(map * rows + p) * columns + q] = sum / Float(h.count * w.count)
      }
    }
  }
  return result
}

/// Each part's gradient spread evenly over its entries.
func partMeansGradient(_ dy: Tensor, inputShape: [Int]) -> Tensor {
  let (rows, columns, H, W) = (dy.shape[2], dy.shape[3], inputShape[2], inputShape[3])
  var result = Tensor(zeros: inputShape)
  for map in 0..<inputShape[0] * inputShape[1] {
    for p in 0..<rows {
      for q in 0..<columns {
        let (h, w) = (part(p, of: rows, in: H), part(q, of: columns, in: W))
        let share = dy.scalars[(map * rows + p) * columns + q] / Float(h.count * w.count)
        for i in h { for j in w { result.scalars[(map * H + i) * W + j] += share } }
      }
    }
  }
  return result
}

/// The entries of a part along one axis.
func part(_ p: Int, of parts: Int, in length: Int) -> Range<Int> {
  p * length / parts..<((p + 1) * length + parts - 1) / parts
}
