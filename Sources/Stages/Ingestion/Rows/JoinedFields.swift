/// Values that several fields of a row make together.
extension LibCSV {
  /// The sum of counts; nil where one is none.
  func sum(of first: Int, _ more: [Int]) -> UInt32? {
    guard var sum = unsafe withField(first, { unsafe $0.trimmed.docks }) else { return nil }
    for column in more {
      guard let count = unsafe withField(column, { unsafe $0.trimmed.docks }) else { return nil }
      sum += count
    }
    return sum < 1_000_000 ? sum : nil
  }

  /// The hour of the day, 0 to 23, of an hour, or of one of twelve beside AM or PM.
  func hour(_ column: Int, meridiem: Int?) -> Int? {
    guard let hour = unsafe withField(column, { unsafe $0.trimmed.docks }).map({ Int($0) }), hour < 24 else {
      return nil
    }
    guard let meridiem else { return hour }
    guard hour <= 12, let half = half(meridiem) else { return nil }
    return hour % 12 + half
  }

  /// 0 before noon, 12 after it.
  private func half(_ column: Int) -> Int? {
    switch unsafe withField(column, { unsafe $0.trimmed.text.lowercased() }) {
    case "0", "am", "a", "a.m.": 0
    case "1", "pm", "p", "p.m.": 12
    default: nil
    }
  }

  /// `2013-09-10 11:25` of a date and the columns of its clock.
  func joinedTime(_ date: Int, _ clock: [RecordLayout.ClockPart]) -> String? {
    let meridiem = clock.first { $0.kind == .meridiem }?.column
    var text = unsafe withField(date) { unsafe $0.trimmed.text }
    for midnight in [" 00:00:00", "T00:00:00", " 00:00"] where text.hasSuffix(midnight) {
      text.removeLast(midnight.count)
      break
    }
    var isInHours = false
    for part in clock {
      switch part.kind {
      case .timeOfDay: text += " " + (unsafe withField(part.column) { unsafe $0.trimmed.text })
      case .hour:
        guard let hour = hour(part.column, meridiem: meridiem) else { return nil }
        text += hour < 10 ? " 0\(hour)" : " \(hour)"
        isInHours = true
      case .minute:
        guard let minute = unsafe withField(part.column, { unsafe $0.trimmed.docks }), minute < 60 else {
          return nil
        }
        text += minute < 10 ? ":0\(minute)" : ":\(minute)"
      case .meridiem:
        // 13:05 and 0:30 are of a day of 24, whatever stands beside them.
        guard let half = half(part.column) else { return nil }
        guard !isInHours, isOfTwelve(text) else { continue }
        text += half == 0 ? " AM" : " PM"
      }
    }
    return text
  }

  private func isOfTwelve(_ text: String) -> Bool {
    unsafe Field.withField(text) { field in
      unsafe !field.hasMeridiem && 1...12 ~= (field.hourOfClock ?? 1)
    }
  }

  func hasLineEnd(_ column: Int) -> Bool {
    unsafe withField(column) { unsafe $0.buffer.contains { $0 == 0x0A || $0 == 0x0D } }
  }

  /// Has a field a quote after a backslash?
  var hasEscapedQuotes: Bool {
    (0..<fieldCount).contains { column in
      unsafe withField(column) { field in
        let bytes = unsafe field.buffer
        return bytes.indices.dropFirst().contains {
          unsafe bytes[$0] == UInt8(ascii: "\"") && bytes[$0 - 1] == UInt8(ascii: "\\")
        }
      }
    }
  }

  /// A line end in a field that is a count, a time or an identifier comes of a quote in the wrong place; but for a
  /// short identifier without a delimiter.
  func isBroken(_ column: Int, isStation: Bool) -> Bool {
    guard hasLineEnd(column) else { return false }
    guard isStation else { return true }
    return unsafe withField(column) { unsafe $0.count > 100 || $0.buffer.contains(delimiter) }
  }
}
