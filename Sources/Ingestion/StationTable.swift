import Availability

/// Finds the row number of a station from the bytes of its identifier, without an allocation.
///
/// Open addressing over 16-byte keys: up to 15 bytes of the identifier and its length. A longer
/// identifier has a key of its hash, and its bytes are compared.
@safe struct StationTable: ~Copyable {
  struct Slot {
    var low: UInt64
    var high: UInt64
    /// -1 for an empty slot.
    var row: Int
  }

  private(set) var slots: UnsafeMutablePointer<Slot>
  private(set) var mask: Int
  private(set) var stations: [StationID] = []

  init() {
    mask = 4095
    unsafe slots = unsafe Self.emptySlots(mask + 1)
  }

  deinit { unsafe slots.deallocate() }

  /// The row of the station, or nil when it is new.
  @inline(__always)
  func row(of field: Field) -> Int? {
    let (low, high) = unsafe Self.key(field)
    var i = Self.hash(low, high) & mask
    while true {
      let slot = unsafe slots[i]
      if slot.row < 0 { return nil }
      if unsafe slot.low == low && slot.high == high && (high != .max || isLong(slot.row, field)) {
        return slot.row
      }
      i = (i &+ 1) & mask
    }
  }

  /// Enters a station that `row(of:)` did not find.
  mutating func insert(_ field: Field) -> Int {
    if stations.count * 2 > mask { grow() }
    let row = stations.count
    unsafe stations.append(StationID(bytes: Array(field.buffer)))
    let (low, high) = unsafe Self.key(field)
    place(Slot(low: low, high: high, row: row))
    return row
  }

  /// Eight bytes at and after the field's start are read, whatever its length.
  @inline(__always)
  private static func key(_ field: Field) -> (UInt64, UInt64) {
    let start = unsafe UnsafeRawPointer(field.start)
    let first = unsafe start.loadUnaligned(as: UInt64.self).littleEndian
    if unsafe field.count < 8 {
      let used = unsafe (1 as UInt64) &<< UInt64(truncatingIfNeeded: 8 &* field.count) &- 1
      return unsafe (first & used, UInt64(truncatingIfNeeded: field.count) &<< 56)
    }
    return unsafe longKey(field, first)
  }

  private static func longKey(_ field: Field, _ first: UInt64) -> (UInt64, UInt64) {
    if unsafe field.count < 16 {
      var rest: UInt64 = 0
      for i in unsafe 8..<field.count { unsafe rest |= UInt64(field[i]) << UInt64(8 * (i - 8)) }
      return unsafe (first, rest | UInt64(field.count) << 56)
    }
    // FNV-1a, 64 bits.
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for i in unsafe 0..<field.count { hash = unsafe (hash ^ UInt64(field[i])) &* 0x100_0000_01b3 }
    return (hash, .max)
  }

  @inline(__always)
  private static func hash(_ low: UInt64, _ high: UInt64) -> Int {
    let product = (low ^ (high &* 0x9E37_79B9_7F4A_7C15)).multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
    return Int(truncatingIfNeeded: product.high ^ product.low)
  }

  private func isLong(_ row: Int, _ field: Field) -> Bool {
    unsafe stations[row].bytes.elementsEqual(field.buffer)
  }

  private mutating func place(_ slot: Slot) {
    var i = Self.hash(slot.low, slot.high) & mask
    while unsafe slots[i].row >= 0 { i = (i + 1) & mask }
    unsafe slots[i] = slot
  }

  private mutating func grow() {
    let old = unsafe UnsafeMutableBufferPointer(start: slots, count: mask + 1)
    mask = mask * 2 + 1
    unsafe slots = unsafe Self.emptySlots(mask + 1)
    for i in old.indices where unsafe old[i].row >= 0 { place(unsafe old[i]) }
    unsafe old.deallocate()
  }

  private static func emptySlots(_ count: Int) -> UnsafeMutablePointer<Slot> {
    let slots = UnsafeMutablePointer<Slot>.allocate(capacity: count)
    unsafe slots.initialize(repeating: Slot(low: 0, high: 0, row: -1), count: count)
    return unsafe slots
  }
}
