import Synchronization

/// How far some work has come, counted by all of its threads.
package final class Progress: Sendable {
  private let counter = Atomic(0)
  private let whole: Progress?

  /// What is counted is also counted by `whole`.
  package init(of whole: Progress? = nil) { self.whole = whole }

  /// Counts so many more. Any thread may call it.
  package func add(_ amount: Int) {
    counter.wrappingAdd(amount, ordering: .relaxed)
    whole?.add(amount)
  }

  /// What has been counted so far, by threads that may still be counting.
  package var count: Int { counter.load(ordering: .relaxed) }
}
