import Glibc
import SystemPackage
import Text

/// Hidden files of runs that were killed, and so could not remove them.
///
/// A run, and each of its ranks, holds a shared lock (`flock`) on its hidden files as long as it lives. Who gets the
/// whole lock has proved that they are gone. As locks of another host are not seen everywhere, the host's name is part
/// of the file's, and files of other hosts are left alone.
enum AbandonedFiles {
  /// Holds a hidden file of this process's own. False where another process takes it for an abandoned one; true also
  /// where the file system has no locks, as nobody can prove anything there.
  static func hold(_ file: FileDescriptor, named path: String) -> Bool {
    guard flock(file.rawValue, LOCK_SH | LOCK_NB) == 0 else { return errno != EWOULDBLOCK }
    return isNamed(file, path)
  }

  /// Removes those that were to become `target`.
  static func remove(of target: OutputTarget) {
    let parent = FilePath(target.path).removingLastComponent()
    guard let folder = unsafe opendir((parent.isEmpty ? "." : parent.string).systemName) else { return }
    defer { unsafe closedir(folder) }
    var found: [String] = []
    while let entry = unsafe readdir(folder) {
      let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        unsafe String(system: bytes.prefix { $0 != 0 })
      }
      if target.isHiddenName(name) { found.append(parent.appending(name).string) }
    }
    for path in found { removeIfAbandoned(path) }
  }

  private static func removeIfAbandoned(_ path: String) {
    guard
      let file = try? FileDescriptor.open(
        FilePath(named: path), .readWrite, options: [.noFollow, .nonBlocking, .closeOnExec])
    else { return }
    defer { try? file.close() }
    var status = stat()
    guard unsafe fstat(file.rawValue, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
      status.st_uid == geteuid(), flock(file.rawValue, LOCK_EX | LOCK_NB) == 0, isNamed(file, path)
    else { return }
    unsafe unlink(path.systemName)
  }

  /// Is it the file of that name, still?
  static func isNamed(_ file: FileDescriptor, _ path: String) -> Bool {
    var (own, named) = (stat(), stat())
    return unsafe fstat(file.rawValue, &own) == 0 && lstat(path.systemName, &named) == 0
      && own.st_ino == named.st_ino
      && own.st_dev == named.st_dev
  }
}
