/// One part of an objective: the loss of each image, and its gradient with respect to the output.
final class FastLoss {
  let part: Objective.Part
  let channels: Range<Int>
  private let output, gradient: Maps
  /// For each image and pixel a class, or for each image its targets `[channels, P, Q]`.
  let labels: UnsafeMutablePointer<Int32>
  let values: MutableScalars
  /// Of each image: its share of the loss, and how many of its vectors or pixels count and are answered right.
  private let losses: UnsafeMutablePointer<Double>
  private let hits, counted: UnsafeMutablePointer<Int32>
  /// 1 / the weight of all that counts.
  private var share: Float = 1

  init(_ part: Objective.Part, output: Maps, gradient: Maps, arena: Arena) {
    self.part = part
    channels = part.channels ?? 0..<output.channels
    (self.output, self.gradient) = (output, gradient)
    let pixels = output.images * output.pixels
    labels = UnsafeMutableRawPointer(arena.floats(part.rule.takesLabels ? pixels : 0))
      .bindMemory(to: Int32.self, capacity: part.rule.takesLabels ? pixels : 0)
    values = arena.floats(part.rule.takesLabels ? 0 : pixels * channels.count)
    losses = UnsafeMutableRawPointer(arena.floats(2 * output.images))
      .bindMemory(to: Double.self, capacity: output.images)
    hits = UnsafeMutableRawPointer(arena.floats(output.images))
      .bindMemory(to: Int32.self, capacity: output.images)
    counted = UnsafeMutableRawPointer(arena.floats(output.images))
      .bindMemory(to: Int32.self, capacity: output.images)
  }

  /// Whether a label is one of the classes, or the one that counts nowhere.
  func takes(_ label: Int) -> Bool {
    if case .crossEntropy(_, _, let ignored?) = part.rule, label == ignored { return true }
    return (0..<channels.count).contains(label)
  }

  /// Weighs the targets that are in place: what every image's share is divided by.
  func prepare() {
    let pixels = output.images * output.pixels
    guard case .crossEntropy(_, let weights, let ignored) = part.rule else {
      share = 1 / Float(pixels * channels.count)
      return
    }
    guard !weights.isEmpty || ignored != nil else {
      share = 1 / Float(pixels)
      return
    }
    var total = 0.0
    for i in 0..<pixels where Int(labels[i]) != ignored {
      total += weights.isEmpty ? 1 : Double(weights[Int(labels[i])])
    }
    share = total > 0 ? Float(1 / total) : 0
  }

  func run(_ images: Range<Int>) {
    switch part.rule {
    case .crossEntropy(let smoothing, let weights, let ignored):
      crossEntropy(images, smoothing, weights, ignored)
    case .binaryCrossEntropy:
      entrywise(images) { z, t in
        // log(1 + e^−|z|) keeps its digits where e^−|z| is small beside 1.
        let loss =
          Swift.max(z, 0) - z * t + Float(logarithm(onePlus: Double(exponential(-Swift.abs(z)))))
        let p = z >= 0 ? 1 / (1 + exponential(-z)) : exponential(z) / (1 + exponential(z))
        return (loss, p - t)
      }
    case .meanSquaredError:
      entrywise(images) { y, t in ((y - t) * (y - t), 2 * (y - t)) }
    }
  }

  private func crossEntropy(
    _ images: Range<Int>, _ smoothing: Float, _ weights: [Float], _ ignored: Int?
  ) {
    let classes = channels.count
    for n in images {
      (losses[n], hits[n], counted[n]) = (0, 0, 0)
      for p in 0..<output.rows {
        for q in 0..<output.columns {
          let z = output.image(n) + output.offset(p, q) + channels.lowerBound
          let dz = gradient.image(n) + gradient.offset(p, q) + channels.lowerBound
          let label = Int(labels[(n * output.rows + p) * output.columns + q])
          guard label != ignored else {
            dz.update(repeating: 0, count: classes)
            continue
          }
          var (largest, best) = (z[0], 0)
          for c in 1..<max(1, classes) where z[c] > largest { (largest, best) = (z[c], c) }
          var (rest, total) = (Float(0), Float(0))
          for c in 0..<classes {
            let e = exponential(z[c] - largest)
            dz[c] = e
            if c != best { rest += e }
            // A class that is out of the question may stand at −∞; without smoothing it costs nothing.
            if smoothing > 0 { total += z[c] - largest }
          }
          // The largest gives 1: what the others add is small beside it where the answer is sure, and keeps its digits.
          let sum = 1 + rest
          let logSum = Float(logarithm(onePlus: Double(rest)))
          let ofLabel = logSum - (z[label] - largest)
          let ofAll = logSum - total / Float(classes)
          let weight = (weights.isEmpty ? 1 : weights[label]) * part.weight
          losses[n] += Double(
            weight * (smoothing > 0 ? (1 - smoothing) * ofLabel + smoothing * ofAll : ofLabel))
          // A row with a NaN in it answers nothing: its sum says so.
          hits[n] += best == label && !rest.isNaN ? 1 : 0
          counted[n] += 1
          for c in 0..<classes {
            let target = (c == label ? 1 - smoothing : 0) + smoothing / Float(classes)
            dz[c] = (dz[c] / sum - target) * share * weight
          }
        }
      }
    }
  }

  @inline(__always)
  private func entrywise(
    _ images: Range<Int>, _ rule: (Float, Float) -> (loss: Float, gradient: Float)
  ) {
    for n in images {
      var loss = 0.0
      for c in 0..<channels.count {
        for p in 0..<output.rows {
          for q in 0..<output.columns {
            let z = output.image(n) + output.offset(p, q) + channels.lowerBound + c
            let target =
              values[((n * channels.count + c) * output.rows + p) * output.columns + q]
            let result = rule(z.pointee, target)
            loss += Double(result.loss)
            (gradient.image(n) + gradient.offset(p, q) + channels.lowerBound + c).pointee =
              result.gradient * share * part.weight
          }
        }
      }
      losses[n] = loss * Double(part.weight)
    }
  }

  /// The loss of the batch, added up in order, and where the targets are classes the share of right answers.
  var result: (loss: Double, accuracy: Float) {
    var (loss, right, all) = (0.0, 0.0, 0.0)
    for n in 0..<output.images {
      loss += losses[n]
      right += Double(hits[n])
      all += Double(counted[n])
    }
    return (loss * Double(share), part.rule.takesLabels ? Float(right / all) : .nan)
  }
}
