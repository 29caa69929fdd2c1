import Glibc
import Synchronization
import SystemPackage
import Text

/// What a path for an output stands for.
struct OutputTarget {
  /// Where all symbolic links lead, also one whose file is still to be made.
  let path: String
  /// Something else than a regular file: a pipe, a device.
  let isSpecial: Bool
  /// The permissions of the file that will be replaced.
  let mode: mode_t?

  init(_ path: String, option: String) throws(OutputError) {
    var target = path
    // As many links as Linux follows.
    for _ in 0..<40 {
      guard let link = Self.link(target) else { break }
      target = link.hasPrefix("/") ? link : FilePath(target).removingLastComponent().appending(link).string
    }
    var status = stat()
    let exists = unsafe stat(target.systemName, &status) == 0
    // The hidden name is shorter: without this it would be noticed at the end.
    if !exists && errno == ENAMETOOLONG { throw .cannotCreate(path: path, option: option, .fileNameTooLong) }
    let kind = status.st_mode & S_IFMT
    if exists && kind == S_IFDIR { throw .cannotCreate(path: path, option: option, .isDirectory) }
    self.path = target
    isSpecial = exists && kind != S_IFREG
    mode = exists ? status.st_mode & 0o7777 : nil
  }

  private static let count = Atomic(0)

  /// A hidden name beside the target, of this process alone: `.r.csv.node7.4711.partial`.
  func makeHiddenPath() -> String {
    let number = Self.count.wrappingAdd(1, ordering: .relaxed).oldValue
    let owner = "\(getpid())\(number == 0 ? "" : "-\(number)")"
    return FilePath(path).removingLastComponent().appending(hiddenStart + owner + Self.hiddenEnd).string
  }

  /// Is it the name of a hidden file for this target, made by whatever process of this host?
  func isHiddenName(_ name: String) -> Bool {
    let start = hiddenStart
    guard name.hasPrefix(start), name.hasSuffix(Self.hiddenEnd) else { return false }
    let owner = name.dropFirst(start.count).dropLast(Self.hiddenEnd.count)
    return owner.wholeMatch(of: #/[0-9]+(-[0-9]+)?/#) != nil
  }

  /// A name has at most 255 bytes, a host's 64.
  private var hiddenStart: String {
    let name = FilePath(path).lastComponent?.string ?? "output"
    return ".\(String(decoding: name.utf8.prefix(140), as: UTF8.self)).\(Self.host)."
  }

  /// A name beside the target for the lock on it: `.r.csv.lock`. A name has at most 255 bytes.
  var lockPath: String {
    let name = FilePath(path).lastComponent?.string ?? "output"
    let lock = ".\(String(decoding: name.utf8.prefix(249), as: UTF8.self)).lock"
    return FilePath(path).removingLastComponent().appending(lock).string
  }

  /// The folder that the target is in.
  var folder: String {
    let folder = FilePath(path).removingLastComponent().string
    return folder.isEmpty ? "." : folder
  }

  private static let hiddenEnd = ".partial"

  static let host: String = {
    var name = [CChar](repeating: 0, count: 65)
    guard unsafe gethostname(&name, name.count - 1) == 0 else { return "host" }
    return String(decoding: name.prefix { $0 != 0 }.map { UInt8(truncatingIfNeeded: $0) }, as: UTF8.self)
  }()

  /// Where a symbolic link leads; nil for anything else.
  private static func link(_ path: String) -> String? {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = unsafe readlink(path.systemName, &buffer, buffer.count)
    guard count > 0 else { return nil }
    return String(system: buffer[..<count].map { UInt8(truncatingIfNeeded: $0) })
  }
}
