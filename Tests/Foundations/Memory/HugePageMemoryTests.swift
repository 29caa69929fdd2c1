import Memory
import Testing

@Suite("HugePageMemory")
struct HugePageMemoryTests {
  /// About the size from which huge pages are asked for.
  @Test(
    "is zeros all over, and holds what is written",
    arguments: [0, 1, 63, 4_097, (4 << 20) - 1, 4 << 20, (6 << 20) + 1], [false, true])
  func zeros(byteCount: Int, isSparse: Bool) {
    // Memory that was used before is zeros again.
    for _ in 0..<3 {
      let memory = HugePageMemory(byteCount: byteCount, isSparse: isSparse)
      #expect(UInt(bitPattern: memory.start) % (isSparse ? 4_096 : 16) == 0)
      let bytes = UnsafeMutableRawBufferPointer(start: memory.start, count: byteCount)
      #expect(bytes.allSatisfy { $0 == 0 })
      for i in bytes.indices { bytes[i] = UInt8(truncatingIfNeeded: i | 1) }
      #expect(bytes.indices.allSatisfy { bytes[$0] == UInt8(truncatingIfNeeded: $0 | 1) })
    }
  }

  @Test("arrays of huge pages are arrays", arguments: [0, 1, 1_000, 600_000])
  func arrays(count: Int) {
    #expect(HugePageMemory.array(repeating: 0.5, count: count) == Array(repeating: 0.5, count: count))
  }
}
