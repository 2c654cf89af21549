// swift-tools-version: 6.2

import Foundation
import PackageDescription

// A library that is missing is told in a sentence, not in a page of errors; `CNN_TUTOR_UNCHECKED=1` builds all the same.
#if os(Linux)
  let headers = [
    "curses.h": "libncurses-dev", "md4c.h": "libmd4c-dev", "sqlite3.h": "libsqlite3-dev",
    "png.h": "libpng-dev", "turbojpeg.h": "libturbojpeg0-dev", "zlib.h": "zlib1g-dev",
  ]
  let named = ["CPATH", "C_INCLUDE_PATH"].flatMap {
    (Context.environment[$0] ?? "").split(separator: ":").map(String.init)
  }
  let folders =
    named + ["/usr/include", "/usr/local/include"]
    + ["x86_64", "aarch64"].map { "/usr/include/\($0)-linux-gnu" }
  let missing = headers.filter { header, _ in
    !folders.contains { FileManager.default.fileExists(atPath: $0 + "/" + header) }
  }
  if !missing.isEmpty, Context.environment["CNN_TUTOR_UNCHECKED"] == nil {
    let sentence = """
      cnn-tutor needs \(missing.keys.sorted().joined(separator: ", ")). On Debian and Ubuntu: apt-get install \
      \(missing.values.sorted().joined(separator: " ")); the README names other systems' packages. \
      CNN_TUTOR_UNCHECKED=1 builds without looking.

      """
    FileHandle.standardError.write(Data(sentence.utf8))
    exit(1)
  }
#endif

// What computes or draws is optimised in the debug build too: `swift run` makes a debug build, and that is
// what people type. Everything that a reader waits for stands in a target with these settings.
#if arch(arm64)
  let processor = Context.environment["CNN_TUTOR_PORTABLE"] == nil ? ["-Xcc", "-mcpu=native"] : []
#else
  let processor =
    Context.environment["CNN_TUTOR_PORTABLE"] == nil
    ? ["-Xcc", "-march=native"] : ["-Xcc", "-march=x86-64-v3"]
#endif
// How wide a register is cannot be asked in the source: 512 bits where the processor lists them.
let hasWideLanes =
  Context.environment["CNN_TUTOR_PORTABLE"] == nil
  && (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8))?.contains("avx512f") == true
// Warnings are errors where changes are checked, in `.ci/run`: a newer compiler's new warning stops no reader.
let strict: [SwiftSetting] =
  (Context.environment["CNN_TUTOR_STRICT"] == nil ? [] : [.treatAllWarnings(as: .error)])
  + (Context.environment["CNN_TUTOR_PORTABLE"] == nil ? [] : [.define("PORTABLE")])
let fast: [SwiftSetting] =
  [.unsafeFlags(["-O", "-wmo", "-num-threads", "2", "-disable-batch-mode"] + processor)]
  + strict + (hasWideLanes ? [.define("WIDE_LANES")] : [])

let package = Package(
  name: "cnn-tutor",
  products: [
    .executable(name: "cnn-tutor", targets: ["cnn-tutor"])
  ],
  // Exact: where packages come through a mirror, a list of what was resolved would name the mirror.
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
    .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
  ],
  targets: [
    // MARK: - Values in, values out: no terminal, no clock, no disk.
    .target(name: "CNNEngine", swiftSettings: fast),
    .target(name: "CellLanguage", dependencies: ["CNNEngine"], swiftSettings: fast),
    .target(
      name: "Coursebook",
      dependencies: [
        "CMarkdown", "CNNEngine", "CellLanguage", .product(name: "Yams", package: "Yams"),
      ],
      swiftSettings: fast),
    .target(name: "Screen", swiftSettings: fast),
    .target(name: "Figures", dependencies: ["CNNEngine", "Screen"], swiftSettings: fast),
    .target(
      name: "Tutor",
      dependencies: ["CNNEngine", "CellLanguage", "Coursebook", "Figures", "Screen"],
      swiftSettings: fast),

    // MARK: - The world: files, the database, the terminal.
    .target(
      name: "Chapters", path: "Chapters", sources: ["Chapters.swift"],
      resources: [
        .copy("01-convolution"),
        .copy("02-layers"),
        .copy("03-architectures"),
        .copy("04-real-world"),
        .copy("05-exercises"),
        .copy("06-competition"),
        .copy("07-interview"),
        .copy("08-appendix"),
        .copy("Data"),
        .copy("sources.yaml"),
      ], swiftSettings: strict),
    .target(
      name: "Records", dependencies: ["Coursebook", .product(name: "GRDB", package: "GRDB.swift")],
      swiftSettings: strict),
    .target(
      name: "Interchange", dependencies: ["CNNEngine", "CPNG", "CTurboJPEG", "CZlib"],
      swiftSettings: fast),
    .target(name: "CPNG", linkerSettings: [.linkedLibrary("png")]),
    .target(
      name: "CTerminal",
      cSettings: [.define("NCURSES_WIDECHAR", to: "1")],
      linkerSettings: [.linkedLibrary("ncursesw"), .linkedLibrary("tinfo")]),
    .systemLibrary(name: "CMarkdown", providers: [.apt(["libmd4c-dev"])]),
    .systemLibrary(name: "CTurboJPEG", providers: [.apt(["libturbojpeg0-dev"])]),
    .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
    .executableTarget(
      name: "cnn-tutor",
      dependencies: [
        "CNNEngine", "CTerminal", "CellLanguage", "Chapters", "Coursebook", "Interchange",
        "Records",
        "Screen", "Tutor", .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], swiftSettings: strict,
      // Swift's libraries inside a release, at fixed addresses: it starts sooner and keeps 10 MB less in memory. Not for
      // debugging, where linking would take longer than compiling.
      linkerSettings: [
        .unsafeFlags(
          [
            "-static-stdlib", "-Xclang-linker", "-no-pie", "-lCoreFoundation",
            "-l_FoundationCShims", "-l_FoundationCollections",
            "-lFoundationInternationalization", "-l_FoundationICU", "-lstdc++",
          ], .when(platforms: [.linux], configuration: .release))
      ]),

    .executableTarget(
      name: "cnn-bench",
      dependencies: [
        "CNNEngine", .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], swiftSettings: fast),

    // MARK: - Tests, one bundle a target.
    .testTarget(
      name: "CNNEngineTests", dependencies: ["CNNEngine"], resources: [.copy("Golden")],
      swiftSettings: strict),
    .testTarget(
      name: "CellLanguageTests", dependencies: ["CNNEngine", "CellLanguage"], swiftSettings: strict),
    .testTarget(
      name: "CoursebookTests", dependencies: ["CNNEngine", "CellLanguage", "Coursebook"],
      swiftSettings: strict),
    .testTarget(name: "ScreenTests", dependencies: ["Screen"], swiftSettings: strict),
    .testTarget(
      name: "FiguresTests", dependencies: ["CNNEngine", "Figures", "Screen"], swiftSettings: strict),
    .testTarget(
      name: "TutorTests",
      dependencies: ["CNNEngine", "CellLanguage", "Coursebook", "Figures", "Screen", "Tutor"],
      swiftSettings: strict),
    .testTarget(
      name: "RecordsTests",
      dependencies: [
        "Chapters", "Coursebook", "Records", .product(name: "GRDB", package: "GRDB.swift"),
      ], resources: [.copy("Former")], swiftSettings: strict),
    .testTarget(
      name: "InterchangeTests", dependencies: ["CNNEngine", "Interchange"],
      resources: [.copy("Files")], swiftSettings: strict),
    .testTarget(
      name: "ChaptersTests",
      dependencies: [
        "CNNEngine", "CellLanguage", "Chapters", "Coursebook", "Interchange", "Screen", "Tutor",
      ], resources: [.copy("KeptRuns"), .copy("Prelude")], swiftSettings: strict),
  ]
)
