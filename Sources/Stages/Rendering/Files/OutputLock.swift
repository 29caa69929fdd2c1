import Glibc
import SystemPackage
import Text

/// Keeps other runs from writing the same output meanwhile: the whole lock (`flock`) on a file beside it,
/// `.p.csv.lock`, which says who has it.
///
/// The system frees the lock when its process ends, however it ends. Who has the lock removes the file; what a process
/// that was killed has left is taken over by the next.
final class OutputLock {
  private let path: String
  private let descriptor: FileDescriptor

  /// Nil where no lock is to be had: the file system has none, or another user's file is in the way. Throws
  /// `OutputError.isLocked`.
  init?(of target: OutputTarget, reportedAs reported: (path: String, option: String)) throws(OutputError) {
    path = target.lockPath
    while true {
      guard let file = Self.open(path) else { return nil }
      guard flock(file.rawValue, LOCK_EX | LOCK_NB) == 0 else {
        let isHeld = errno == EWOULDBLOCK
        let holder = isHeld ? Self.read(file) : ""
        try? file.close()
        guard isHeld else { return nil }
        throw .isLocked(path: reported.path, option: reported.option, holder: holder)
      }
      // Else the last to have it has removed the file in between.
      if AbandonedFiles.isNamed(file, path) {
        descriptor = file
        break
      }
      try? file.close()
    }
    // Only now it is ours to remove.
    HiddenFiles.add(path)
    ftruncate(descriptor.rawValue, 0)
    _ = try? descriptor.writeAll("process \(getpid()) on \(OutputTarget.host)".utf8)
  }

  /// Also of another user, whose file can be read at least.
  private static func open(_ path: String) -> FileDescriptor? {
    let everybody: FilePermissions = [.ownerReadWrite, .groupReadWrite, .otherReadWrite]
    let file = try? FileDescriptor.open(
      FilePath(named: path), .readWrite, options: [.create, .noFollow, .closeOnExec], permissions: everybody)
    return file
      ?? (try? FileDescriptor.open(FilePath(named: path), .readOnly, options: [.noFollow, .closeOnExec]))
  }

  private static func read(_ file: FileDescriptor) -> String {
    var bytes = [UInt8](repeating: 0, count: 200)
    let count = try? unsafe bytes.withUnsafeMutableBytes {
      try unsafe file.read(fromAbsoluteOffset: 0, into: $0)
    }
    return String(decoding: bytes.prefix(count ?? 0), as: UTF8.self)
  }

  deinit {
    unsafe unlink(path.systemName)
    HiddenFiles.remove(path)
    try? descriptor.close()
  }
}
