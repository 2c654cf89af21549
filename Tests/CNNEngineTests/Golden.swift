import CNNEngine
import Foundation
import Testing

/// A case computed by PyTorch in double precision.
struct GoldenCase: Decodable, Sendable, CustomTestStringConvertible {
  var name: String
  var config: Config
  private var tensors: [String: Entry]

  var testDescription: String { name }

  /// What the layer was set to; each kind of layer has its own part of these.
  struct Config: Decodable, Sendable {
    var stride: Numbers?
    var padding: Numbers?
    var dilation: Int?
    var groups: Int?
    var kind: String?
    var size: Int?
    var labels: [Int]?
    var losses: [Float]?
    var labelSmoothing: Float?
    var epsilon: Double?
    var momentum: Double?
  }

  /// `2` or `[2, 1]`.
  struct Numbers: Decodable, Sendable {
    var pair: Pair

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      do {
        pair = Pair(try container.decode(Int.self))
      } catch {
        let both = try container.decode([Int].self)
        pair = Pair(both[0], both[1])
      }
    }
  }

  private struct Entry: Decodable, Sendable {
    var shape: [Int]
    var data: [Float]
  }

  subscript(name: String) -> Tensor {
    get throws {
      let entry = try #require(tensors[name], "\(self.name) has no tensor \(name)")
      return Tensor(shape: entry.shape, scalars: entry.data)
    }
  }

  /// The cases of one file.
  static func read(_ name: String) throws -> [GoldenCase] {
    let url = try #require(Bundle.module.resourceURL)
      .appendingPathComponent("Golden/\(name).json")
    return try JSONDecoder().decode([GoldenCase].self, from: Data(contentsOf: url))
  }
}

/// Expects two tensors to agree to a relative error of 1e-5, and each entry for itself to 1e-5 of its own size or 4e-6
/// of the largest, whichever is more.
///
/// The relative error is max |a − b| / max(max |b|, 1e-6). Entries that are differences of larger numbers cannot be held
/// to their own size in `Float`, hence the second part of the second rule; golden numbers have seven digits.
func expectClose(
  _ found: Tensor, _ expected: Tensor, _ what: String,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(found.shape == expected.shape, "\(what)", sourceLocation: sourceLocation)
  guard found.shape == expected.shape else { return }
  let largest = max(1e-6, abs(expected).max())
  let error = abs(found - expected).max() / largest
  #expect(error <= 1e-5, "\(what): relative error \(error)", sourceLocation: sourceLocation)
  for (i, (a, b)) in zip(found.scalars, expected.scalars).enumerated()
  where Swift.abs(a - b) > max(1e-5 * Swift.abs(b), 4e-6 * largest) {
    Issue.record("\(what)[\(i)] is \(a), not \(b)", sourceLocation: sourceLocation)
  }
}
