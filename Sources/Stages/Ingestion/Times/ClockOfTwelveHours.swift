import Availability

/// The hours of the times in a column whose clock has twelve: 1 to 12, or 0 to 11.
struct ClockOfTwelveHours {
  /// By row; nil where there is no time.
  private let times: [(day: Int, hour: Int)?]
  /// Is it a clock of 0 to 11?
  let isFromZero: Bool

  /// Nil for a clock of 24 hours, and where nothing is a time.
  init?(_ column: Int, _ sample: ColumnSample) {
    var probe = TimeProbe()
    var (found, isSome): ([(day: Int, hour: Int)?], Bool) = ([], false)
    var (hasZero, hasTwelve) = (false, false)
    for row in sample.rows {
      let time = unsafe sample.withField(row, column) { field in
        unsafe probe.time(field) ?? (field.hourOfClock == nil ? nil : probe.time("2000-01-01 ", field))
      }
      if time?.hour == 0 { hasZero = true }
      if time?.hour == 12 { hasTwelve = true }
      guard time.map({ $0.hour <= 12 }) ?? true, !(hasZero && hasTwelve) else { return nil }
      isSome = isSome || time != nil
      found.append(time.map { ($0.day, $0.hour) })
    }
    guard isSome else { return nil }
    times = found
    isFromZero = hasZero
  }

  /// Does 1 follow 12 on one day of a station, or an hour near the one an hour near the other, where it is asked less
  /// often? Both are told by the first rows that are equal, days where they are in another column. A clock from 0 on is
  /// also that of a log of mornings, whose rows may stand in any order: more of them prove it, where no other hour is
  /// followed by an earlier one.
  func startAgain(stations: [Int32], days: [Int32]?) -> Bool {
    var last = [(day: Int, hour: Int)?](repeating: nil, count: times.count)
    var (again, isInOrder) = (0, true)
    for row in times.indices {
      guard let time = times[row] else { continue }
      let (station, day) = (Int(stations[row]), days.map { Int($0[row]) } ?? time.day)
      defer { last[station] = (day, time.hour) }
      guard let before = last[station], before.day == day, time.hour < before.hour else { continue }
      if time.hour <= 4 && before.hour >= 10 { again += 1 } else { isInOrder = false }
    }
    guard isFromZero else { return again > 0 }
    return isInOrder && again > 2 && Set(times.compactMap { $0?.hour }).count > 8
  }
}

extension Field {
  /// The hour before the first colon, as it is written; nil without one.
  var hourOfClock: Int? {
    guard let colon = unsafe buffer.firstIndex(of: UInt8(ascii: ":")) else { return nil }
    var first = colon
    while unsafe first > 0 && self[first - 1] &- UInt8(ascii: "0") <= 9 { first -= 1 }
    guard first < colon else { return nil }
    return unsafe buffer[first..<colon].reduce(0) { min(99, 10 * $0 + Int($1 - UInt8(ascii: "0"))) }
  }

  /// Has it AM or PM at its end, also with points and in small letters?
  var hasMeridiem: Bool {
    var end = unsafe count
    func letter() -> UInt8? {
      while unsafe end > 0 && Self.isBetweenLetters(self[end - 1]) { end -= 1 }
      end -= 1
      return end < 0 ? nil : unsafe self[end] | 0x20
    }
    guard letter() == UInt8(ascii: "m"), let half = letter() else { return false }
    return half == UInt8(ascii: "a") || half == UInt8(ascii: "p")
  }

  /// A point, or a byte of a blank, as in `a. m.`
  private static func isBetweenLetters(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: ".") || byte == UInt8(ascii: " ") || [0xC2, 0xA0, 0xE2, 0x80, 0xAF].contains(byte)
  }
}
