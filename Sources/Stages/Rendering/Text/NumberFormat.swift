import CRendering

/// How a double becomes text.
package enum NumberFormat: Equatable, Sendable {
  /// The shortest decimal that reads back to the same double; `1.0`, never `1`, so that a reader that
  /// guesses types sees a float.
  case shortest
  /// So many digits after the point, rounded to nearest.
  case decimals(Int)
  /// Six digits that count, as `%g` of C writes them: `1.23457e-10`; but `1.0`, never `1`.
  case sixDigits

  /// Room that one number needs.
  package static let maximumLength = 24
  /// Room that a number from -1 to 1 needs.
  var unitLength: Int {
    guard case .decimals(let digits) = self else { return Self.maximumLength }
    return "-1.".utf8.count + digits
  }
  /// What `decimals` may be: `-1.` and 17 digits fit the room.
  package static let decimalsRange = 1...17

  /// Writes `value`, nothing at all for NaN, and returns the length. `text` has room for
  /// `maximumLength` bytes; |value| < 1000.
  func write(_ value: Double, to text: UnsafeMutablePointer<UInt8>) -> Int {
    unsafe withUnsafeTemporaryAllocation(byteCount: Int(VELIBCORR_FIELD_SIZE), alignment: 1) { field in
      var (value, length) = (value, UInt8(0))
      unsafe write(&value, 1, to: field.baseAddress!.assumingMemoryBound(to: CChar.self), &length)
      let count = Int(length) - 1
      unsafe UnsafeMutableRawBufferPointer(start: text, count: count).copyMemory(
        from: UnsafeRawBufferPointer(rebasing: field.suffix(count)))
      return count
    }
  }

  /// Writes fields of `VELIBCORR_FIELD_SIZE` bytes, a comma and a number each, that end where their room
  /// ends; and their lengths.
  func write(
    _ values: UnsafePointer<Double>, _ count: Int, to fields: UnsafeMutablePointer<CChar>,
    _ lengths: UnsafeMutablePointer<UInt8>
  ) {
    switch self {
    case .shortest: unsafe velibcorr_shortest_fields(values, count, fields, lengths)
    case .sixDigits: unsafe velibcorr_six_digit_fields(values, count, fields, lengths)
    case .decimals(let digits): unsafe velibcorr_fixed_fields(values, count, Int32(digits), fields, lengths)
    }
  }

  /// The same with whole numbers of units of the last decimal place: values 10^decimals, 1 at most.
  func write(
    _ wholes: UnsafePointer<Int64>, _ count: Int, to fields: UnsafeMutablePointer<CChar>,
    _ lengths: UnsafeMutablePointer<UInt8>
  ) {
    guard case .decimals(let digits) = self else { preconditionFailure("whole numbers have decimals") }
    unsafe velibcorr_whole_fields(wholes, count, Int32(digits), fields, lengths)
  }
}
