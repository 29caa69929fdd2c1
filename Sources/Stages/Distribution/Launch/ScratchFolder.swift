import Glibc
import SystemPackage

/// A folder of our own, which goes with all that is in it. One whose process was killed goes when the next is made in
/// the same place: the file `owner` in it names the host and is locked (`flock`) as long as the process lives.
package final class ScratchFolder: Sendable {
  /// Without a slash at the end.
  package let path: String
  private let owner: FileDescriptor

  private static let start = "velibcorr-"

  /// Makes `parent`/velibcorr-XXXXXX (`mkdtemp`). Throws `LaunchError.cannotMakeChannel`.
  package init(in parent: String) throws(LaunchError) {
    Self.removeAbandoned(in: parent)
    var template = Array("\(parent)/\(Self.start)XXXXXX".utf8CString)
    guard unsafe mkdtemp(&template) != nil else { throw .cannotMakeChannel(Errno(rawValue: errno)) }
    path = unsafe template.withUnsafeBufferPointer { unsafe String(cString: $0.baseAddress!) }
    do {
      owner = try FileDescriptor.open(
        FilePath("\(path)/owner"), .readWrite, options: [.create, .exclusiveCreate, .closeOnExec],
        permissions: .ownerReadWrite)
      // Where there are no locks nobody gets one, and the folder stays, should this process be killed.
      flock(owner.rawValue, LOCK_EX | LOCK_NB)
      try owner.writeAll(SystemFile.hostName.utf8)
    } catch {
      Self.remove(path)
      throw .cannotMakeChannel(error as! Errno)
    }
  }

  deinit {
    Self.remove(path)
    try? owner.close()
  }

  /// Removes folders of this user's and this host's processes that are proved to be gone.
  private static func removeAbandoned(in parent: String) {
    for name in names(in: parent) where name.hasPrefix(start) && name.utf8.count == start.utf8.count + 6 {
      let path = "\(parent)/\(name)"
      var status = stat()
      guard unsafe lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR,
        status.st_uid == geteuid(),
        let owner = try? FileDescriptor.open(
          FilePath("\(path)/owner"), .readWrite, options: [.noFollow, .closeOnExec])
      else { continue }
      var host = [UInt8](repeating: 0, count: 65)
      let count = unsafe (try? host.withUnsafeMutableBytes { try unsafe owner.read(into: $0) }) ?? 0
      if host.prefix(count).elementsEqual(SystemFile.hostName.utf8),
        flock(owner.rawValue, LOCK_EX | LOCK_NB) == 0
      {
        remove(path)
      }
      try? owner.close()
    }
  }

  private static func names(in path: String) -> [String] {
    guard let folder = unsafe opendir(path) else { return [] }
    defer { unsafe closedir(folder) }
    var names: [String] = []
    while let entry = unsafe readdir(folder) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
        unsafe $0.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names
  }

  private static func remove(_ path: String) {
    for name in names(in: path) { removeEntry("\(path)/\(name)") }
    unsafe rmdir(path)
  }

  private static func removeEntry(_ path: String) {
    var status = stat()
    guard unsafe lstat(path, &status) == 0 else { return }
    if status.st_mode & S_IFMT == S_IFDIR { remove(path) } else { unsafe unlink(path) }
  }
}
