import Glibc

/// Memory of zeros that ends with its owner, in huge pages where it is large.
///
/// Large memory is taken from the kernel (`mmap`) and is used up only where it is written to. It consists of whole huge
/// pages, for which the kernel is asked (`madvise`): the first touch of small pages costs as much as to fill them, and
/// loops over small ones lose time as the CPU looks up a page for each few rows. Where the kernel has no huge pages it
/// is the same memory in small ones.
@safe package struct HugePageMemory: ~Copyable, @unchecked Sendable {
  /// The first byte, at a multiple of 16; of sparse memory, at a page.
  package let start: UnsafeMutableRawPointer
  /// Nil for memory that has no mapping of its own.
  private let mappedBytes: Int?

  /// `isSparse`: may much of it never be written to? Then small memory, too, is the kernel's. Else it is the heap's
  /// (`calloc`), whose pages are there when they were used before. Ends the process where there is no such memory.
  package init(byteCount: Int, isSparse: Bool = false) {
    precondition(byteCount >= 0)
    let isLarge = byteCount >= Self.leastLarge
    guard isLarge || isSparse else {
      guard let zeros = unsafe calloc(max(1, byteCount), 1) else {
        preconditionFailure("out of memory for \(byteCount) bytes")
      }
      unsafe start = zeros
      mappedBytes = nil
      return
    }
    // The kernel lays out whole huge pages as such, and no others.
    let bytes = isLarge ? (byteCount + Self.pageSize - 1) & ~(Self.pageSize - 1) : max(1, byteCount)
    let mapped = unsafe mmap(nil, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    guard let mapped = unsafe mapped, unsafe mapped != MAP_FAILED else {
      preconditionFailure("out of memory for \(byteCount) bytes")
    }
    if isLarge { unsafe madvise(mapped, bytes, Int32(MADV_HUGEPAGE)) }
    unsafe start = mapped
    mappedBytes = bytes
  }

  deinit {
    if let mappedBytes { unsafe munmap(start, mappedBytes) } else { unsafe free(start) }
  }

  private static let pageSize = 2 << 20
  /// Of less, huge pages would be half empty.
  private static let leastLarge = 2 * pageSize
}

extension HugePageMemory {
  /// Asks for huge pages in memory of another owner, which nobody has touched yet; without effect on small memory.
  package static func request(in memory: UnsafeMutableRawBufferPointer) {
    guard let base = memory.baseAddress, memory.count >= leastLarge else { return }
    let start = unsafe base.alignedUp(toMultipleOf: pageSize)
    let end = unsafe (base + memory.count).alignedDown(toMultipleOf: pageSize)
    unsafe madvise(start, end - start, Int32(MADV_HUGEPAGE))
  }

  /// An array of `count` equal values whose memory is huge pages where it is large.
  package static func array(repeating value: Double, count: Int) -> [Double] {
    unsafe Array(unsafeUninitializedCapacity: count) { room, filled in
      unsafe request(in: UnsafeMutableRawBufferPointer(room))
      unsafe room.initialize(repeating: value)
      filled = count
    }
  }
}
