import CNNEngine
import Testing

/// A mistake that people make in the backward pass of a convolution.
enum PlantedBug: String, CaseIterable, CustomTestStringConvertible, Sendable {
  case strideIgnored = "the stride is forgotten on the way back"
  case gradientRowsAndColumnsSwapped = "rows and columns of the output's gradient are swapped"
  case kernelTurned = "the kernel is turned by 180° in the input's gradient"
  case kernelTransposed = "the kernel's rows and columns are swapped in the input's gradient"
  case firstFilterOnly = "only the first filter reaches the input's gradient"
  case assignsInput = "the input's gradient is set where it should be added to"
  case assignsKernelOverBatch = "the kernel's gradient begins anew with each picture"
  case kernelAveraged = "the kernel's gradient is averaged over the batch"
  case biasAveraged = "the bias' gradient is averaged"
  case biasOfFirstPicture = "the bias' gradient is the first picture's alone"
  case signFlipped = "the kernel's gradient has the wrong sign"
  case paddingNotCut = "the padding is not cut off the input's gradient"
  case inputOverStride = "the input's gradient is divided by the stride"
  case paddingForgotten = "the kernel's gradient reads the input without its padding"

  var testDescription: String { rawValue }
}

/// The backward pass in loops, with one mistake in it or none.
func gradients(
  _ x: Tensor, _ w: Tensor, _ dy: Tensor, _ stride: Int, _ padding: Int, _ bug: PlantedBug?
) -> (Tensor, Tensor, Tensor) {
  let (N, C, H, W) = (x.shape[0], x.shape[1], x.shape[2], x.shape[3])
  let (K, R, S) = (w.shape[0], w.shape[2], w.shape[3])
  let (P, Q) = (dy.shape[2], dy.shape[3])
  var (dx, dw, db) = (zeros(N, C, H, W), Tensor(zeros: w.shape), zeros(K))
  let step = bug == .strideIgnored ? 1 : stride
  for n in 0..<N {
    for k in 0..<K {
      if bug == .assignsKernelOverBatch {
        for c in 0..<C { for r in 0..<R { for s in 0..<S { dw[k, c, r, s] = 0 } } }
      }
      for p in 0..<P {
        for q in 0..<Q {
          let g =
            bug == .gradientRowsAndColumnsSwapped ? dy[n, k, q % P, p % Q] : dy[n, k, p, q]
          if bug != .biasOfFirstPicture || n == 0 { db[k] += g }
          for c in 0..<C {
            for r in 0..<R {
              for s in 0..<S {
                let (h, v) = (p * step + r - padding, q * step + s - padding)
                let weight =
                  switch bug {
                  case .kernelTurned: w[k, c, R - 1 - r, S - 1 - s]
                  case .kernelTransposed where R == S: w[k, c, s, r]
                  default: w[k, c, r, s]
                  }
                let (a, b) = bug == .paddingForgotten ? (h + padding, v + padding) : (h, v)
                if 0..<H ~= a, 0..<W ~= b { dw[k, c, r, s] += x[n, c, a, b] * g }
                let (i, j) = bug == .paddingNotCut ? (h + padding, v + padding) : (h, v)
                guard 0..<H ~= i, 0..<W ~= j else { continue }
                if bug == .firstFilterOnly, k > 0 { continue }
                if bug == .assignsInput {
                  dx[n, c, i, j] = weight * g
                } else {
                  dx[n, c, i, j] += weight * g
                }
              }
            }
          }
        }
      }
    }
  }
  switch bug {
  case .kernelAveraged: dw = dw / Float(N)
  case .biasAveraged: db = db / Float(N * P * Q)
  case .signFlipped: dw = -dw
  case .inputOverStride: dx = dx / Float(stride)
  default: break
  }
  return (dx, dw, db)
}

@Suite struct PlantedBugsTests {
  @Test func `there are fourteen`() { #expect(PlantedBug.allCases.count == 14) }

  @Test func `the right gradients pass, with either weighting`() {
    for weighting in Weighting.allCases {
      let rows = checkConvolutionGradients(weighting: weighting) {
        gradients($0, $1, $2, $3, $4, nil)
      }
      #expect(rows.count == 9)
      for row in rows { #expect(row.isRight, "\(row.name) is off by \(row.worst)") }
    }
  }

  @Test(arguments: PlantedBug.allCases)
  func `every planted bug is caught`(bug: PlantedBug) {
    let rows = checkConvolutionGradients { gradients($0, $1, $2, $3, $4, bug) }
    #expect(rows.contains { !$0.isRight }, "\(rows)")
  }

  @Test func `a plain sum in one square geometry misses a third of them`() {
    let easy = CheckGeometry(
      name: "easy", input: [2, 2, 6, 6], kernel: [3, 2, 3, 3], stride: 1, padding: 0)
    let unseen = PlantedBug.allCases.filter { bug in
      checkConvolutionGradients(weighting: .ones, geometries: [easy]) {
        gradients($0, $1, $2, $3, $4, bug)
      }.allSatisfy(\.isRight)
    }
    let expected: [PlantedBug] = [
      .strideIgnored, .gradientRowsAndColumnsSwapped, .paddingNotCut, .inputOverStride,
      .paddingForgotten,
    ]
    #expect(unseen == expected)
  }
}
