/// The form of the values in a column of hours.
enum HourForm {
  /// From 0 to 23, or nothing that is another form for sure.
  case day
  /// `05:00`
  case clock(String)
  /// `0500`
  case hoursAndMinutes(String)
  case upTo24
  /// Hours counted on and on, as those of a week.
  case beyond(Int32)
  case upTo12

  init(_ hour: Int, _ station: Int, _ sample: ColumnSample) {
    let (counts, isClock) = (sample[hour].counts, Self.clocks(hour, sample))
    let some = counts.count { $0 != SampledColumn.nothing }
    if let first = isClock.firstIndex(of: true), 2 * isClock.count(where: { $0 }) > some {
      self = .clock(sample.text(first, hour))
      return
    }
    let hours = counts.indices.filter { counts[$0] >= 0 }
    let long = hours.filter { 100...2359 ~= counts[$0] && counts[$0] % 100 < 60 }
    let others = hours.count { counts[$0] > 2359 || counts[$0] % 100 >= 60 }
    if let first = long.first, 10 * long.count >= hours.count, 20 * others <= long.count,
      2 * hours.count > some
    {
      self = .hoursAndMinutes(sample.text(first, hour))
      return
    }
    let beyond = hours.filter { counts[$0] > 24 }
    if beyond.count > 2, 10 * beyond.count >= hours.count {
      self = .beyond(beyond.map { counts[$0] }.max()!)
      return
    }
    // None above 24 is asked for.
    var isSeen = [Bool](repeating: false, count: 25)
    for row in hours { isSeen[Int(min(24, counts[row]))] = true }
    guard !isSeen[0], let greatest = hours.lazy.map({ counts[$0] }).max() else {
      self = .day
      return
    }
    switch greatest {
    // One among few is a damaged row.
    case 24: self = hours.count >= 24 && isSeen.count { $0 } >= 12 ? .upTo24 : .day
    case 12: self = Self.startsAgain(hours, counts, sample[station].firsts) ? .upTo12 : .day
    default: self = .day
    }
  }

  /// By row, is its value a time of day?
  private static func clocks(_ hour: Int, _ sample: ColumnSample) -> [Bool] {
    var probe = TimeProbe()
    var isClock = [Bool](repeating: false, count: sample.rowCount)
    unsafe sample.forEach(hour) { row, field in isClock[row] = unsafe probe.isTimeOfDay(field) }
    return isClock
  }

  /// Does 1 follow 12 at a station, or has a longer log all of 1 to 12?
  private static func startsAgain(_ rows: [Int], _ hours: [Int32], _ stations: [Int32]) -> Bool {
    if rows.count >= 24 && Set(rows.map { hours[$0] }).count == 12 { return true }
    var last = [Int32](repeating: 0, count: hours.count)
    return rows.contains { row in
      let before = last[Int(stations[row])]
      last[Int(stations[row])] = hours[row]
      return before == 12 && hours[row] == 1
    }
  }
}
