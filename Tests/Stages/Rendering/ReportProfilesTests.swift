import Availability
import Rendering
import Testing

@Suite("Profiles of a report")
struct ReportProfilesTests {
  /// Records with so many of 4 docks free.
  private static func tally(_ free: [UInt32]) -> Tally {
    free.reduce(into: Tally()) { $0.add(Share(free: $1, bikes: 4 - $1)!) }
  }

  private static func profiles(_ bins: HourBins, _ records: [[Int: [UInt32]]]) -> HourlyProfiles {
    HourlyProfiles(
      bins: bins, stations: records.indices.map { StationID("\($0)") },
      tallies: records.flatMap { station in (0..<bins.count).map { tally(station[$0] ?? []) } })
  }

  @Test("hours of the day: their means, and which there are")
  func day() {
    let profiles = ReportProfiles(Self.profiles(.hourOfDay, [[0: [1, 2], 23: [4]], [:]]))
    #expect(profiles.count == 2)
    #expect(profiles.day.count == 48 && profiles.week.isEmpty)
    #expect(profiles.day[0] == 3_750 && profiles.day[23] == 10_000)
    #expect(profiles.day.count { $0 == ReportProfiles.missing } == 46)
    #expect(profiles.bins == [1, 0, 0x80, 0, 0, 0])
  }

  @Test("hours of the week make those of the day: a mean of records, not of means")
  func week() {
    // Monday and Tuesday 5 h, Sunday 23 h.
    let profiles = ReportProfiles(Self.profiles(.hourOfWeek, [[5: [1, 1, 1], 29: [3], 167: [2]]]))
    #expect(profiles.week[5] == 2_500 && profiles.week[29] == 7_500 && profiles.week[167] == 5_000)
    #expect(profiles.day[5] == 3_750 && profiles.day[23] == 5_000)
    #expect(profiles.day.count { $0 != ReportProfiles.missing } == 2)
    #expect(profiles.bins.count == 21 && profiles.bins[0] == 1 << 5 && profiles.bins[20] == 1 << 7)
  }

  @Test(
    "hours of the calendar fall on their days of the week, before 1970 too", arguments: [0, -240, 400_000])
  func series(start: Int) {
    // 2013-09-10 was a Tuesday, 15,958 days after 1970-01-01, a Thursday.
    let profiles = ReportProfiles(Self.profiles(.series(start..<start + 30), [[0: [1], 24: [3]]]))
    let first = ((start + 3 * 24) % 168 + 168) % 168
    #expect(profiles.week[first] == 2_500 && profiles.week[(first + 24) % 168] == 7_500)
    #expect(profiles.week.count { $0 != ReportProfiles.missing } == 2)
    #expect(profiles.day[first % 24] == 5_000)
  }

  @Test(
    "what ranks send is what they have, in any order of stations",
    arguments: [HourBins.hourOfDay, .hourOfWeek])
  func joining(bins: HourBins) {
    let records = (0..<5).map { station in [station: [UInt32(station % 4)], 20: [1, UInt32(station % 3)]] }
    let all = ReportProfiles(Self.profiles(bins, records))
    let parts = [0..<2, 2..<2, 2..<5].map { range in
      ReportProfiles(
        bytes: ReportProfiles(Self.profiles(bins, Array(records[range]))).bytes, stations: range.count,
        bins: bins)
    }
    #expect(ReportProfiles(joining: parts) == all)
    let order = [3, 0, 4, 1, 2]
    #expect(all.ordered(order) == ReportProfiles(Self.profiles(bins, order.map { records[$0] })))
    let some = [3, nil, 0]
    #expect(
      all.ordered(some) == ReportProfiles(Self.profiles(bins, some.map { $0.map { records[$0] } ?? [:] })))
  }
}
