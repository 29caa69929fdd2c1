import Availability
import Rendering
import Testing

@Suite("What days tell of stations")
struct StationDaysTests {
  /// Hours of the calendar from a Monday 0 h on, of free docks out of 4; nil for an hour without a record.
  private static func profiles(_ stations: [[UInt32?]]) -> HourlyProfiles {
    HourlyProfiles(
      bins: .series(96..<96 + stations[0].count), stations: stations.indices.map { StationID("\($0)") },
      tallies: stations.flatMap {
        $0.map { free in
          var tally = Tally()
          if let free { tally.add(Share(free: free, bikes: 4 - free)!) }
          return tally
        }
      })
  }

  @Test("the middle half of days, and hours that are out all through")
  func days() {
    // Five days of 0, 1, 2, 3, 4 free docks at each hour; the second station has but three days.
    let first = (0..<120).map { UInt32($0 / 24) as UInt32? }
    let second = (0..<120).map { $0 < 72 ? UInt32($0 / 24) as UInt32? : nil }
    let days = StationDays(Self.profiles([first, second]))
    #expect(days.numbers.count == 2 * StationDays.width)
    #expect(Array(days.numbers[0..<24]) == Array(repeating: 2_500, count: 24))
    #expect(Array(days.numbers[24..<48]) == Array(repeating: 7_500, count: 24))
    #expect(Array(days.numbers[48..<54]) == [0, 120, 0, 24, 0, 24])
    #expect(days.numbers[54..<102].allSatisfy { $0 == ReportProfiles.missing })
    #expect(Array(days.numbers[102..<108]) == [0, 72, 0, 0, 0, 24])
  }

  @Test("what ranks send is what they have, in any order of stations; other bins have no days")
  func joining() {
    let rows = (0..<4).map { station in (0..<96).map { UInt32(($0 + station) % 5) as UInt32? } }
    let all = StationDays(Self.profiles(rows))
    let parts = [0..<1, 1..<4].map { StationDays(Self.profiles(Array(rows[$0]))).bytes }
    #expect(StationDays(joining: parts) == all)
    #expect(all.ordered([3, 1, 0, 2]) == StationDays(Self.profiles([3, 1, 0, 2].map { rows[$0] })))
    let tallies = [Tally](repeating: Tally(count: 1, sum: 1)!, count: 24)
    let hours = StationDays(HourlyProfiles(bins: .hourOfDay, stations: [StationID("a")], tallies: tallies))
    #expect(hours.numbers.isEmpty && hours.ordered([0]) == hours)
  }

  @Test(
    "a share of 0 or 1 in a page is exactly that",
    arguments: [(0.0, 0), (1, 10_000), (0.00001, 1), (0.99999, 9_999)])
  func exactEnds(share: Double, due: UInt16) {
    #expect(ReportProfiles.rounded(share) == due)
  }
}
