/// A reusable buffer with readable slack on both sides of its text.
struct Window: ~Copyable {
  private var storage: UnsafeMutableRawBufferPointer
  private(set) var capacity: Int
  /// Bytes of text held.
  var count = 0

  init(capacity: Int) {
    self.capacity = capacity
    storage = Self.allocate(capacity)
  }

  deinit { storage.deallocate() }

  var text: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: storage[BlockParser.slack..<BlockParser.slack + count])
  }

  /// The room behind the text.
  var free: UnsafeMutableRawBufferPointer {
    UnsafeMutableRawBufferPointer(
      rebasing: storage[BlockParser.slack + count..<BlockParser.slack + capacity])
  }

  /// Doubles the room and keeps the text.
  mutating func grow() {
    let larger = Self.allocate(2 * capacity)
    UnsafeMutableRawBufferPointer(rebasing: larger[BlockParser.slack...]).copyMemory(from: text)
    storage.deallocate()
    storage = larger
    capacity *= 2
  }

  /// Drops the first bytes of the text.
  mutating func drop(_ dropped: Int) {
    let kept = UnsafeRawBufferPointer(rebasing: text[dropped...])
    UnsafeMutableRawBufferPointer(rebasing: storage[BlockParser.slack...]).copyMemory(from: kept)
    count -= dropped
  }

  private static func allocate(_ capacity: Int) -> UnsafeMutableRawBufferPointer {
    let storage = UnsafeMutableRawBufferPointer.allocate(
      byteCount: capacity + 2 * BlockParser.slack, alignment: 64)
    storage.initializeMemory(as: UInt8.self, repeating: 0)
    return storage
  }
}
