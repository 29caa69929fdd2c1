import Availability
import Glibc

/// Finds the row number of a station from the bytes of its identifier, without an allocation.
///
/// Open addressing over 16-byte slots. The key of an identifier of up to 7 bytes is those bytes and
/// their number; of a longer one it is a hash, and its bytes are compared.
@safe struct StationTable: ~Copyable {
  struct Slot {
    var key: UInt64
    /// -1 for an empty slot.
    var row: Int
  }

  private(set) var slots: UnsafeMutablePointer<Slot>
  private(set) var mask: Int
  private(set) var stations: [StationID] = []
  /// The keys by row, and one more that no station has.
  private var keys: UnsafeMutablePointer<UInt64>
  private var keyCapacity = 1024
  /// The row after the one found last.
  private var expected = 0

  init() {
    mask = 4095
    unsafe slots = Self.emptySlots(mask + 1)
    unsafe keys = .allocate(capacity: keyCapacity)
    unsafe keys[0] = Self.noKey
  }

  deinit {
    unsafe slots.deallocate()
    unsafe keys.deallocate()
  }

  /// The row of the station, or nil when it is new.
  ///
  /// Collectors ask for the stations in the same order each time, so that each is likely followed by the
  /// one that followed it first.
  @inline(__always)
  mutating func row(of field: Field) -> Int? {
    let key = unsafe Self.key(field)
    if let row = guess(key) { return row }
    guard let found = unsafe find(key, field) else { return nil }
    expected = found &+ 1
    return found
  }

  /// How many of the keys, each of up to 7 bytes, are those of the rows guessed, from `first` on.
  @inline(__always)
  mutating func guess(_ wanted: UnsafePointer<UInt64>, count: Int) -> (first: Int, count: Int) {
    let first = expected
    var found = 0
    // The last of `keys` is no station's: the comparison ends there.
    while unsafe found < count && keys[first &+ found] == wanted[found] { found &+= 1 }
    expected = first &+ found
    return (first, found)
  }

  /// The same for one key of any length, if the guess is right.
  @inline(__always)
  mutating func guess(_ key: UInt64) -> Int? {
    let row = expected
    guard unsafe keys[row] == key && key < Self.longKeys else { return nil }
    expected = row &+ 1
    return row
  }

  @inline(__always)
  private func find(_ key: UInt64, _ field: Field) -> Int? {
    var i = Self.place(of: key) & mask
    while true {
      let slot = unsafe slots[i]
      if slot.row < 0 { return nil }
      if unsafe slot.key == key && (key < Self.longKeys || isStation(slot.row, field)) { return slot.row }
      i = (i &+ 1) & mask
    }
  }

  /// Enters a station that `row(of:)` did not find.
  mutating func insert(_ field: Field) -> Int {
    if stations.count * 2 > mask { grow() }
    let row = stations.count
    stations.append(unsafe StationID(bytes: Array(field.buffer)))
    let key = unsafe Self.key(field)
    enter(Slot(key: key, row: row))
    if row + 1 == keyCapacity {
      let larger = UnsafeMutablePointer<UInt64>.allocate(capacity: 2 * keyCapacity)
      unsafe larger.moveInitialize(from: keys, count: keyCapacity)
      unsafe keys.deallocate()
      unsafe keys = unsafe larger
      keyCapacity *= 2
    }
    unsafe keys[row] = key
    unsafe keys[row + 1] = Self.noKey
    expected = row + 1
    return row
  }

  /// No identifier of up to 7 bytes has this key, as its count would be 8.
  private static let noKey: UInt64 = 8 << 56

  /// Keys from here on are hashes.
  private static let longKeys: UInt64 = 1 << 63

  /// Eight bytes from the field's start on are read, whatever its length.
  @inline(__always)
  private static func key(_ field: Field) -> UInt64 {
    guard unsafe field.count < 8 else { return unsafe longKey(field) }
    let first = unsafe UnsafeRawPointer(field.start).loadUnaligned(as: UInt64.self).littleEndian
    let count = unsafe UInt64(truncatingIfNeeded: field.count)
    return first & ((1 &<< (8 &* count)) &- 1) | count &<< 56
  }

  private static func longKey(_ field: Field) -> UInt64 {
    // Eight bytes at a time; the last eight may overlap those before.
    var hash = unsafe UInt64(field.count)
    let start = unsafe UnsafeRawPointer(field.start)
    for offset in unsafe stride(from: 0, to: field.count - 8, by: 8) {
      hash = unsafe mix(hash ^ start.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }
    return unsafe mix(hash ^ start.loadUnaligned(fromByteOffset: field.count - 8, as: UInt64.self)) | longKeys
  }

  @inline(__always)
  private static func mix(_ word: UInt64) -> UInt64 {
    let product = word.multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
    return product.high ^ product.low
  }

  @inline(__always)
  private static func place(of key: UInt64) -> Int { Int(truncatingIfNeeded: mix(key)) }

  private func isStation(_ row: Int, _ field: Field) -> Bool {
    unsafe stations[row].bytes.withUnsafeBufferPointer { bytes in
      unsafe bytes.count == field.count && memcmp(bytes.baseAddress!, field.start, bytes.count) == 0
    }
  }

  private mutating func enter(_ slot: Slot) {
    var i = Self.place(of: slot.key) & mask
    while unsafe slots[i].row >= 0 { i = (i + 1) & mask }
    unsafe slots[i] = slot
  }

  private mutating func grow() {
    let old = unsafe UnsafeMutableBufferPointer(start: slots, count: mask + 1)
    mask = mask * 2 + 1
    unsafe slots = unsafe Self.emptySlots(mask + 1)
    for i in old.indices where unsafe old[i].row >= 0 { enter(unsafe old[i]) }
    unsafe old.deallocate()
  }

  private static func emptySlots(_ count: Int) -> UnsafeMutablePointer<Slot> {
    let slots = UnsafeMutablePointer<Slot>.allocate(capacity: count)
    unsafe slots.initialize(repeating: Slot(key: 0, row: -1), count: count)
    return unsafe slots
  }
}
