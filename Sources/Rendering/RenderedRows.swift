/// The text of consecutive rows, in slots: one for each row and tile column, so that tiles can be
/// formatted in any order and by any thread. No two threads may append to one slot at a time.
@safe package final class RenderedRows: @unchecked Sendable {
  /// Bytes behind a slot's text that a copy may overwrite.
  static let slack = 48

  package let rowCount: Int
  private let slotsPerRow: Int
  private let slotSize: Int
  /// Each slot starts with the number of bytes used behind that number: counts side by side in an
  /// array of their own would let threads fight for cache lines.
  private let memory: SlotMemory
  private static let textOffset = 8

  init(rowCount: Int, slotsPerRow: Int, slotSize: Int, labels: ArraySlice<[UInt8]>) {
    self.rowCount = rowCount
    self.slotsPerRow = slotsPerRow
    self.slotSize = slotSize
    precondition(slotSize % 8 == 0)
    memory = SlotMemory(byteCount: rowCount * slotsPerRow * slotSize)
    for (row, label) in labels.enumerated() where slotsPerRow > 0 {
      let number = row * slotsPerRow
      unsafe label.withUnsafeBytes {
        unsafe (start(of: number) + Self.textOffset).copyMemory(from: $0.baseAddress!, byteCount: $0.count)
      }
      unsafe start(of: number).storeBytes(of: label.count, as: Int.self)
    }
  }

  @inline(__always)
  private func start(of number: Int) -> UnsafeMutableRawPointer { unsafe memory.start + number &* slotSize }

  @inline(__always)
  private func used(_ number: Int) -> Int { unsafe start(of: number).load(as: Int.self) }

  /// Where the next byte of a slot goes.
  @inline(__always)
  private func end(of number: Int) -> UnsafeMutableRawPointer {
    unsafe start(of: number) + (Self.textOffset &+ used(number))
  }

  @inline(__always)
  private func extend(_ number: Int, by count: Int) {
    unsafe start(of: number).storeBytes(of: used(number) &+ count, as: Int.self)
  }

  /// Appends a comma and the number; returns where its text stands.
  @inline(__always)
  func append(
    _ value: Double, _ format: NumberFormat, row: Int, slot: Int
  ) -> (text: UnsafePointer<UInt8>, count: Int) {
    let number = row &* slotsPerRow &+ slot
    let start = unsafe end(of: number).assumingMemoryBound(to: UInt8.self)
    unsafe start[0] = UInt8(ascii: ",")
    let count = unsafe 1 &+ format.write(value, to: start + 1)
    extend(number, by: count)
    return unsafe (UnsafePointer(start), count)
  }

  /// Appends text that stands in another slot, at most 32 bytes; as many are copied whatever the count.
  @inline(__always)
  func append(_ source: UnsafePointer<UInt8>, _ count: Int, row: Int, slot: Int) {
    let number = row &* slotsPerRow &+ slot
    let wide = unsafe UnsafeRawPointer(source).loadUnaligned(as: SIMD32<UInt8>.self)
    unsafe end(of: number).storeBytes(of: wide, as: SIMD32<UInt8>.self)
    extend(number, by: count)
  }

  func endLines() {
    guard slotsPerRow > 0 else { return }
    for row in 0..<rowCount {
      let number = (row + 1) * slotsPerRow - 1
      unsafe end(of: number).storeBytes(of: UInt8(ascii: "\n"), as: UInt8.self)
      extend(number, by: 1)
    }
  }

  /// Bytes of all rows.
  package var byteCount: Int {
    (0..<rowCount * slotsPerRow).reduce(0) { $0 + used($1) }
  }

  /// The pieces of text, in order.
  package func withPieces<R>(_ body: ([UnsafeRawBufferPointer]) throws -> R) rethrows -> R {
    try unsafe body(
      (0..<rowCount * slotsPerRow).map {
        unsafe UnsafeRawBufferPointer(start: start(of: $0) + Self.textOffset, count: used($0))
      })
  }
}
