import Availability
import TestSupport
import Testing

@Suite("DaysTakenOff: profiles without one day or another")
struct DaysTakenOffTests {
  @Test("They are those of the records of all other days", arguments: BinKind.allCases)
  func without(kind: BinKind) {
    let hours = 380_005..<380_300
    var random = SeededGenerator(seed: 11)
    let stations = ["a", "b", "c"].map { StationID($0) }
    var tallies = [Tally](repeating: Tally(), count: 3 * hours.count)
    for _ in 0..<900 {
      let place = Int.random(in: tallies.indices, using: &random)
      tallies[place].add(Share(free: .random(in: 0...20, using: &random), bikes: 7)!)
    }
    let dated = DatedProfiles(HourlyProfiles(bins: .series(hours), stations: stations, tallies: tallies))
    let taken = DaysTakenOff(dated, to: dated.bins(kind))
    for day in dated.days.map({ $0 as Int? }) + [nil] {
      let due = dated.folded(to: kind, of: 0..<3) { $0 != day }
      let found = taken.profiles(without: day)
      #expect(found.bins == dated.bins(kind) && found.stations == stations)
      #expect((0..<3).flatMap { found.tallies(of: $0) } == due)
    }
  }

  @Test("A day counts for a station from twelve hours on")
  func full() {
    // From hour 6 of a day on: 18 hours, 24 and 11.
    let hours = 24 * 15_000 + 6..<24 * 15_000 + 6 + 53
    var tallies = [Tally](repeating: Tally(), count: 2 * hours.count)
    for place in 0..<hours.count { tallies[place].add(Share(free: 1, bikes: 2)!) }
    // The other has every other hour.
    for place in stride(from: 0, to: hours.count, by: 2) {
      tallies[hours.count + place].add(Share(free: 1, bikes: 1)!)
    }
    let profiles = HourlyProfiles(
      bins: .series(hours), stations: [StationID("1"), StationID("2")], tallies: tallies)
    let taken = DaysTakenOff(DatedProfiles(profiles), to: .hourOfDay)
    #expect(taken.fullDays == [true, true, false, false, true, false])
  }
}
