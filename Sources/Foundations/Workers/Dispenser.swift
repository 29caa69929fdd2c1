import Synchronization

/// Hands out the numbers of a range, each once, to whoever asks first.
package struct Dispenser: ~Copyable, Sendable {
  private let counter: Atomic<Int>
  private let end: Int

  /// Hands out the numbers of this range, ascending.
  package init(_ range: Range<Int>) {
    counter = Atomic(range.lowerBound)
    end = range.upperBound
  }

  /// The next number; nil when all are handed out. Any thread may call it.
  package func next() -> Int? {
    let number = counter.wrappingAdd(1, ordering: .relaxed).oldValue
    return number < end ? number : nil
  }
}
