import Distribution
import Ingestion

/// The inputs of a run, folders listed: the list of rank 0 is everybody's, as a folder may grow meanwhile.
struct InputList {
  struct Entry: Equatable {
    let path: String
    /// As messages name it; empty where that is its path.
    var name = ""
    /// The folder that it was found in.
    let folder: String?
    /// Where `path` is a folder: the JSON files in it.
    let feeds: [InputFolder.Feed]
  }

  private(set) var entries: [Entry] = []

  /// Lists the folders among `paths`: first all JSON in one, then its other files. Throws `IngestionError` where one
  /// cannot be listed.
  private init(listing paths: [String]) throws {
    for path in paths {
      // A file that is redirected can be read by all, as if it were named.
      if path == "-", let file = StandardStreams.fileOfInput {
        entries.append(Entry(path: file, name: InputPlace.standardInput, folder: nil, feeds: []))
        continue
      }
      guard InputFolder.isFolder(path) else {
        entries.append(Entry(path: path, folder: nil, feeds: []))
        continue
      }
      let folder = try InputFolder(path)
      if !folder.feeds.isEmpty { entries.append(Entry(path: path, folder: path, feeds: folder.feeds)) }
      entries += folder.files.map { Entry(path: $0, folder: path, feeds: []) }
    }
  }

  /// Collective.
  init(_ paths: [String], on job: Job) throws {
    let mine = try job.agree { job.communicator.isRoot ? try InputList(listing: paths) : nil }
    guard job.communicator.size > 1 else {
      self = mine!
      return
    }
    self.init(words: job.communicator.allGather(mine?.words ?? [])[0])
  }

  // MARK: - As it is sent

  /// Each word is ended by a zero, which no path has.
  private var words: [UInt8] {
    var bytes: [UInt8] = []
    func add(_ word: String) { bytes += Array(word.utf8) + [0] }
    for entry in entries {
      add(entry.path)
      add(entry.name)
      add(entry.folder ?? "")
      add(String(entry.feeds.count))
      for feed in entry.feeds {
        add(feed.path)
        add(String(feed.byteCount))
      }
    }
    return bytes
  }

  private init(words: [UInt8]) {
    var rest = words.split(separator: 0, omittingEmptySubsequences: false).dropLast()
    func next() -> String { String(decoding: rest.removeFirst(), as: UTF8.self) }
    while !rest.isEmpty {
      let (path, name, folder, count) = (next(), next(), next(), Int(next()) ?? 0)
      let feeds = (0..<count).map { _ in InputFolder.Feed(path: next(), byteCount: Int(next()) ?? 0) }
      entries.append(
        Entry(path: path, name: name, folder: folder.isEmpty ? nil : folder, feeds: feeds))
    }
  }
}
