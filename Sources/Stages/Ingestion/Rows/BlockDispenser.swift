import Synchronization
import Workers

/// Blocks of a file that a rank shares with a neighbour: both take them, from either end, until none is left.
package struct SharedBlocks: Sendable {
  let blocks: Range<Int>
  /// Does the neighbour take the first?
  let fromEnd: Bool
  /// Is there one left? It is then this rank's.
  let claim: @Sendable () -> Bool

  /// `blocks` adjoin the rank's own: before them with `fromEnd`, else after them. `claim` may be called by any thread.
  package init(_ blocks: Range<Int>, fromEnd: Bool, claim: @escaping @Sendable () -> Bool) {
    self.blocks = blocks
    self.fromEnd = fromEnd
    self.claim = claim
  }
}

/// Hands out the blocks that a rank reads: its own, then those next to them that it shares, as long as there are any.
struct BlockDispenser: ~Copyable, Sendable {
  private let own: Range<Int>
  private let dispenser: Dispenser
  private let shared: SharedBlocks?
  private let taken = Atomic(0)

  init(_ own: Range<Int>, sharing shared: SharedBlocks? = nil) {
    self.own = own
    dispenser = Dispenser(own)
    self.shared = shared
    guard let shared else { return }
    precondition(
      shared.fromEnd
        ? shared.blocks.upperBound == own.lowerBound : shared.blocks.lowerBound == own.upperBound)
  }

  func next() -> Int? {
    if let block = dispenser.next() { return block }
    guard let shared, shared.claim() else { return nil }
    let number = taken.wrappingAdd(1, ordering: .relaxed).oldValue
    return shared.fromEnd ? shared.blocks.upperBound - 1 - number : shared.blocks.lowerBound + number
  }

  /// The rank's own blocks and those that it has taken by now.
  var blocks: Range<Int> {
    let count = taken.load(ordering: .relaxed)
    return shared?.fromEnd == true
      ? own.lowerBound - count..<own.upperBound : own.lowerBound..<own.upperBound + count
  }
}
