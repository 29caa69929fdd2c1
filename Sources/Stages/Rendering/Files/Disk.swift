import Glibc
import SystemPackage
import Text

/// Has the system write to the disk what it keeps in memory.
enum Disk {
  /// The bytes of a file. What cannot be synced, as a pipe, or files of some network file systems, is left to the system.
  static func sync(_ file: FileDescriptor) throws(Errno) {
    while fsync(file.rawValue) != 0 {
      let cause = Errno(rawValue: errno)
      if cause == .invalidArgument || cause == .notSupported { return }
      guard cause == .interrupted else { throw cause }
    }
  }

  /// The names in a folder, unless this user may not read it.
  static func sync(folder: String) throws(Errno) {
    guard
      let folder = try? FileDescriptor.open(
        FilePath(named: folder), .readOnly, options: [.directory, .closeOnExec])
    else { return }
    defer { try? folder.close() }
    try sync(folder)
  }
}
