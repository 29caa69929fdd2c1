import Digests
import Glibc
import SystemPackage
import Text
import Workers

/// The files of a folder that may be inputs: of all folders in it too, by name, without hidden ones and backups.
package struct InputFolder {
  /// A JSON file, plain or compressed.
  package struct Feed: Equatable, Sendable {
    /// The path as it can be opened: that of the folder as it was given, and what is below.
    package let path: String
    /// Size of the file as it lies in the folder, packed or not: by it the files are dealt to ranks.
    package let byteCount: Int

    /// A file that was listed before, by this rank or by another.
    package init(path: String, byteCount: Int) { (self.path, self.byteCount) = (path, byteCount) }
  }

  /// Paths of files that are read one by one, in order of their names.
  package private(set) var files: [String] = []
  /// Polls of an API, thousands of them, that are read as one feed.
  package private(set) var feeds: [Feed] = []

  /// Is `path` a folder?
  package static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return unsafe path != "-" && stat(path.systemName, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// Lists the folder. Throws `IngestionError` where it cannot be listed, or has no file that is not empty.
  package init(_ path: String) throws(IngestionError) {
    var found: [Feed] = []
    var entered: Set<InputFile.Identity> = []
    try Self.list(path, into: &found, &entered)
    found.sort { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    for file in found {
      if try Self.isFeed(file.path) { feeds.append(file) } else { files.append(file.path) }
    }
    if found.isEmpty { throw .isDirectory(path: path) }
  }

  /// The path itself, or all files of the folder there. Throws `IngestionError` where it cannot be listed.
  package static func allFiles(_ path: String) throws(IngestionError) -> [String] {
    guard isFolder(path) else { return [path] }
    let folder = try InputFolder(path)
    return folder.files + folder.feeds.map(\.path)
  }

  /// The inputs that a list names (`--files-from`): a path a line, or ended by zeros as `find -print0` does. Of lines,
  /// blank ones and those that begin with `#` are none, unless there is such a file.
  package static func paths(inList text: [UInt8]) -> [String] {
    let end: UInt8 = text.contains(0) ? 0 : UInt8(ascii: "\n")
    return text.split(separator: end).map { line in
      let hasReturn = end != 0 && line.last == UInt8(ascii: "\r")
      return String(system: hasReturn ? line.dropLast() : line)
    }.filter { path in
      guard end != 0 else { return !path.isEmpty }
      let isPath = path.first != "#" && path.contains { !$0.isWhitespace }
      return unsafe isPath || (!path.isEmpty && access(path.systemName, F_OK) == 0)
    }
  }

  /// Adds the files of a folder and of those in it, each of them entered once: a link may lead to one above.
  private static func list(
    _ path: String, into found: inout [Feed], _ entered: inout Set<InputFile.Identity>
  ) throws(IngestionError) {
    guard let folder = unsafe opendir(path.systemName) else {
      throw .cannotOpen(path: path, Errno(rawValue: errno))
    }
    defer { unsafe closedir(folder) }
    var status = stat()
    guard unsafe fstat(dirfd(folder), &status) == 0,
      entered.insert(.init(device: status.st_dev, inode: status.st_ino)).inserted
    else { return }
    var names: [String] = []
    while let entry = unsafe readdir(folder) {
      let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        unsafe String(system: bytes.prefix { $0 != 0 })
      }
      if !name.hasPrefix(".") && !isBackup(name) { names.append(name) }
    }
    // Of two ways to a folder the first by name counts, whatever the order on the disk.
    for name in names.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
      let inner = path.hasSuffix("/") ? path + name : "\(path)/\(name)"
      guard unsafe stat(inner.systemName, &status) == 0 else { continue }
      switch status.st_mode & S_IFMT {
      case S_IFDIR: try list(inner, into: &found, &entered)
      case S_IFREG where status.st_size > 0: found.append(Feed(path: inner, byteCount: Int(status.st_size)))
      default: break
      }
    }
  }

  /// Is it what an editor has kept of a file before a change, or a copy that is not complete? Its records would count
  /// twice.
  private static func isBackup(_ name: String) -> Bool {
    let small = name.lowercased()
    return name.hasSuffix("~")
      || [".bak", ".part", ".partial", ".filepart", ".crdownload", ".tmp", ".swp"]
        .contains(where: small.hasSuffix)
      || (name.count > 1 && name.hasPrefix("#") && name.hasSuffix("#"))
  }

  /// Does it begin as JSON does? Who calls it so is believed: there may be thousands.
  private static func isFeed(_ path: String) throws(IngestionError) -> Bool {
    let name = path.lowercased()
    if FolderFeeds.isPlain(name) { return true }
    do {
      let descriptor = try FileDescriptor.open(FilePath(named: path), .readOnly, options: .closeOnExec)
      let stream = try DescriptorStream(descriptor, closing: true)
      let kind = InputKind.sniff(try PeekableStream(stream).peek(InputKind.sniffedBytes))
      guard case .compressed = kind, let dot = name.lastIndex(of: ".") else { return kind == .json }
      return FolderFeeds.isPlain(String(name[..<dot]))
    } catch let error as StreamError {
      throw .stream(path: path, error)
    } catch {
      throw .cannotOpen(path: path, error as! Errno)
    }
  }
}

/// The JSON files of a folder, each opened when it is its turn: there may be more than a process can hold open.
final class FolderFeeds: FeedSources {
  let files: [InputFolder.Feed]
  /// Of the next file.
  private var place = 0

  init(_ files: [InputFolder.Feed]) { self.files = files }

  var byteCount: Int { files.reduce(0) { $0 + $1.byteCount } }

  func next() throws(StreamError) -> FeedSource? {
    guard place < files.count else { return nil }
    let file = files[place]
    place += 1
    let isPlain = Self.isPlain(file.path.lowercased())
    let bytes = isPlain ? file.byteCount : Self.unpackedBytes * file.byteCount
    return FeedSource(name: file.path, byteCount: bytes) { () throws(StreamError) -> any ByteStream in
      let stream = try Self.open(file)
      if isPlain { return stream }
      return try ArchiveFeeds.unpacked(PeekableStream(stream)).0
    }
  }

  /// Is it called JSON? Of all others the bytes say what they are.
  static func isPlain(_ name: String) -> Bool {
    [".json", ".geojson", ".jsonl", ".ndjson"].contains(where: name.hasSuffix)
  }

  /// JSON becomes some tenth of itself.
  private static let unpackedBytes = 10

  /// One that is shorter than when the folder was listed is not whole.
  private static func open(_ file: InputFolder.Feed) throws(StreamError) -> DescriptorStream {
    do {
      let descriptor = try FileDescriptor.open(FilePath(named: file.path), .readOnly, options: .closeOnExec)
      let stream = try DescriptorStream(descriptor, closing: true, name: file.path)
      let size = stream.size ?? 0
      guard size >= file.byteCount else {
        throw StreamError.changed(.shorter(from: file.byteCount, to: size), file: file.path)
      }
      return stream
    } catch let error as StreamError {
      throw error
    } catch {
      throw .reading(error as! Errno)
    }
  }

  func interrupt() {}

  // MARK: - Parts

  /// The files of one of several ranks: side by side, of about equal size.
  func part(_ number: Int, of parts: Int) -> FolderFeeds {
    var starts: [Int] = []
    var sum = 0
    for file in files {
      starts.append(sum)
      sum += file.byteCount
    }
    let bounds = WorkSplit.part(number, of: parts, count: sum)
    return FolderFeeds(zip(files, starts).filter { bounds.contains($0.1) }.map(\.0))
  }

  /// Of the bytes of all files, one after the other. Files are read again.
  func digest() throws(StreamError) -> ContentDigest {
    let sha256 = SHA256()
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 64)
    defer { unsafe buffer.deallocate() }
    for file in files {
      let stream = try Self.open(file)
      while true {
        let count = try unsafe stream.read(into: buffer)
        if count == 0 { break }
        unsafe sha256.update(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
      }
    }
    return sha256.digest
  }

  /// By which the folder is known again: names and sizes of its files, and when each was changed.
  func fingerprint() -> Fingerprint {
    let sha256 = SHA256()
    var latest = 0
    for file in files {
      var status = stat()
      let isThere = unsafe stat(file.path.systemName, &status) == 0
      let modified = isThere ? status.st_mtim.tv_sec * 1_000_000_000 + status.st_mtim.tv_nsec : 0
      latest = max(latest, modified)
      let line = Array("\(file.path)\0\(file.byteCount)\0\(modified)\n".utf8)
      unsafe line.withUnsafeBytes { unsafe sha256.update($0) }
    }
    return Fingerprint(bytes: byteCount, modified: latest, sample: sha256.digest.sha256)
  }
}

extension LogStream {
  /// The first JSON file of a folder.
  package var firstSource: String? { source.folder?.files.first?.path }
}
