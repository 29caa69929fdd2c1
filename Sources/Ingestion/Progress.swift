import Synchronization

/// How far reading has come, counted by all threads.
package final class Progress: Sendable {
  private let bytes = Atomic(0)
  private let whole: Progress?

  /// What is counted is also counted by `whole`.
  package init(of whole: Progress? = nil) { self.whole = whole }

  package func add(_ count: Int) {
    bytes.wrappingAdd(count, ordering: .relaxed)
    whole?.add(count)
  }

  package var bytesRead: Int { bytes.load(ordering: .relaxed) }
}
