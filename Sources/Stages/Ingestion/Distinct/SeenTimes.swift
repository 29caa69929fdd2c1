/// The times of one station that have come so far, to tell new ones.
///
/// Most of a log's times rise, and are new as they are the latest; they are kept in order. The others are looked up
/// among these, and in a table of the late ones: open addressing, at most half full.
package struct SeenTimes {
  private var rising: [Int] = []
  private var late: [Int] = []
  private var lateCount = 0

  private static let none = Int.min

  /// No times.
  package init() {}

  /// Bytes that it takes.
  var byteCount: Int { (rising.capacity + late.count) * MemoryLayout<Int>.stride }

  /// Forgets all.
  package mutating func removeAll() {
    rising.removeAll(keepingCapacity: true)
    guard lateCount > 0 else { return }
    // The next station has as many, or a table of its own: memory of the kernel costs more than to clear it.
    if late.count <= 8 * lateCount {
      for i in late.indices { late[i] = Self.none }
    } else {
      late = []
    }
    lateCount = 0
  }

  /// Is the time new? `Int.min` is none.
  @inline(__always)
  package mutating func insert(_ time: Int) -> Bool {
    guard let top = rising.last, time <= top else {
      rising.append(time)
      return true
    }
    return time < top && insertLate(time)
  }

  private mutating func insertLate(_ time: Int) -> Bool {
    var (low, high) = (0, rising.count)
    while low < high {
      let middle = (low + high) / 2
      if rising[middle] < time { low = middle + 1 } else { high = middle }
    }
    guard rising[low] != time else { return false }
    if 2 * lateCount >= late.count { grow() }
    let isNew = Self.enter(time, &late)
    lateCount += isNew ? 1 : 0
    return isNew
  }

  private mutating func grow() {
    var larger = [Int](repeating: Self.none, count: max(16, 2 * late.count))
    for time in late where time != Self.none { _ = Self.enter(time, &larger) }
    late = larger
  }

  private static func enter(_ time: Int, _ slots: inout [Int]) -> Bool {
    let product = UInt64(bitPattern: Int64(time)).multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
    let mask = slots.count - 1
    var i = Int(truncatingIfNeeded: product.high ^ product.low) & mask
    while slots[i] != none {
      if slots[i] == time { return false }
      i = (i + 1) & mask
    }
    slots[i] = time
    return true
  }
}
