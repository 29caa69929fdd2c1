/// Profiles of which one day or another is taken off: exactly, as tallies are.
package struct DaysTakenOff: Sendable {
  /// Of the profiles.
  package let bins: HourBins
  private let stations: [StationID]
  /// The bins of `hours`: those of the calendar.
  private let calendar: HourBins
  /// Row-major, stations x hours of the calendar.
  private let hours: [Tally]
  /// Row-major, stations x bins: of all days.
  private let whole: [Tally]

  /// Of all stations of `dated`, folded to `bins`.
  package init(_ dated: DatedProfiles, to bins: HourBins) {
    (self.bins, stations, calendar) = (bins, dated.stations, dated.series.bins)
    var hours: [Tally] = []
    hours.reserveCapacity(dated.stations.count * dated.series.bins.count)
    dated.series.forEachBlock(of: dated.stations.indices) { _, tallies in hours += tallies }
    self.hours = hours
    whole = dated.folded(to: bins.kind, of: dated.stations.indices)
  }

  /// The profiles without a day (since 1970-01-01); of all days, without one.
  package func profiles(without day: Int?) -> HourlyProfiles {
    guard let day else { return HourlyProfiles(bins: bins, stations: stations, tallies: whole) }
    let (bins, calendar, hours, whole) = (bins, calendar, hours, whole)
    return HourlyProfiles(bins: bins, stations: stations) { stations, rows in
      let source = stations.lowerBound * bins.count..<stations.upperBound * bins.count
      rows.replaceSubrange(0..<source.count, with: whole[source])
      for station in stations {
        let own = hours[station * calendar.count..<(station + 1) * calendar.count]
        StationDates(bins: calendar, own).subtract(
          day, from: &rows, from: (station - stations.lowerBound) * bins.count, bins)
      }
    }
  }

  /// By station and day (of all from the first on), row-major: has it records in half of the day's hours? A day with fewer says
  /// little of what days are like.
  package var fullDays: [Bool] {
    let days = calendar.days
    return stations.indices.flatMap { station in
      let own = hours[station * calendar.count..<(station + 1) * calendar.count]
      let dates = StationDates(bins: calendar, own)
      return days.map { dates.countHours(of: $0) >= 12 }
    }
  }
}
