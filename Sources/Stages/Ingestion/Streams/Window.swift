/// A reusable buffer with readable slack on both sides of its text.
@safe package struct Window: ~Copyable {
  private var storage: UnsafeMutableRawBufferPointer
  private(set) var capacity: Int
  /// Bytes of text held.
  package var count = 0

  /// Room for `capacity` bytes, all zero.
  package init(capacity: Int) {
    self.capacity = capacity
    unsafe storage = unsafe Self.allocate(capacity)
  }

  deinit { unsafe storage.deallocate() }

  /// The bytes held, with `BlockParser.slack` readable ones on both sides; valid until `grow` or `drop`.
  package var text: UnsafeRawBufferPointer {
    unsafe UnsafeRawBufferPointer(rebasing: storage[BlockParser.slack..<BlockParser.slack + count])
  }

  /// The room after the text.
  package var free: UnsafeMutableRawBufferPointer {
    unsafe UnsafeMutableRawBufferPointer(
      rebasing: storage[BlockParser.slack + count..<BlockParser.slack + capacity])
  }

  /// Doubles the room, up to `limit`, and keeps the text.
  package mutating func grow(limit: Int = .max) {
    let newCapacity = min(2 * capacity, limit)
    let larger = unsafe Self.allocate(newCapacity)
    unsafe UnsafeMutableRawBufferPointer(rebasing: larger[BlockParser.slack...]).copyMemory(from: text)
    unsafe storage.deallocate()
    unsafe storage = unsafe larger
    capacity = newCapacity
  }

  /// Drops the first bytes of the text.
  package mutating func drop(_ dropped: Int) {
    let kept = unsafe UnsafeRawBufferPointer(rebasing: text[dropped...])
    unsafe UnsafeMutableRawBufferPointer(rebasing: storage[BlockParser.slack...]).copyMemory(from: kept)
    count -= dropped
  }

  private static func allocate(_ capacity: Int) -> UnsafeMutableRawBufferPointer {
    let storage = UnsafeMutableRawBufferPointer.allocate(
      byteCount: capacity + 2 * BlockParser.slack, alignment: 64)
    unsafe storage.initializeMemory(as: UInt8.self, repeating: 0)
    return unsafe storage
  }
}
