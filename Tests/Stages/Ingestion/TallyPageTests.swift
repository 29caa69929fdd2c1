import Availability
import Ingestion
import TestSupport
import Testing

@Suite("TallyPage: a day of every station, narrow while that is enough")
struct TallyPageTests {
  private static let share = Share(free: 1, bikes: 2)!

  private static func tally(_ count: Int) -> Tally {
    var tally = Tally()
    for _ in 0..<count { tally.add(share) }
    return tally
  }

  @Test(
    "an empty page is all zeros, and keeps what is set", arguments: [1, 2, 1000], [false, true])
  func page(capacity: Int, isNarrow: Bool) {
    let page = TallyPage(capacity: capacity, isNarrow: isNarrow)
    let (station, hour) = (capacity - 1, 23)
    #expect((0..<capacity).allSatisfy { i in (0..<24).allSatisfy { page[i, $0] == Tally() } })
    page[station, hour] = Self.tally(1)
    #expect(page[station, hour] == Self.tally(1))
    #expect((0..<capacity).reduce(0) { n, i in n + (0..<24).count { page[i, $0] != Tally() } } == 1)
    #expect(page.isNarrow == isNarrow)
  }

  @Test("15 whole shares fit in a narrow page, a 16th widens it and changes nothing else")
  func widening() {
    let page = TallyPage(capacity: 3, isNarrow: true)
    let whole = Share(free: 5, bikes: 0)!
    page[1, 7] = Self.tally(2)
    var due = Tally()
    for count in 1...17 {
      page[2, 23].add(whole)
      due.add(whole)
      #expect(page[2, 23] == due)
      #expect(page.isNarrow == (count <= 15))
    }
    #expect(page[1, 7] == Self.tally(2))
    #expect(page[0, 0] == Tally())
  }

  @Test("a tally below zero, of what was taken back before it was added, is kept")
  func retracted() {
    let page = TallyPage(capacity: 1, isNarrow: true)
    page[0, 3] -= Self.tally(2)
    #expect(page.hasRecords(station: 0))
    page[0, 3] += Self.tally(3)
    #expect(page[0, 3] == Self.tally(1))
  }

  @Test("narrow and wide agree through sums, copies and bytes", arguments: [UInt64(1), 2, 3])
  func agreement(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var narrow = TallyPage(capacity: 20, isNarrow: true)
    var wide = TallyPage(capacity: 20)
    func expectSame() {
      for station in 0..<20 {
        for hour in 0..<24 where narrow[station, hour] != wide[station, hour] {
          Issue.record("station \(station), hour \(hour)")
        }
      }
    }
    for step in 0..<2_000 {
      let (station, hour) = (Int.random(in: 0..<20, using: &random), Int.random(in: 0..<24, using: &random))
      let tally = Self.tally(Int.random(in: 0...2, using: &random))
      narrow[station, hour] += tally
      wide[station, hour] += tally
      guard step % 500 == 0 else { continue }
      expectSame()
      // The wide one has a narrow page to grow on, which does not do.
      (narrow, wide) = (
        narrow.grown(TallyPage(capacity: 40, isNarrow: true), count: 20),
        wide.grown(TallyPage(capacity: 40, isNarrow: true), count: 20)
      )
      #expect(!wide.isNarrow)
      expectSame()
      let order = (0..<20).shuffled(using: &random)
      (narrow, wide) = (narrow.selected(order), wide.selected(order))
      var (bytes, dueBytes): ([UInt8], [UInt8]) = ([], [])
      narrow.appendTallies(count: 20, to: &bytes)
      wide.appendTallies(count: 20, to: &dueBytes)
      #expect(bytes == dueBytes)
    }
    expectSame()
  }

  @Test(
    "a page added to another is added station by station, however wide they are",
    arguments: [(true, true), (true, false), (false, true), (false, false)])
  func adding(isNarrow: Bool, otherIsNarrow: Bool) {
    var random = SeededGenerator(seed: 7)
    for most in [7, 8, 30] {
      let (page, other) = (
        TallyPage(capacity: 9, isNarrow: isNarrow), TallyPage(capacity: 5, isNarrow: otherIsNarrow)
      )
      let places = [8, 0, 3, 5]
      var due = [[Tally]](repeating: [Tally](repeating: Tally(), count: 24), count: 9)
      for station in 0..<9 {
        for hour in 0..<24 {
          page[station, hour] = Self.tally(.random(in: 0...most, using: &random))
          due[station][hour] = page[station, hour]
        }
      }
      for (i, place) in places.enumerated() {
        for hour in 0..<24 {
          other[i, hour] = Self.tally(.random(in: 0...most, using: &random))
          due[place][hour] += other[i, hour]
        }
      }
      page.add(other, to: places)
      for station in 0..<9 { #expect((0..<24).map { page[station, $0] } == due[station]) }
      // Seven and eight records fit in a narrow page together, nine and seven do not.
      if isNarrow && otherIsNarrow { #expect(page.isNarrow == (most == 7)) }
    }
  }

  @Test("what is added to a negative tally, or makes a sum of many, is exact")
  func addingExtremes() {
    let (page, other) = (TallyPage(capacity: 1, isNarrow: true), TallyPage(capacity: 1, isNarrow: true))
    page[0, 1] -= Self.tally(2)
    other[0, 1] = Self.tally(3)
    let whole = Share(free: 5, bikes: 0)!
    var due = Tally()
    for _ in 0..<8 {
      page[0, 2].add(whole)
      other[0, 2].add(whole)
      due.add(whole)
      due.add(whole)
    }
    page.add(other, to: [0])
    #expect(page[0, 1] == Self.tally(1))
    #expect(page[0, 2] == due)
  }

  @Test("a log station by station, of more stations than pages have room for at first, over many days")
  func stationByStation() throws {
    var random = SeededGenerator(seed: 10)
    var lines: [String] = ["number,available_bike_stands,available_bikes,datetime"]
    var due: [StationID: [Int: [Tally]]] = [:]
    for station in 0..<1_400 {
      for day in 0..<31 where day % 7 != station % 7 {
        var tallies = [Tally](repeating: Tally(), count: 24)
        let (free, bikes, hour) = (
          UInt32.random(in: 1...30, using: &random), UInt32.random(in: 0...30, using: &random),
          Int.random(in: 10...23, using: &random)
        )
        lines.append("\(station),\(free),\(bikes),2022-01-\(day < 9 ? "0" : "")\(day + 1) \(hour):17:00")
        tallies[hour].add(Share(free: free, bikes: bikes)!)
        due[StationID("\(station)"), default: [:]][18_993 + day] = tallies
      }
    }
    let text = Array((lines.joined(separator: "\n") + "\n").utf8)
    let folder = try TemporaryFolder()
    let file = try LogFile(path: try folder.write("log.csv", text), needsTime: true, blockSize: 1 << 16)
    let rules = RowRules(bins: .series)
    for (threads, cuts) in [(1, []), (3, []), (2, [5])] {
      #expect(try ParsedRows.byRanks(file, cuts: cuts, threads: threads, rules: rules).tallies == due)
    }
  }

  @Test("hours of a calendar with 1 to 40 records each, over more stations than a page has at first")
  func series() throws {
    var random = SeededGenerator(seed: 9)
    var lines: [String] = ["number,available_bike_stands,available_bikes,datetime"]
    var due: [StationID: [Int: [Tally]]] = [:]
    for (day, date) in [(19_000, "2022-01-08"), (19_001, "2022-01-09")] {
      for station in 0..<1_500 {
        let name = StationID("\(station)")
        var tallies = [Tally](repeating: Tally(), count: 24)
        let isBusy = station % 97 == 1
        for _ in 0..<(isBusy ? 40 : 1) {
          let (free, bikes) = (
            UInt32.random(in: 1...30, using: &random), UInt32.random(in: 0...30, using: &random)
          )
          let hour = isBusy ? 5 : Int.random(in: 0..<24, using: &random)
          lines.append("\(station),\(free),\(bikes),\(date) \(hour < 10 ? "0" : "")\(hour):17:00")
          tallies[hour].add(Share(free: free, bikes: bikes)!)
        }
        due[name, default: [:]][day] = tallies
      }
    }
    let text = Array((lines.joined(separator: "\n") + "\n").utf8)
    let folder = try TemporaryFolder()
    let file = try LogFile(path: try folder.write("log.csv", text), needsTime: true, blockSize: 1 << 14)
    let rules = RowRules(bins: .series)
    for threads in [1, 3] {
      #expect(try ParsedRows.byRanks(file, cuts: [], threads: threads, rules: rules).tallies == due)
    }
  }
}
