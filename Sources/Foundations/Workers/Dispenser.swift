import Synchronization

/// Hands out the numbers `0 ..< end`, each once, to whoever asks first.
package struct Dispenser: ~Copyable, Sendable {
  private let counter: Atomic<Int>
  private let end: Int

  package init(_ range: Range<Int>) {
    counter = Atomic(range.lowerBound)
    end = range.upperBound
  }

  package func next() -> Int? {
    let number = counter.wrappingAdd(1, ordering: .relaxed).oldValue
    return number < end ? number : nil
  }
}
