import Glibc

/// Finds, of many things, those that are equal to an earlier one: an open hash table of their numbers.
struct Numbering {
  private var slots: [Int32]
  private let mask: Int

  init(_ count: Int) {
    var size = 16
    while size < 2 * count { size *= 2 }
    mask = size - 1
    slots = [Int32](repeating: -1, count: size)
  }

  /// The first that is the same as this one, or itself.
  @inline(__always)
  mutating func first(_ number: Int, hash: UInt64, isSame: (Int) -> Bool) -> Int32 {
    var slot = Int(truncatingIfNeeded: hash) & mask
    while slots[slot] >= 0 {
      if isSame(Int(slots[slot])) { return slots[slot] }
      slot = (slot &+ 1) & mask
    }
    slots[slot] = Int32(truncatingIfNeeded: number)
    return slots[slot]
  }

  /// Of bytes that sixteen readable ones follow.
  @inline(__always)
  static func hash(_ field: Field) -> UInt64 {
    let start = unsafe UnsafeRawPointer(field.start)
    var hash = unsafe UInt64(field.count)
    var i = 0
    while unsafe i < field.count {
      let word = unsafe start.loadUnaligned(fromByteOffset: i, as: UInt64.self).littleEndian
      let unused = unsafe UInt64(max(0, i &+ 8 &- field.count)) &* 8
      hash = mixed(hash &+ (word &<< unused))
      i &+= 8
    }
    return hash
  }

  @inline(__always)
  static func mixed(_ word: UInt64) -> UInt64 {
    let product = word.multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
    return product.high ^ product.low
  }
}

extension Field {
  @inline(__always)
  func isSame(as other: Field) -> Bool {
    unsafe count == other.count && memcmp(start, other.start, count) == 0
  }
}
