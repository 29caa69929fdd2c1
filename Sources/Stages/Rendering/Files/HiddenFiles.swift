import Glibc
import Text

/// The hidden files that exist now, so that a signal's handler can remove them: it may neither allocate
/// nor lock, so the names lie in fixed slots. Changed by the main thread only.
package enum HiddenFiles {
  private static let capacity = 16
  private nonisolated(unsafe) static let slots: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?> = {
    let slots = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>.allocate(capacity: capacity)
    unsafe slots.initialize(repeating: nil, count: capacity)
    return unsafe slots
  }()

  /// Notes a file that is to be removed when this process is stopped. Of more than 16, the last are not noted.
  package static func add(_ path: String) {
    guard let slot = (0..<capacity).first(where: { unsafe slots[$0] == nil }) else { return }
    unsafe slots[slot] = unsafe strdup(path.systemName)
  }

  /// Forgets a file: it has its name, or is gone.
  package static func remove(_ path: String) {
    for slot in 0..<capacity {
      guard let name = unsafe slots[slot], unsafe strcmp(name, path.systemName) == 0 else { continue }
      unsafe slots[slot] = nil
      unsafe free(name)
    }
  }

  /// Removes the files; may be called by a signal's handler.
  package static func unlinkAll() {
    for slot in 0..<capacity {
      if let name = unsafe slots[slot] { unsafe unlink(name) }
    }
  }
}
