import Availability
import TestSupport
import Testing

@Suite("DatedProfiles: days folded to bins, and taken away again")
struct DatedProfilesTests {
  private typealias Record = (station: Int, hour: Int, share: Share)

  /// Of three stations, over hours that begin and end within a day.
  private static func records(_ hours: Range<Int>, count: Int = 500) -> [Record] {
    var random = SeededGenerator(seed: 7)
    return (0..<count).map { _ in
      let free = UInt32.random(in: 0...20, using: &random)
      return (
        Int.random(in: 0..<3, using: &random), Int.random(in: hours, using: &random),
        Share(free: free, bikes: UInt32.random(in: 1...20, using: &random))!
      )
    }
  }

  private static func profiles(_ records: [Record], _ bins: HourBins) -> HourlyProfiles {
    var tallies = [Tally](repeating: Tally(), count: 3 * bins.count)
    for record in records {
      let day = HourBins.day(ofHour: record.hour)
      let bin = bins.firstBin(ofDay: day) + record.hour - 24 * day
      tallies[record.station * bins.count + bin].add(record.share)
    }
    return HourlyProfiles(bins: bins, stations: ["1", "2", "3"].map { StationID($0) }, tallies: tallies)
  }

  @Test(
    "folding is adding up by the bins at once, for any part of the stations and the days",
    arguments: [BinKind.hourOfDay, .hourOfWeek], [380_000..<380_500, -30..<40, 380_009..<380_010])
  func folding(kind: BinKind, hours: Range<Int>) {
    let records = Self.records(hours)
    let dated = DatedProfiles(Self.profiles(records, .series(hours)))
    #expect(dated.days.contains(HourBins.day(ofHour: hours.lowerBound)))
    #expect(dated.days.contains(HourBins.day(ofHour: hours.upperBound - 1)))
    for isWanted in [{ _ in true }, { $0 % 2 == 0 }, { CivilDate(day: $0).weekday < 5 }] as [(Int) -> Bool] {
      let some = records.filter { isWanted(HourBins.day(ofHour: $0.hour)) }
      let expected = Self.profiles(some, dated.bins(kind))
      for stations in [0..<3, 1..<3, 2..<2] {
        let found = dated.folded(to: kind, of: stations, where: isWanted)
        #expect(found == stations.flatMap { expected.tallies(of: $0) })
      }
    }
    #expect(dated.folded(to: .series, of: 0..<3) == (0..<3).flatMap { dated.series.tallies(of: $0) })
  }

  @Test("a day taken from the sum of all leaves the sum of the others")
  func takingAway() {
    let hours = 380_005..<380_300
    let records = Self.records(hours)
    let dated = DatedProfiles(Self.profiles(records, .series(hours)))
    for kind in BinKind.allCases {
      let bins = dated.bins(kind)
      dated.forEach(of: 0..<3) { station, dates in
        let all = dated.folded(to: kind, of: station..<station + 1)
        for day in dated.days {
          var rest = all
          dates.subtract(day, from: &rest, bins)
          #expect(rest == dated.folded(to: kind, of: station..<station + 1) { $0 != day })
          dates.add(day, to: &rest, bins)
          #expect(rest == all)
          let own = records.filter { $0.station == station && HourBins.day(ofHour: $0.hour) == day }
          #expect(dates.hasRecords(day) == !own.isEmpty)
          #expect((0..<24).reduce(0) { $0 + dates[day, $1].count } == UInt64(own.count))
        }
        #expect(!dates.hasRecords(dated.days.lowerBound - 1) && dates[dated.days.upperBound, 0] == Tally())
      }
    }
  }
}
