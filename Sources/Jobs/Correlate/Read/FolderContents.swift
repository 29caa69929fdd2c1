import Ingestion

/// What was found in the folders among the inputs: a folder holds logs of one kind, and what is none is left aside.
struct FolderContents {
  /// Of one folder: files that are no logs, and why not.
  private struct Aside {
    var files: [(path: String, why: IngestionError)] = []
    /// Of each kind of log, the first.
    var kinds: [(kind: String, path: String)] = []
  }

  private var folders: [String: Aside] = [:]

  /// Keeps that files of a folder are no logs. Throws `error` where that may be no reason to leave it aside.
  mutating func leave(_ paths: [String], in folder: String, because error: IngestionError) throws {
    switch error {
    case .empty, .noLog: break
    // What is something else; a log with two orders of dates, or without a header, is not.
    case .refused(_, let what, _): if !what.hasPrefix("this is ") || what.contains("UTF-") { throw error }
    case .layout(_, let layout):
      // Where bikes or docks are known it is a log that is not understood.
      let missing = Set(layout.missing.map(\.role))
      if !missing.isSuperset(of: [.bikes, .freeDocks]) { throw error }
    case .stream(_, .feed(let feed)):
      guard case .unknown = feed.kind else { throw error }
    case .cannotOpen, .isDirectory, .noStations, .reading, .changed, .stream, .profiles, .fault, .record:
      throw error
    }
    folders[folder, default: Aside()].files += paths.map { ($0, error) }
  }

  /// Keeps that a file of a folder, or its JSON, is a log.
  mutating func add(_ input: Input, in folder: String) {
    // Lists of stations alone are of any kind.
    if let feed = input.stream?.feed, feed.records == 0 { return }
    let kind =
      switch input {
      case .log: "delimited text"
      case .stream(let stream): stream.feed == nil ? "delimited text" : "JSON"
      case .profiles: "profiles"
      }
    let path = input.stream?.firstSource ?? input.path
    if folders[folder]?.kinds.contains(where: { $0.kind == kind }) != true {
      folders[folder, default: Aside()].kinds.append((kind, path))
    }
  }

  /// Throws `IngestionError` for a folder without a log, or with logs of several kinds: one may be made of the other.
  func requireLogs() throws {
    for (folder, found) in folders.sorted(by: { $0.key < $1.key }) {
      if found.kinds.count > 1 {
        let (one, other) = (found.kinds[0], found.kinds[1])
        throw IngestionError.refused(
          path: folder,
          what: "its logs are of different kinds: \(one.path) is \(one.kind), \(other.path) is \(other.kind)",
          advice: "name those that are to be read, in place of the folder: the same records would count twice"
        )
      }
      guard found.kinds.isEmpty, let first = found.files.first else { continue }
      if found.files.count == 1 { throw first.why }
      throw IngestionError.refused(
        path: folder,
        what: "none of its files is an availability log: "
          + Printable.names(found.files.map { Self.name($0.path, in: folder) }),
        advice: "name the one that is likeliest to be one, and what it lacks is said")
    }
  }

  /// By folder, the names of files that are left aside.
  var leftAside: [String: [String]] {
    folders.compactMapValues { found in found.files.isEmpty ? nil : found.files.map(\.path) }
  }

  /// The path of a file from its folder on.
  static func name(_ path: String, in folder: String) -> String {
    let prefix = folder.hasSuffix("/") ? folder : folder + "/"
    return path.hasPrefix(prefix) ? String(path.dropFirst(prefix.count)) : path
  }
}
