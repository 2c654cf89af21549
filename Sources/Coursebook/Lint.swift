import CellLanguage
extension Book {
  public func lint(checkMaths: (String) -> String?, isAllowed: (Unicode.Scalar) -> Bool, exists: (String) -> Bool, surroundings: Surroundings) -> [PageComplaint] { [] }
}
