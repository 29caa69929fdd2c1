import Synchronization

/// How far reading has come, counted by all threads.
package final class Progress: Sendable {
  private let bytes = Atomic(0)

  package init() {}

  package func add(_ count: Int) { bytes.wrappingAdd(count, ordering: .relaxed) }

  package var bytesRead: Int { bytes.load(ordering: .relaxed) }
}
