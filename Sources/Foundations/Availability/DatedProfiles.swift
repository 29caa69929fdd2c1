/// The exact tallies of stations by date and hour: what a day has given can be added to, or taken from, the bins of a
/// day, of a week or of the calendar at any time, without loss.
///
/// Nothing but the tallies of a series, seen as dates of 24 hours. The sums of a date that lacks hours are those of the
/// hours that it has.
package struct DatedProfiles: Sendable {
  /// The tallies by hour of the calendar, stations x hours.
  package let series: HourlyProfiles
  /// From the first hour's date to the last's, days since 1970-01-01.
  package let days: Range<Int>

  /// The dates of `series`, whose bins are hours of the calendar.
  package init(_ series: HourlyProfiles) {
    precondition(series.bins.kind == .series)
    self.series = series
    days = series.bins.days
  }

  /// In the order of every output.
  package var stations: [StationID] { series.stations }

  /// The bins that dates are folded to: for a series those of the dates.
  package func bins(_ kind: BinKind) -> HourBins {
    switch kind {
    case .hourOfDay: .hourOfDay
    case .hourOfWeek: .hourOfWeek
    case .series: series.bins
    }
  }

  /// Goes over some stations, in their order. `body` gets each and its tallies by date.
  package func forEach(of stations: Range<Int>, _ body: (_ station: Int, _ dates: StationDates) -> Void) {
    let count = series.bins.count
    series.forEachBlock(of: stations) { block, tallies in
      for station in block {
        let first = tallies.startIndex + (station - block.lowerBound) * count
        body(station, StationDates(bins: series.bins, tallies[first..<first + count]))
      }
    }
  }

  /// The tallies of some stations in the bins of `kind`, row-major, of the dates (days since 1970-01-01) that `isWanted`.
  /// For any thread; the stations may be shared out.
  package func folded(
    to kind: BinKind, of stations: Range<Int>, where isWanted: (_ day: Int) -> Bool = { _ in true }
  ) -> [Tally] {
    let bins = bins(kind)
    let wanted = days.filter(isWanted)
    var sums = [Tally](repeating: Tally(), count: stations.count * bins.count)
    forEach(of: stations) { station, dates in
      let row = (station - stations.lowerBound) * bins.count
      for day in wanted { dates.add(day, to: &sums, from: row, bins) }
    }
    return sums
  }
}

/// One station's tallies by date.
package struct StationDates {
  private let bins: HourBins
  private let tallies: ArraySlice<Tally>

  /// `tallies` are those of all `bins`, hours of the calendar.
  init(bins: HourBins, _ tallies: ArraySlice<Tally>) {
    precondition(bins.kind == .series && tallies.count == bins.count)
    (self.bins, self.tallies) = (bins, tallies)
  }

  /// The tally of an hour (0 to 23) of a day (since 1970-01-01); empty where there is none.
  package subscript(day: Int, hour: Int) -> Tally {
    let place = 24 * day + hour - bins.firstHour
    return tallies.indices.contains(tallies.startIndex + place)
      ? tallies[tallies.startIndex + place] : Tally()
  }

  /// Has the day any record?
  package func hasRecords(_ day: Int) -> Bool {
    hours(of: day).contains { self[day, $0].count > 0 }
  }

  /// Of a day's hours, those with a record.
  package func countHours(of day: Int) -> Int { hours(of: day).count { self[day, $0].count > 0 } }

  /// Adds a day's tallies to those of `target`'s bins, whose first is at `row` in `sums`.
  package func add(_ day: Int, to sums: inout [Tally], from row: Int = 0, _ target: HourBins) {
    let first = row + target.firstBin(ofDay: day)
    for hour in hours(of: day) { sums[first + hour] += self[day, hour] }
  }

  /// Takes a day's tallies away again.
  package func subtract(_ day: Int, from sums: inout [Tally], from row: Int = 0, _ target: HourBins) {
    let first = row + target.firstBin(ofDay: day)
    for hour in hours(of: day) { sums[first + hour] -= self[day, hour] }
  }

  /// The hours of a day that are among the bins.
  private func hours(of day: Int) -> Range<Int> {
    let first = 24 * day - bins.firstHour
    return (0..<24).clamped(to: -first..<bins.count - first)
  }
}

extension HourBins {
  /// Of hours of the calendar, the days since 1970-01-01 that they are of.
  package var days: Range<Int> {
    precondition(kind == .series)
    return Self.day(ofHour: firstHour)..<Self.day(ofHour: firstHour + count - 1) + 1
  }

  /// The day since 1970-01-01 that an hour since then is of.
  package static func day(ofHour hour: Int) -> Int { hour >= 0 ? hour / 24 : (hour - 23) / 24 }

  /// The bin of hour 0 of a day since 1970-01-01. Of hours of the calendar it may be before the first or after the last.
  package func firstBin(ofDay day: Int) -> Int {
    switch kind {
    case .hourOfDay: 0
    case .hourOfWeek: 24 * CivilDate(day: day).weekday
    case .series: 24 * day - firstHour
    }
  }
}
