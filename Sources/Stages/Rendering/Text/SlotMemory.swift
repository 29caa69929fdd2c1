import Glibc

/// Zeroed memory straight from the kernel, taken only where it is written to; in huge pages where the
/// kernel has them, for fewer faults.
@safe struct SlotMemory: ~Copyable {
  let start: UnsafeMutableRawPointer
  private let byteCount: Int

  init(byteCount: Int) {
    let hugePage = 2 << 20
    self.byteCount = max(1, byteCount)
    let mapped = unsafe mmap(
      nil, self.byteCount, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)
    guard let mapped = unsafe mapped, unsafe mapped != MAP_FAILED else {
      preconditionFailure("out of memory for \(byteCount) bytes of text")
    }
    unsafe start = mapped
    // The text of few stations would not fill one.
    if byteCount >= hugePage { unsafe madvise(start, self.byteCount, Int32(MADV_HUGEPAGE)) }
  }

  deinit { unsafe munmap(start, byteCount) }
}
