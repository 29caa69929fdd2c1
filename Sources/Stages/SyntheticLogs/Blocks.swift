extension SyntheticNetwork {
  /// Slots of a block of about 1 MB.
  package static let slotsPerBlock = 16_384

  /// Gives the whole log, header first, in blocks of whole lines that share one buffer; a block
  /// may be empty.
  ///
  /// The bytes do not depend on how they are cut.
  ///
  /// - Parameters:
  ///   - slotsPerBlock: the largest number of slots in a block, at least 1.
  ///   - body: is given each block in turn; an error that it throws ends the log.
  package func forEachBlock<Failure: Error>(
    slotsPerBlock: Int = Self.slotsPerBlock, _ body: (RawSpan) throws(Failure) -> Void
  ) throws(Failure) {
    precondition(slotsPerBlock > 0, "a block has at least one slot")
    let largest = min(slotsPerBlock, slots)
    var block = Block(capacity: Self.header.utf8.count + largest * Self.longestRow + Self.slack)
    block.refill { output in
      for byte in Self.header.utf8 { output.append(byte) }
      write(slots: 0..<largest, into: &output)
    }
    try block.read(body)

    for first in stride(from: largest, to: slots, by: slotsPerBlock) {
      block.refill { output in
        write(slots: first..<min(first + slotsPerBlock, slots), into: &output)
      }
      try block.read(body)
    }
  }
}

/// A buffer that is filled again and again. Its memory is reached through checked spans only.
@safe private struct Block: ~Copyable {
  private let memory: UnsafeMutableRawBufferPointer
  private var count = 0

  init(capacity: Int) {
    unsafe memory = .allocate(byteCount: capacity, alignment: 16)
  }

  deinit {
    unsafe memory.deallocate()
  }

  func read<Failure: Error>(_ body: (RawSpan) throws(Failure) -> Void) throws(Failure) {
    try body(unsafe memory.bytes.extracting(0..<count))
  }

  mutating func refill(_ fill: (inout OutputRawSpan) -> Void) {
    var output = unsafe OutputRawSpan(buffer: memory, initializedCount: 0)
    fill(&output)
    count = unsafe output.finalize(for: memory)
  }
}
