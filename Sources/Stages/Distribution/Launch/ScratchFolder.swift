import Glibc
import SystemPackage

/// A folder of our own, which goes with all that is in it.
package final class ScratchFolder: Sendable {
  /// Without a slash at the end.
  package let path: String

  /// Makes `parent`/velibcorr-XXXXXX (`mkdtemp`). Throws `LaunchError.cannotMakeChannel`.
  package init(in parent: String) throws(LaunchError) {
    var template = Array("\(parent)/velibcorr-XXXXXX".utf8CString)
    guard unsafe mkdtemp(&template) != nil else { throw .cannotMakeChannel(Errno(rawValue: errno)) }
    path = unsafe template.withUnsafeBufferPointer { unsafe String(cString: $0.baseAddress!) }
  }

  deinit { Self.remove(path) }

  private static func remove(_ path: String) {
    if let folder = unsafe opendir(path) {
      defer { unsafe closedir(folder) }
      while let entry = unsafe readdir(folder) {
        let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
          unsafe $0.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
        }
        if name != "." && name != ".." { removeEntry("\(path)/\(name)") }
      }
    }
    unsafe rmdir(path)
  }

  private static func removeEntry(_ path: String) {
    var status = stat()
    guard unsafe lstat(path, &status) == 0 else { return }
    if status.st_mode & S_IFMT == S_IFDIR { remove(path) } else { unsafe unlink(path) }
  }
}
