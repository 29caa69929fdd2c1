import Memory
import Synchronization

/// Memory for the text of tiles, to be used for one band of rows after another: pages that were written
/// once cost no more faults, and what was released last is still in the caches.
package final class TextMemory: @unchecked Sendable {
  private let layout: TextBlock.Layout
  private let memory: HugePageMemory
  private let capacity: Int
  /// Numbers of blocks that were released, and how many others were taken.
  private let blocks = Mutex((released: [Int](), used: 0))

  /// Room for `capacity` blocks.
  init(capacity: Int, layout: TextBlock.Layout) {
    self.layout = layout
    self.capacity = capacity
    memory = HugePageMemory(byteCount: capacity * layout.blockSize, isSparse: true)
  }

  /// A block with any content.
  func take() -> (number: Int, block: TextBlock) {
    let number = blocks.withLock { blocks in
      if let number = blocks.released.popLast() { return number }
      blocks.used += 1
      return blocks.used - 1
    }
    precondition(number < capacity, "more blocks than there is room for")
    return (number, block(number))
  }

  func block(_ number: Int) -> TextBlock {
    unsafe TextBlock(memory.start + number * layout.blockSize, layout)
  }

  func release(_ numbers: [Int]) {
    blocks.withLock { $0.released += numbers }
  }
}
