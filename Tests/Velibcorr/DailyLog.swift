/// Two weeks of eight stations, two records an hour, with a last day of a few hours. Station 7 has no records on some days,
/// station 8 never changes.
enum DailyLog {
  static let days = 14
  static let rows = makeRows(0..<days)
  static let text = header + rows.joined()
  static let header = "station,time,free_docks,bikes\n"

  /// Rows of some days of March 2024, from its first on.
  static func makeRows(_ days: Range<Int>, shift: Int = 0) -> [String] {
    days.flatMap { day in
      (0..<(day == 13 ? 5 : 24)).flatMap { hour in
        (1...8).flatMap { station -> [String] in
          if station == 7 && day % 3 == 1 { return [] }
          return (0..<2).map { half in
            let wave = (hour + 3 * station) % 24
            let tide = station % 2 == 0 ? abs(wave - 12) : 12 - abs(wave - 12)
            let noise = (day * 31 + hour * 17 + station * 13 + half * 7 + (day + shift) * hour * station) % 11
            let free = station == 8 ? 20 : 2 * tide + noise
            let time = "2024-03-\(two(day + 1))T\(two(hour)):\(half == 0 ? "05" : "35"):00"
            return "\(station),\(time),\(free),\(40 - free)\n"
          }
        }
      }
    }
  }

  private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
