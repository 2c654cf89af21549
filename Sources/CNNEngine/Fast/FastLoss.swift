#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Softmax and cross-entropy in one: the loss of each image, and p − y over the batch as the gradient.
final class FastCrossEntropy {
  private let logits, gradient: Maps
  private let smoothing: Float
  /// One for each image.
  let losses: MutableScalars
  let hits: MutableScalars
  let labels: UnsafeMutablePointer<Int32>

  init(logits: Maps, gradient: Maps, smoothing: Float, arena: Arena) {
    self.logits = logits
    self.gradient = gradient
    self.smoothing = smoothing
    losses = arena.floats(logits.images)
    hits = arena.floats(logits.images)
    labels = UnsafeMutableRawPointer(arena.floats(logits.images))
      .bindMemory(to: Int32.self, capacity: logits.images)
  }

  func run(_ images: Range<Int>) {
    let classes = logits.channels
    for n in images {
      let z = logits.image(n) + logits.offset(0, 0)
      let dz = gradient.image(n) + gradient.offset(0, 0)
      var (largest, best) = (z[0], 0)
      for c in 1..<max(1, classes) where z[c] > largest { (largest, best) = (z[c], c) }
      var sum: Float = 0
      var total: Float = 0
      for c in 0..<classes {
        let e = expf(z[c] - largest)
        dz[c] = e
        sum += e
        total += z[c] - largest
      }
      let label = Int(labels[n])
      let logSum = logf(sum)
      let ofLabel = logSum - (z[label] - largest)
      let ofAll = logSum - total / Float(classes)
      losses[n] = (1 - smoothing) * ofLabel + smoothing * ofAll
      hits[n] = best == label ? 1 : 0
      let share = 1 / Float(logits.images)
      for c in 0..<classes {
        let target = (c == label ? 1 - smoothing : 0) + smoothing / Float(classes)
        dz[c] = (dz[c] / sum - target) * share
      }
    }
  }

  /// The mean loss of the batch, added up in order, and the share of right answers.
  var result: (loss: Float, accuracy: Float) {
    var (loss, right) = (0.0, 0.0)
    for n in 0..<logits.images {
      loss += Double(losses[n])
      right += Double(hits[n])
    }
    return (Float(loss / Double(logits.images)), Float(right / Double(logits.images)))
  }
}
