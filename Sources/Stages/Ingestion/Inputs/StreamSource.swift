import Digests
import Workers

/// Where the bytes of what comes but once come from, as they are, below all unpacking.
enum StreamSource {
  case descriptor(DescriptorStream)
  /// The JSON files of a folder.
  case folder(FolderFeeds)

  /// Opens the source of `file` and finds the log in it.
  static func explored(
    _ file: InputFile, by explorer: Explorer, keepsDigest: Bool
  ) throws -> (StreamSource, Exploration) {
    guard file.isFolder else {
      let stream = try DescriptorStream(file.descriptor, keepsDigest: keepsDigest)
      return (.descriptor(stream), try explorer.explore(PeekableStream(stream)))
    }
    let feeds = file.descriptor == .standardInput ? [] : try InputFolder(file.path).feeds
    if feeds.isEmpty { throw IngestionError.isDirectory(path: file.path) }
    let folder = FolderFeeds(feeds, keepsDigest: keepsDigest)
    return (.folder(folder), try explorer.explore(feed: folder))
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
    case .folder(let folder):
      guard let digest = folder.digest else { preconditionFailure("no digest was to be kept") }
      return digest
    }
  }
}
