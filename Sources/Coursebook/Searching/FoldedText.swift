/// Text in which words that mean the same are the same bytes: in lower case, in one spelling, irregular plurals and those
/// in -ies as singulars.
///
/// Other plurals need no folding: a word that is searched for loses its s, and stands in both.
struct FoldedText {
  private(set) var bytes: [UInt8] = []
  /// For each of `bytes` the word of the text that it comes from, in scalars.
  private var places: [Range<Int>] = []

  /// How well a word fits, the best first.
  enum Fit: Int { case word, beginning, inside }

  /// Folds a text.
  ///
  /// - Parameters:
  ///   - text: the text.
  ///   - keepsPlaces: whether `matches` will be asked.
  init(_ text: String, keepsPlaces: Bool = false) {
    var word: [UInt8] = []
    var (start, offset) = (0, 0)
    func end(_ folded: inout FoldedText) {
      guard !word.isEmpty else { return }
      Self.fold(&word)
      folded.bytes += word
      if keepsPlaces {
        folded.places += Array(repeating: start..<offset, count: word.count)
      }
      word.removeAll(keepingCapacity: true)
    }
    for scalar in text.unicodeScalars {
      if Self.isOfWord(scalar) {
        if word.isEmpty { start = offset }
        Self.lower(scalar, into: &word)
      } else {
        end(&self)
        let before = bytes.count
        Self.lower(scalar, into: &bytes)
        if keepsPlaces {
          places += Array(repeating: offset..<offset + 1, count: bytes.count - before)
        }
      }
      offset += 1
    }
    end(&self)
  }

  /// The words of the text in which something was found, neighbours joined where only marks stand between them.
  func matches(of words: [[UInt8]]) -> [Range<Int>] {
    var found: Set<Range<Int>> = []
    bytes.withUnsafeBufferPointer { bytes in
      for word in words {
        var from = 0
        while let start = Self.start(of: word, in: bytes, from: from) {
          found.insert(places[start].lowerBound..<places[start + word.count - 1].upperBound)
          from = start + word.count
        }
      }
    }
    return found.sorted { $0.lowerBound < $1.lowerBound }.reduce(into: []) { result, range in
      if let last = result.last, range.lowerBound < last.upperBound {
        result[result.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
      } else {
        result.append(range)
      }
    }
  }

  // MARK: - What is searched for

  /// A word that is searched for, perhaps not typed to its end: folded, a plural's ending taken off.
  static func query(_ word: some StringProtocol) -> [UInt8] {
    var bytes = FoldedText(String(word)).bytes
    let tail = bytes.count - (bytes.lastIndex { !isOfWord($0) } ?? -1) - 1
    let last = bytes.suffix(tail)
    // In the middle of a word that is spelt in two ways, or has a plural of its own: as far as both agree.
    for (from, to) in spellings where from.count > last.count && from.starts(with: last) {
      let common = zip(from, to).prefix { $0 == $1 }.count
      if common < last.count, !to.starts(with: last) { return bytes.dropLast(last.count - common) }
    }
    // On the way to entries, which is entry: as far as both agree.
    if last.count > 4, last.last == UInt8(ascii: "i") { return bytes.dropLast() }
    let before = last.dropLast().last
    guard last.count > 3, last.last == UInt8(ascii: "s"),
      before.map({ !"sui".utf8.contains($0) }) ?? false
    else { return bytes }
    bytes.removeLast()
    let stem = bytes.dropLast()
    if before == UInt8(ascii: "e"),
      ["x", "z", "ch", "sh", "ss"].contains(where: {
        stem.suffix($0.utf8.count).elementsEqual($0.utf8)
      })
    {
      bytes.removeLast()
    }
    return bytes
  }

  /// How well a folded word fits at its best place in folded text; `nil` where it does not stand in it.
  static func bestFit(of word: [UInt8], in bytes: UnsafeBufferPointer<UInt8>) -> Fit? {
    var best: Fit?
    var from = 0
    while let start = start(of: word, in: bytes, from: from) {
      from = start + 1
      let begins = start == 0 || !isOfWord(bytes[start - 1]) || !isOfWord(word[0])
      var end = start + word.count
      for ending in ["es", "s"] where bytes[end...].starts(with: ending.utf8) {
        end += ending.utf8.count
        break
      }
      let isWord =
        begins && (!isOfWord(word[word.count - 1]) || end == bytes.count || !isOfWord(bytes[end]))
      if isWord { return .word }
      if begins { best = .beginning } else if best == nil { best = .inside }
    }
    return best
  }

  /// Where a word next stands in bytes.
  private static func start(
    of word: [UInt8], in bytes: UnsafeBufferPointer<UInt8>, from: Int
  ) -> Int? {
    var start = from
    while start + word.count <= bytes.count {
      var count = 0
      while count < word.count, bytes[start + count] == word[count] { count += 1 }
      if count == word.count { return start }
      start += 1
    }
    return nil
  }

  // MARK: - Folding

  private static func isOfWord(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isASCII
      ? isOfWord(UInt8(scalar.value))
      : scalar.properties.isAlphabetic || scalar.properties.numericType != nil
  }

  /// Letters and digits; the bytes of letters beyond ASCII count as letters.
  private static func isOfWord(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x80...: true
    default: false
    }
  }

  /// In lower case; most of a book is ASCII, for which no table is asked.
  private static func lower(_ scalar: Unicode.Scalar, into bytes: inout [UInt8]) {
    if scalar.isASCII {
      let byte = UInt8(scalar.value)
      bytes.append((65...90).contains(byte) ? byte + 32 : byte)
    } else {
      bytes.append(contentsOf: scalar.properties.lowercaseMapping.utf8)
    }
  }

  private static func fold(_ word: inout [UInt8]) {
    guard word.count > 2 else { return }
    if let pairs = spellingsByLetter[word[0]],
      let pair = pairs.first(where: { word.starts(with: $0.from) })
    {
      word.replaceSubrange(0..<pair.from.count, with: pair.to)
    }
    // normalize, analyze: with s. Both ways of writing get it, so that size, written once, is still found.
    for i in 1..<word.count
    where word[i] == UInt8(ascii: "z") && "iy".utf8.contains(word[i - 1]) {
      word[i] = UInt8(ascii: "s")
    }
    for ending in ["ies", "ie"]
    where word.count > ending.utf8.count + 1
      && word.suffix(ending.utf8.count).elementsEqual(ending.utf8)
    {
      word.removeLast(ending.utf8.count)
      word.append(UInt8(ascii: "y"))
      break
    }
  }

  /// Beginnings of words that are written in two ways, and plurals that no rule makes.
  private static let spellings: [(from: [UInt8], to: [UInt8])] = [
    ("analogue", "analog"), ("artefact", "artifact"), ("axes", "axis"), ("behaviour", "behavior"),
    ("cancelled", "canceled"), ("cancelling", "canceling"), ("catalogue", "catalog"),
    ("centre", "center"), ("centring", "centering"), ("colour", "color"), ("defence", "defense"),
    ("dialogue", "dialog"), ("favour", "favor"), ("fibre", "fiber"), ("flavour", "flavor"),
    ("grey", "gray"), ("honour", "honor"), ("indices", "index"), ("judgement", "judgment"),
    ("labelled", "labeled"), ("labelling", "labeling"), ("labour", "labor"),
    ("learnt", "learned"), ("licence", "license"), ("maths", "math"), ("matrices", "matrix"),
    ("metre", "meter"), ("modelled", "modeled"), ("modelling", "modeling"),
    ("neighbour", "neighbor"), ("programme", "program"), ("rigour", "rigor"),
    ("signalled", "signaled"), ("travelled", "traveled"), ("vertices", "vertex"),
  ].map { (Array($0.0.utf8), Array($0.1.utf8)) }

  private static let spellingsByLetter = Dictionary(grouping: spellings) { $0.from[0] }
}
