/// The bins of a profile: consecutive hours of a day, of a week or of the calendar.
package struct HourBins: Equatable, Sendable {
  /// Hours of a day, of a week or of the calendar.
  package let kind: BinKind
  /// Hours since 1970-01-01 0 h of the first bin of a series; else 0.
  package let firstHour: Int
  /// Bins of a profile, some of which a station may lack.
  package let count: Int

  /// The 24 hours of a day.
  package static let hourOfDay = HourBins(kind: .hourOfDay, firstHour: 0, count: 24)
  /// The 168 hours of a week, from Monday 0 h on.
  package static let hourOfWeek = HourBins(kind: .hourOfWeek, firstHour: 0, count: 168)

  /// Hours of the calendar, counted since 1970-01-01 0 h; not empty.
  package static func series(_ hours: Range<Int>) -> HourBins {
    HourBins(kind: .series, firstHour: hours.lowerBound, count: hours.count)
  }

  /// The name of a bin in outputs: `07`, `Mon 07` or `2013-09-10T07`.
  package func label(_ bin: Int) -> String {
    let hour = (firstHour + bin) % 24
    let hourText = hour < 10 ? "0\(hour)" : "\(hour)"
    switch kind {
    case .hourOfDay: return hourText
    case .hourOfWeek: return "\(Self.weekdays[bin / 24]) \(hourText)"
    case .series: return "\(CivilDate(day: (firstHour + bin) / 24))T\(hourText)"
    }
  }

  /// The bin that `label` names; nil when it is none of this kind's (for a series, any hour's distance
  /// from 1970-01-01 0 h).
  package static func bin(of label: String, kind: BinKind) -> Int? {
    let hour: (Substring) -> Int? = { text in
      guard text.utf8.count == 2, let hour = Int(text), (0...23).contains(hour) else { return nil }
      return hour
    }
    switch kind {
    case .hourOfDay: return hour(label[...])
    case .hourOfWeek:
      let parts = label.split(separator: " ", omittingEmptySubsequences: false)
      guard parts.count == 2, let day = weekdays.firstIndex(of: String(parts[0])) else { return nil }
      return hour(parts[1]).map { 24 * day + $0 }
    case .series:
      let parts = label.split(separator: "T", omittingEmptySubsequences: false)
      guard parts.count == 2, let date = CivilDate(String(parts[0])) else { return nil }
      return hour(parts[1]).map { 24 * date.day + $0 }
    }
  }

  private static let weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
}
