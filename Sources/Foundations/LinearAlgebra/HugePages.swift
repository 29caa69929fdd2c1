import Glibc

/// Asks the kernel for huge pages where memory that nobody has touched yet is large (`madvise`): the first touch of
/// small pages costs as much as to fill them. Nothing happens where the kernel has none.
package func preferHugePages(_ memory: UnsafeMutableRawBufferPointer) {
  guard let base = memory.baseAddress, memory.count >= 2 * hugePageSize else { return }
  let start = unsafe base.alignedUp(toMultipleOf: hugePageSize)
  let end = unsafe (base + memory.count).alignedDown(toMultipleOf: hugePageSize)
  unsafe madvise(start, end - start, Int32(MADV_HUGEPAGE))
}

/// An array whose memory is huge pages where it is large: products of matrices in small ones lose some percent, as
/// the CPU looks up a page for each few rows.
package func arrayInHugePages(repeating value: Double, count: Int) -> [Double] {
  unsafe Array(unsafeUninitializedCapacity: count) { room, filled in
    unsafe preferHugePages(UnsafeMutableRawBufferPointer(room))
    unsafe room.initialize(repeating: value)
    filled = count
  }
}

private let hugePageSize = 2 << 20
