/// Reads times in all orders of dates.
struct TimeProbe {
  private var readers = DateOrder.allCases.map { TimestampReader(style: TimestampStyle(order: $0)) }

  @inline(__always)
  mutating func time(_ field: Field) -> LocalTime? {
    if let time = unsafe readers[0].read(field) { return time }
    for i in 1..<readers.count {
      if let time = unsafe readers[i].read(field) { return time }
    }
    return nil
  }

  mutating func isTime(_ field: Field) -> Bool { unsafe time(field) != nil }

  /// A date without a time of day?
  mutating func isDate(_ field: Field) -> Bool {
    unsafe !isTime(field) && time("", field, " 00:00") != nil
  }

  /// A time of day, with a colon in it?
  mutating func isTimeOfDay(_ field: Field) -> Bool {
    unsafe field.buffer.contains(UInt8(ascii: ":")) && time("2000-01-01 ", field) != nil
  }

  /// The same of a field with something before or after it.
  mutating func time(_ before: String, _ field: Field, _ after: String = "") -> LocalTime? {
    var text = Array(before.utf8)
    unsafe text.append(contentsOf: field.buffer)
    text.append(contentsOf: after.utf8)
    let count = text.count
    text.append(contentsOf: repeatElement(0, count: BlockParser.slack))
    return unsafe text.withUnsafeBufferPointer { unsafe time(Field($0.baseAddress!, count: count)) }
  }
}
