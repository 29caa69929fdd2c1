import Glibc
import SystemPackage
import Text

/// How a file came to be another while it was read.
package enum InputChange: Equatable, Sendable {
  /// Bytes that were to be read, and those that are left.
  case shorter(from: Int, to: Int)
  /// It has as many bytes, or more, and was written to elsewhere than at its end; or its time was set (`touch`).
  case rewritten
  /// Another file has its name now.
  case replaced
}

/// A file at a moment. Two of them prove that it changed; what is appended to a log is no change of what was there.
struct FileState: Sendable {
  let size: Int
  /// When it was changed last, in nanoseconds since 1970.
  let modified: Int
  let identity: InputFile.Identity

  init(_ status: stat) {
    size = Int(status.st_size)
    modified = status.st_mtim.tv_sec * 1_000_000_000 + status.st_mtim.tv_nsec
    identity = InputFile.Identity(device: status.st_dev, inode: status.st_ino)
  }

  /// As it is now; nil where the system does not say.
  init?(_ descriptor: FileDescriptor) {
    var status = stat()
    guard unsafe fstat(descriptor.rawValue, &status) == 0 else { return nil }
    self.init(status)
  }

  /// As what has that name is now; nil where nothing has.
  init?(path: String) {
    var status = stat()
    guard unsafe stat(path.systemName, &status) == 0 else { return nil }
    self.init(status)
  }

  /// What is proved to have become of the same file until `now`, where its bytes up to `end` count.
  func change(until now: FileState, end: Int) -> InputChange? {
    let expected = max(end, size)
    if now.size < expected { return .shorter(from: expected, to: now.size) }
    return now.size == size && now.modified != modified ? .rewritten : nil
  }
}
