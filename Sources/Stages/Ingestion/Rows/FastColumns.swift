/// The layout as the loop over fast rows wants it: in registers.
struct FastColumns {
  let last, station, freeDocks, bikes: Int
  /// The hour, when it is enough; else the time stamp.
  let clock: Int
  let isHourEnough: Bool
  /// The hour that goes before the time stamp's; -1 for none.
  let hour: Int

  init(_ layout: RecordLayout, _ rules: RowRules) {
    last = layout.fieldCount - 1
    (station, freeDocks, bikes) = (layout.station, layout.freeDocks, layout.bikes)
    isHourEnough = layout.hour != nil && !rules.needsTime
    clock = isHourEnough ? layout.hour! : layout.time!
    hour = isHourEnough || rules.bins != .hourOfDay ? -1 : layout.hour ?? -1
  }

  /// Field `column` of the row whose structurals are `bounds`; `bounds[-1]` is the byte before the row.
  @inline(__always)
  func field(_ column: Int, _ base: UnsafePointer<UInt8>, _ bounds: UnsafePointer<UInt32>) -> Field {
    let start = unsafe Int(bounds[column &- 1] &+ 1)
    var end = unsafe Int(bounds[column])
    if unsafe column == last && end > start && base[end &- 1] == UInt8(ascii: "\r") { end &-= 1 }
    return unsafe Field(base + start, count: end &- start)
  }
}

extension Field {
  /// Takes the quotes off a field that stands in them; false when it has quotes inside, which double, or line ends.
  @inline(__always)
  mutating func unquote() -> Bool {
    guard unsafe count > 0 && start[0] == UInt8(ascii: "\"") else { return true }
    unsafe self = Field(start + 1, count: count - 2)
    for i in unsafe 0..<count {
      if unsafe start[i] == UInt8(ascii: "\"") || start[i] < 0x20 { return false }
    }
    return true
  }
}
