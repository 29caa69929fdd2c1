import Glibc

/// Zeroed memory straight from the kernel, in huge pages where it has them: the text of a band is
/// written once, and then the faults of small pages cost as much as the formatting.
@safe struct SlotMemory: ~Copyable {
  let start: UnsafeMutableRawPointer
  private let byteCount: Int

  init(byteCount: Int) {
    // A whole number of huge pages, and one at least.
    self.byteCount = max(1, (byteCount + (2 << 20) - 1) >> 21) << 21
    let mapped = unsafe mmap(nil, self.byteCount, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    guard let mapped = unsafe mapped, unsafe mapped != MAP_FAILED else {
      preconditionFailure("out of memory for \(byteCount) bytes of text")
    }
    unsafe start = mapped
    unsafe madvise(start, self.byteCount, Int32(MADV_HUGEPAGE))
  }

  deinit { unsafe munmap(start, byteCount) }
}
