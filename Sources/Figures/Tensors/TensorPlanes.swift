import CNNEngine

/// A tensor as matrices: the last two axes are rows and columns, those before them number the matrices.
struct TensorPlanes {
  let tensor: Tensor
  let rows: Int
  let columns: Int
  let count: Int

  init(_ tensor: Tensor) {
    self.tensor = tensor
    let shape = tensor.shape
    columns = shape.last ?? 1
    rows = shape.count >= 2 ? shape[shape.count - 2] : 1
    count = rows * columns > 0 ? tensor.scalars.count / (rows * columns) : 0
  }

  func value(_ plane: Int, _ row: Int, _ column: Int) -> Float {
    tensor.scalars[(plane * rows + row) * columns + column]
  }

  /// The place of a matrix along the axes before the last two: `[0, 2]`.
  func label(of plane: Int) -> String {
    let axes = Array(tensor.shape.dropLast(2))
    return "\(TensorsFigure.index(of: plane, in: axes))"
  }
}
