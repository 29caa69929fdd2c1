import Glibc

/// The hidden files that exist now, so that a signal's handler can remove them: it may neither allocate
/// nor lock, so the names lie in fixed slots. Changed by the main thread only.
package enum PartialFiles {
  private static let capacity = 16
  private nonisolated(unsafe) static let slots: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?> = {
    let slots = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>.allocate(capacity: capacity)
    slots.initialize(repeating: nil, count: capacity)
    return slots
  }()

  package static func add(_ path: String) {
    guard let slot = (0..<capacity).first(where: { slots[$0] == nil }) else { return }
    slots[slot] = strdup(path)
  }

  package static func remove(_ path: String) {
    for slot in 0..<capacity {
      guard let name = slots[slot], strcmp(name, path) == 0 else { continue }
      slots[slot] = nil
      free(name)
    }
  }

  /// Removes the files; may be called by a signal's handler.
  package static func unlinkAll() {
    for slot in 0..<capacity {
      if let name = slots[slot] { unlink(name) }
    }
  }
}
