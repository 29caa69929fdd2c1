import Digests
import Workers

/// Where the bytes of what comes but once come from, as they are, below all unpacking.
enum StreamSource {
  case descriptor(DescriptorStream)
  /// The JSON files of a folder.
  case folder(FolderFeeds)

  /// Opens the source of `file` and finds the log in it.
  ///
  /// - Parameter feeds: the JSON files of a folder that are read; none for those that are there.
  static func explored(
    _ file: InputFile, by explorer: Explorer, keepsDigest: Bool, feeds: [InputFolder.Feed]
  ) throws -> (StreamSource, Exploration) {
    guard file.isFolder else {
      let stream = try DescriptorStream(file.descriptor, keepsDigest: keepsDigest)
      return (.descriptor(stream), try explorer.explore(PeekableStream(stream)))
    }
    let isKnown = file.descriptor == .standardInput || !feeds.isEmpty
    let feeds = isKnown ? feeds : try InputFolder(file.path).feeds
    if feeds.isEmpty { throw IngestionError.isDirectory(path: file.path) }
    let folder = FolderFeeds(feeds)
    return (.folder(folder), try explorer.explore(feed: folder))
  }

  /// The JSON files of a folder; nil for anything else.
  var folder: FolderFeeds? {
    guard case .folder(let folder) = self else { return nil }
    return folder
  }

  /// Bytes that `digest` reads again.
  var digestedBytes: Int {
    guard case .descriptor(let stream) = self else { return 0 }
    return stream.size ?? 0
  }

  /// Reads what unpacking has not asked for, so that a writer into a pipe can end.
  func readOn() throws(StreamError) {
    if case .descriptor(let stream) = self { try stream.readOn() }
  }

  /// Size and SHA-256 of the bytes as they are.
  func digest(progress: Progress?) throws(StreamError) -> ContentDigest {
    switch self {
    case .descriptor(let stream): return try stream.digest(progress: progress)
    case .folder(let folder): return try folder.digest()
    }
  }
}
