import CNNEngine
import Foundation
import Interchange
import Testing

@Suite struct NPYTests {
  static let sample = Tensor(shape: [2, 3], scalars: [1, -2.5, 3.25, 0, 1e-3, 7e5])

  @Test(arguments: ["float32", "float64", "version2", "version3"])
  func `what NumPy saved is read`(name: String) throws {
    #expect(try readNPY(path: file("\(name).npy")) == Self.sample)
  }

  @Test func `a number, a vector, a batch and an empty array keep their shapes`() throws {
    #expect(try readNPY(path: file("number.npy")) == Tensor(shape: [], scalars: [2.5]))
    #expect(try readNPY(path: file("vector.npy")) == ramp(5))
    #expect(try readNPY(path: file("batch.npy")) == ramp(1, 2, 3, 4))
    #expect(try readNPY(path: file("empty.npy")) == zeros(0, 3))
  }

  @Test func `what is written is byte for byte what NumPy writes`() throws {
    for name in ["float32", "vector", "number", "empty"] {
      let bytes = try Array(Data(contentsOf: URL(fileURLWithPath: file("\(name).npy"))))
      #expect(try encodeNPY(decodeNPY(bytes)) == bytes, "\(name)")
    }
    let bytes = try Array(Data(contentsOf: URL(fileURLWithPath: file("batch.npy"))))
    #expect(try encodeNPY(decodeNPY(bytes), type: .float64) == bytes)
  }

  @Test(arguments: NPYType.allCases)
  func `written and read again a tensor is the same`(type: NPYType) throws {
    let path = FileManager.default.temporaryDirectory
      .appendingPathComponent("cnn-tutor-\(UUID().uuidString).npy").path
    defer { unlink(path) }
    let tensor = normal(3, 1, 4, 5, seed: 7)
    try writeNPY(tensor, path: path, type: type)
    #expect(try readNPY(path: path) == tensor)
  }

  @Test func `infinity and not-a-number survive`() throws {
    let tensor = Tensor(shape: [3], scalars: [.infinity, -.infinity, .nan])
    let read = try decodeNPY(encodeNPY(tensor, type: .float64)).scalars
    #expect(read[0] == .infinity && read[1] == -.infinity && read[2].isNaN)
  }

  @Test func `every numeric type is read, in both byte orders, by rows and by columns`() throws {
    let signed = Tensor(shape: [2, 3], scalars: [-3, 0, 1, 2, 100, 7])
    let unsigned = Tensor(shape: [2, 3], scalars: [3, 0, 1, 2, 100, 7])
    let types = [
      ("b1", Tensor(shape: [2, 3], scalars: [1, 0, 1, 1, 1, 1])), ("i1", signed), ("i2", signed),
      ("i4", signed), ("i8", signed), ("u1", unsigned), ("u2", unsigned), ("u4", unsigned),
      ("u8", unsigned), ("f2", signed), ("f4", signed), ("f8", signed),
    ]
    for (type, expected) in types {
      for order in ["<", ">"] {
        for axes in ["C", "F"] {
          let array = try readArray(file("types.npz:\(order)\(type) \(axes)"))
          #expect(array.tensor == expected, "\(order)\(type) \(axes)")
          #expect(array.roundedCount == 0)
        }
      }
    }
    #expect(try readNPY(path: file("big-endian.npy")) == ramp(3))
    #expect(try readNPY(path: file("int64.npy")) == ramp(3))
    #expect(try readNPY(path: file("fortran.npy")) == Self.sample)
    #expect(try readNPY(path: file("cube-fortran.npy")) == ramp(2, 3, 4))
  }

  @Test func `whole numbers that no Float is equal to are rounded and counted`() throws {
    let signed = try readArray(file("rounded.npz:signed"))
    #expect(signed.tensor.scalars == [16_777_216, 16_777_216, -0x1p53, 0x1p63, 5])
    #expect(signed.roundedCount == 3)
    let unsigned = try readArray(file("rounded.npz:unsigned"))
    #expect(unsigned.tensor.scalars == [0x1p64, 0x1p63, 3])
    #expect(unsigned.roundedCount == 1)
  }

  @Test(arguments: [
    ("<f16", "save array.astype('float32')"), ("<i3", "save array.astype('float32')"),
    ("|i4", "save array.astype('float32')"), ("f4", "save array.astype('float32')"),
    ("", "save array.astype('float32')"), ("<b1x", "save array.astype('float32')"),
    ("<c8", "save array.real and array.imag"),
    ("|S5", "save numbers, such as the index of each text in a list"),
    ("<U3", "save numbers, such as the index of each text in a list"),
    ("<M8[s]", "save array.astype('int64')"),
    (
      "|O",
      "save numbers: numpy.array([list(row) for row in array], dtype='float32'), all rows of one length"
    ),
  ]) func `types that are no numbers are refused with the cure`(type: String, cure: String) {
    let error = #expect(throws: InterchangeError.self) {
      try decodeNPY(npy("{'descr': '\(type)', 'fortran_order': False, 'shape': (0,), }"))
    }
    #expect(
      error?.description
        == "entries of type '\(type)' are not read; \(cure)")
  }

  @Test func `records are refused with the cure`() {
    let path = file("structured.npy")
    let error = #expect(throws: InterchangeError.self) { try readNPY(path: path) }
    #expect(
      error?.description
        == "\(path): entries of type structured are not read; save one field of it, array['name'].astype('float32')"
    )
  }

  @Test func `a header may have any blanks between its words`() throws {
    let bytes = npy("{\t'descr':\t'<f4',\r\n'fortran_order':\tFalse,\t'shape':\t(0,\t),\t}\t")
    #expect(try decodeNPY(bytes).shape == [0])
  }

  @Test func `a file cut anywhere is refused`() {
    let bytes = encodeNPY(Self.sample)
    for length in 0..<bytes.count {
      #expect(throws: InterchangeError.self) { try decodeNPY(Array(bytes[..<length])) }
    }
    #expect(throws: InterchangeError.truncated(expected: 152, found: 151)) {
      try decodeNPY(Array(bytes.dropLast()))
    }
    #expect(throws: InterchangeError.surplus(expected: 152, found: 153)) {
      try decodeNPY(bytes + [0])
    }
  }

  @Test(arguments: [
    ("{'descr': '<f4', 'fortran_order': False, 'shape': (-1,), }", "the shape [-1]"),
    ("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999, 99999999999), }", "fits"),
    (
      "{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,), }",
      "no length of an axis"
    ),
    ("{'descr': '<f4', 'fortran_order': False, 'shape': (1000000,), }", "ends too early"),
    ("{'descr': '<f4', 'fortran_order': False}", "'shape' is missing"),
    ("{'descr': '<f4', 'descr': '<f4'}", "stands twice"),
    ("{'descr': '<f4', 'fortran_order': Maybe, 'shape': ()}", "True or False"),
    ("{'descr': '<f4", "not closed"),
    ("{'descr': '<f4', 'fortran_order': False, 'shape': (4611686018427387904, 4, 0), }", "fits"),
    ("{'descr': '<f4', 'fortran_order': False, 'shape': (0, 99999999999), }", "fits"),
    ("{'descr': '|u1', 'fortran_order': False, 'shape': (268435457,), }", "fits"),
    (
      "{'descr': '<f4', 'fortran_order': False, 'shape': (\(String(repeating: "1,", count: 65))), }",
      "65 axes, where at most 64 are read"
    ),
    ("{'color': 1}", "'color' is unknown"),
    ("['descr']", "'{' is missing"),
    ("", "'{' is missing"),
  ]) func `a header that makes no sense is refused`(header: String, part: String) {
    let error = #expect(throws: InterchangeError.self) { try decodeNPY(npy(header)) }
    #expect(error?.description.contains(part) == true)
  }

  @Test func `a header beyond all sense is refused before it is read`() {
    let bytes = [0x93] + Array("NUMPY".utf8) + [2, 0, 0xFF, 0xFF, 0xFF, 0x7F]
    let error = #expect(throws: InterchangeError.self) { try decodeNPY(bytes) }
    #expect(
      error?.description
        == "the header cannot be read: it has 2147483647 bytes, where at most 65536 are read")
  }

  @Test func `any changed byte of the header is read or refused, never a trap`() {
    let bytes = encodeNPY(Self.sample)
    for i in 0..<128 {
      for value in [0, 0x20, 0x27, 0x2D, 0x39, 0x7F, 0xFF] as [UInt8] {
        var changed = bytes
        changed[i] = value
        do {
          let tensor = try decodeNPY(changed)
          #expect(tensor.count == 6)
        } catch {
          #expect(!error.description.isEmpty)
        }
      }
    }
  }
}

/// A NumPy file with this header and no entries.
func npy(_ header: String) -> [UInt8] {
  let text = Array(header.utf8) + [0x0A]
  let length = [UInt8(text.count & 0xFF), UInt8(text.count >> 8)]
  return [0x93] + Array("NUMPY".utf8) + [1, 0] + length + text
}

/// The path of a file beside these tests.
func file(_ name: String) -> String {
  (Bundle.module.resourceURL ?? URL(fileURLWithPath: "/")).appendingPathComponent("Files/\(name)")
    .path
}

/// The bytes of a file beside these tests.
func bytes(_ name: String) throws -> [UInt8] {
  try Array(Data(contentsOf: URL(fileURLWithPath: file(name))))
}
