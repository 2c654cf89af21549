import CNNEngine
import Synchronization

/// The digits and pictures that ship with the book, read when they are first asked for and kept.
public final class ShippedData: Sendable {
  private let folder: String
  private let kept = Mutex(Kept())

  private struct Kept: Sendable {
    var digits: (images: Tensor, labels: Tensor)?
    var pictures: [String: Tensor] = [:]
  }

  /// The names that `picture` knows.
  public static let pictureNames = [
    "astronaut", "cat", "coffee", "coins", "microaneurysms", "photographer", "retina", "rocket",
  ]

  /// - Parameter folder: holds the folders `digits` and `pictures`.
  public init(folder: String) { self.folder = folder }

  /// All digits, `[1797, 1, 8, 8]`, 0…16, and their labels, `[1797]`; `nil` where the files cannot be read.
  public var digits: (images: Tensor, labels: Tensor)? {
    kept.withLock { kept in
      if let digits = kept.digits { return digits }
      do {
        let digits = try readIDXPictures(
          images: folder + "/digits/digits-images.idx3-ubyte",
          labels: folder + "/digits/digits-labels.idx1-ubyte", classNames: (0...9).map(String.init))
        kept.digits = (
          Tensor(shape: [digits.count] + digits.shape, scalars: digits.bytes.map(Float.init)),
          Tensor(shape: [digits.count], scalars: digits.labels.map(Float.init))
        )
        return kept.digits
      } catch {
        // Whoever asked says that the digits are missing or cannot be read.
        return nil
      }
    }
  }

  /// A picture by its name, `[3, H, W]` or `[H, W]`, 0…1; `nil` for an unknown name or a file that cannot be read.
  public func picture(_ name: String) -> Tensor? {
    guard Self.pictureNames.contains(name) else { return nil }
    return kept.withLock { kept in
      if let picture = kept.pictures[name] { return picture }
      do {
        kept.pictures[name] = try readPNG(path: folder + "/pictures/\(name).png")
        return kept.pictures[name]
      } catch {
        // Whoever asked says which pictures there are.
        return nil
      }
    }
  }
}
