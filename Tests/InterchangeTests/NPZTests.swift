import CNNEngine
import Interchange
import Testing

@Suite struct NPZTests {
  @Test func `an archive with one array is that array`() throws {
    #expect(try readArray(file("stored.npz")).tensor == ramp(2, 3))
    #expect(try readArray(file("stored.npz:x")).tensor == ramp(2, 3))
  }

  @Test func `of several arrays one is named after a colon`() throws {
    #expect(try readArray(file("zip64.npz:a")).tensor == [0, 1, 2])
    #expect(try readArray(file("zip64.npz:b")).tensor == [1, 2, 3])
    let unnamed = #expect(throws: InterchangeError.self) {
      try decodeArray(bytes("zip64.npz"))
    }
    #expect(
      unnamed?.description
        == "this archive holds 2 arrays (a, b); put a colon and a name after the file's")
    let unknown = #expect(throws: InterchangeError.self) {
      try decodeArray(bytes("zip64.npz"), member: "c")
    }
    #expect(unknown?.description == "there is no array 'c' in this archive, but a, b")
  }

  @Test func `a name is split at the colon after npz and nowhere else`() {
    #expect(archiveAndMember("a/b.npz:c:d/e") == ("a/b.npz", "c:d/e"))
    #expect(archiveAndMember("a:b.npz") == ("a:b.npz", nil))
    #expect(archiveAndMember("C:a.npy") == ("C:a.npy", nil))
    #expect(throws: InterchangeError.wrongFormat(expected: "an archive of NumPy arrays (.npz)")) {
      try decodeArray(bytes("vector.npy"), member: "x")
    }
  }

  @Test func `what is written is read, and the same each time`() throws {
    let arrays = [("kernel", normal(2, 3, 4, 5, seed: 1)), ("ζ/bias", normal(7, seed: 2))]
    let archive = try encodeNPZ(arrays)
    for (name, tensor) in arrays {
      #expect(try decodeArray(archive, member: name).tensor == tensor)
    }
    #expect(try encodeNPZ(arrays) == archive)
    #expect(try decodeArray(encodeNPZ([("x", zeros(0, 3))])).tensor == zeros(0, 3))
  }

  @Test func `an archive cut anywhere is refused`() throws {
    for name in ["stored.npz", "zip64.npz"] {
      let archive = try bytes(name)
      for length in 0..<archive.count {
        #expect(throws: InterchangeError.self) {
          try decodeArray(Array(archive[..<length]), member: "b")
        }
      }
    }
  }

  @Test func `an entry that changed on the way is told by its checksum`() throws {
    var archive = try encodeNPZ([("x", ramp(4))])
    let entry = 30 + "x.npy".utf8.count + 128
    archive[entry] ^= 1
    #expect(throws: InterchangeError.damaged("a checksum does not fit")) {
      try decodeArray(archive)
    }
  }

  @Test func `a size that no compression reaches is refused before memory is asked for`() throws {
    // 1 GiB promised by the table and by the array's own header, from a few hundred bytes.
    let header = npy("{'descr': '<f4', 'fortran_order': False, 'shape': (268435455,), }")
    let archive = zip(
      name: "x.npy", stored: header, method: 8, size: UInt32(header.count + 4 * 268_435_455))
    let error = #expect(throws: InterchangeError.self) { try decodeArray(archive) }
    #expect(error?.description.hasPrefix("the file is damaged: it promises 10737") == true)
  }

  @Test func `other compressions, secrets and archives of other things are refused`() throws {
    let array = encodeNPY([1, 2])
    let size = UInt32(array.count)
    let cases = [
      (
        zip(name: "x.npy", stored: array, method: 12, size: size),
        "compression of kind 12 in a zip archive is not read; save with numpy.savez or numpy.savez_compressed"
      ),
      (
        zip(name: "x.npy", stored: array, method: 0, size: size, flags: 1),
        "an encrypted archive is not read; decrypt it"
      ),
      (
        zip(name: "x.pkl", stored: array, method: 0, size: size),
        "there is no NumPy array in this archive"
      ),
      (
        zip(name: "x.npy", stored: array, method: 0, size: size - 1),
        "the file is damaged: it promises 135 bytes from 136"
      ),
      (
        zip(name: "x.npy", stored: array, method: 0, size: size, place: 1 << 30),
        "the file is damaged: it points beyond its own end"
      ),
    ]
    for (archive, sentence) in cases {
      let error = #expect(throws: InterchangeError.self) { try decodeArray(archive) }
      #expect(error?.description == sentence)
    }
  }
}

/// A zip archive of one file, as its table says and not as it is.
private func zip(
  name: String, stored: [UInt8], method: UInt16, size: UInt32, flags: UInt16 = 0, place: UInt32 = 0
) -> [UInt8] {
  func little(_ number: some FixedWidthInteger) -> [UInt8] {
    withUnsafeBytes(of: number.littleEndian) { Array($0) }
  }
  let common =
    little(UInt16(20)) + little(flags) + little(method) + little(UInt32(0)) + little(UInt32(0))
    + little(UInt32(stored.count)) + little(size) + little(UInt16(name.utf8.count))
  let local = Array("PK\u{3}\u{4}".utf8) + common + [0, 0] + Array(name.utf8) + stored
  let table =
    Array("PK\u{1}\u{2}".utf8) + little(UInt16(20)) + common + [UInt8](repeating: 0, count: 12)
    + little(place) + Array(name.utf8)
  return local + table + Array("PK\u{5}\u{6}".utf8) + [0, 0, 0, 0, 1, 0, 1, 0]
    + little(UInt32(table.count)) + little(UInt32(local.count)) + [0, 0]
}
