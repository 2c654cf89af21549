import Foundation

/// The folder that this package ships its chapters in: a folder a chapter, a file a page, in reading order by name.
public var folder: URL? { Bundle.module.resourceURL }

/// The folder of the package that this program was built from, where the sources that pages print stand.
public let packageFolder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
  .deletingLastPathComponent()
