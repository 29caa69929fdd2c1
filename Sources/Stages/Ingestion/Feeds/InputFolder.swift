import Digests
import Glibc
import SystemPackage

/// The files of a folder that are inputs: of all folders in it too, by name, without those whose name begins with a dot.
package struct InputFolder {
  /// Paths of files that are read one by one, in order of their names.
  package private(set) var files: [String] = []
  /// Paths of JSON files, plain or in gzip: polls of an API, thousands of them, that are read as one feed.
  package private(set) var feeds: [String] = []

  /// Is `path` a folder?
  package static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  package init(_ path: String) throws(IngestionError) {
    var found: [String] = []
    try Self.list(path, into: &found)
    found.sort { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    for file in found {
      if try Self.isFeed(file) { feeds.append(file) } else { files.append(file) }
    }
    if found.isEmpty { throw .isDirectory(path: path) }
  }

  /// What to open as inputs: the folder itself, for all JSON in it, then each other file.
  package static func inputs(of path: String) throws(IngestionError) -> [String] {
    guard isFolder(path) else { return [path] }
    let folder = try InputFolder(path)
    return (folder.feeds.isEmpty ? [] : [path]) + folder.files
  }

  /// The inputs that a list names (`--files-from`): a path a line, or ended by zeros as `find -print0` does.
  package static func paths(inList text: [UInt8]) -> [String] {
    let end: UInt8 = text.contains(0) ? 0 : UInt8(ascii: "\n")
    return text.split(separator: end).map { line in
      let hasReturn = end != 0 && line.last == UInt8(ascii: "\r")
      return String(decoding: hasReturn ? line.dropLast() : line, as: UTF8.self)
    }.filter { !$0.isEmpty }
  }

  private static func list(_ path: String, into found: inout [String], depth: Int = 0) throws(IngestionError)
  {
    guard depth < 64 else {
      throw .refused(
        path: path, what: "folders are nested more than 64 deep", advice: "name a folder below")
    }
    guard let folder = unsafe opendir(path) else { throw .cannotOpen(path: path, Errno(rawValue: errno)) }
    defer { unsafe closedir(folder) }
    while let entry = unsafe readdir(folder) {
      let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name.hasPrefix(".") { continue }
      let inner = path.hasSuffix("/") ? path + name : "\(path)/\(name)"
      var status = stat()
      guard unsafe stat(inner, &status) == 0 else { continue }
      switch status.st_mode & S_IFMT {
      case S_IFDIR: try list(inner, into: &found, depth: depth + 1)
      case S_IFREG where status.st_size > 0: found.append(inner)
      default: break
      }
    }
  }

  /// Does it begin as JSON does? Who calls it so is believed: there may be thousands.
  private static func isFeed(_ path: String) throws(IngestionError) -> Bool {
    let name = path.lowercased()
    if [".json", ".geojson", ".jsonl", ".ndjson"].contains(where: name.hasSuffix) { return true }
    do {
      let descriptor = try FileDescriptor.open(FilePath(path), .readOnly, options: .closeOnExec)
      let stream = try DescriptorStream(descriptor, closing: true)
      let kind = InputKind.sniff(try PeekableStream(stream).peek(InputKind.sniffedBytes))
      return kind == .json || kind == .compressed(.gzip) && name.hasSuffix(".json.gz")
    } catch let error as StreamError {
      throw .stream(path: path, error)
    } catch {
      throw .cannotOpen(path: path, error as! Errno)
    }
  }
}

/// The JSON files of a folder, each opened when the one before is read: there may be more than a process can hold open.
final class FolderFeeds: FeedSources {
  private var rest: ArraySlice<String>
  private let sha256: SHA256?
  let byteCount: Int

  init(_ paths: [String], keepsDigest: Bool = false) {
    rest = paths[...]
    sha256 = keepsDigest ? SHA256() : nil
    byteCount = paths.reduce(0) { sum, path in
      var status = stat()
      return sum + (unsafe stat(path, &status) == 0 ? Int(status.st_size) : 0)
    }
  }

  func next() throws(StreamError) -> FeedSource? {
    guard let path = rest.popFirst() else { return nil }
    let descriptor: FileDescriptor
    do {
      descriptor = try FileDescriptor.open(FilePath(path), .readOnly, options: .closeOnExec)
    } catch {
      throw .reading(error as! Errno)
    }
    let file = try DescriptorStream(descriptor, closing: true)
    let stream: any ByteStream = sha256.map { DigestedStream(file, $0) } ?? file
    guard path.lowercased().hasSuffix(".gz") else { return FeedSource(name: path, stream: stream) }
    return FeedSource(name: path, stream: try GzipStream(stream))
  }

  func interrupt() {}

  /// Of the bytes of all files, one behind the other, once they are read.
  var digest: ContentDigest? { sha256?.digest }
}

/// A stream whose bytes go through a digest.
private final class DigestedStream: ByteStream {
  private let base: any ByteStream
  private let sha256: SHA256

  init(_ base: any ByteStream, _ sha256: SHA256) {
    self.base = base
    self.sha256 = sha256
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(StreamError) -> Int {
    let count = try unsafe base.read(into: buffer)
    unsafe sha256.update(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
    return count
  }
}
