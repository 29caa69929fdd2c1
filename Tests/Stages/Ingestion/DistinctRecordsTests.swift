import Availability
import Ingestion
import TestSupport
import Testing

@Suite("DistinctRecords: the first record of each station and time")
struct DistinctRecordsTests {
  private let folder = try! TemporaryFolder()
  private static let rules = RowRules(deduplicates: true)
  private static let header = "number,available_bike_stands,available_bikes,last_update,note\n"

  private struct Key: Hashable {
    let station: String
    let time: String
  }

  /// What logs are like: how their times come.
  enum Order: CaseIterable { case rising, falling, random, mostlyRising, byStation }

  /// A log with many repetitions, and what is left of it by a plain dictionary.
  private static func log(seed: UInt64, rows: Int, _ order: Order, hasLineEnds: Bool = false) -> (
    text: String, first: [Key: (free: UInt32, bikes: UInt32)]
  ) {
    var random = SeededGenerator(seed: seed)
    var text = header
    var first: [Key: (free: UInt32, bikes: UInt32)] = [:]
    for row in 0..<rows {
      let steady =
        switch order {
        case .rising, .mostlyRising: row / 20
        case .falling: (rows - row) / 20
        case .random: Int.random(in: 0...rows / 20, using: &random)
        case .byStation: row % (rows / 13 + 1)
        }
      let isLate = order == .mostlyRising && Int.random(in: 0...9, using: &random) == 0
      let minutes = isLate ? Int.random(in: 0...max(1, steady), using: &random) : steady
      let station =
        order == .byStation ? "s\(row / (rows / 13 + 1))" : "s\(Int.random(in: 0...12, using: &random))"
      let micros = seed % 3 == 0 ? ".00000\(minutes % 7)" : ""
      func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
      let day = "2013-09-\(two(10 + minutes / 1440))"
      let time = "\(day) \(two(minutes / 60 % 24)):\(two(minutes % 60)):19\(micros)"
      let most: UInt32 = seed % 4 == 0 ? 400 : 4
      let counts = (
        free: UInt32.random(in: 0...most, using: &random), bikes: UInt32.random(in: 0...most, using: &random)
      )
      // The same time in another layout is the same time.
      let isPlain = Bool.random(using: &random) || !micros.isEmpty
      let note = hasLineEnds && Int.random(in: 0...3, using: &random) == 0 ? "\"two\nlines, \(row)\"" : "x"
      let written = isPlain ? time : time.replacing(" ", with: "T") + ".000"
      text += "\(station),\(counts.free),\(counts.bikes),\(written),\(note)\n"
      let key = Key(station: station, time: time)
      if first[key] == nil { first[key] = counts }
    }
    return (text, first)
  }

  private static func sums(_ first: [Key: (free: UInt32, bikes: UInt32)]) -> (
    tallies: [StationID: [Tally]], closed: [StationID: Int64]
  ) {
    var tallies: [StationID: [Tally]] = [:]
    var closed: [StationID: Int64] = [:]
    for (key, counts) in first {
      let station = StationID(key.station)
      closed[station, default: 0] += counts.free + counts.bikes == 0 ? 1 : 0
      guard let share = Share(free: counts.free, bikes: counts.bikes) else { continue }
      tallies[station, default: Array(repeating: Tally(), count: 24)][Int(key.time.dropFirst(11).prefix(2))!]
        .add(share)
    }
    return (tallies, closed)
  }

  /// Reads a file as `ranks` ranks of `threads` threads do, and decides each part of the stations.
  private func distinct(
    _ file: LogFile, parts: Int, ranks: Int = 1, threads: Int, memory: Int = 1 << 30
  ) throws -> (rows: ParsedRows, distinct: Int64, needed: Int) {
    var (sums, distinct, needed) = ([ProfileSums](), Int64(0), 0)
    for number in 0..<parts {
      let keeper = RecordKeeper(.init(number: number, of: parts), memory: memory)
      var rules = Self.rules
      rules.keeper = keeper
      var position = file.firstRow
      var sent: [TimedRecords] = []
      for rank in 0..<ranks {
        let blocks = file.blockCount * rank / ranks..<file.blockCount * (rank + 1) / ranks
        var segment = try file.readSegment(blocks, rules: rules, threads: threads)
        var kept = segment.profiles.undecided
        if case .rows(let start, _) = segment.claim, start == position {
        } else if !blocks.isEmpty {
          try segment.repair(startingAt: position, in: file, rules: rules)
          kept = segment.profiles.undecided
        }
        if case .rows(_, let end) = segment.claim { position = end }
        let replaced = kept.reduce(into: Set<Int>()) { $0.formUnion($1.replaced) }
        for records in kept where records.replaced.isEmpty { records.voided = replaced }
        sent += kept
      }
      needed = max(needed, keeper.needed)
      for owner in 0..<ranks {
        let received =
          ranks == 1
          ? sent
          : sent.map { records in
            let message = records.message { keeper.owner(of: $0, among: ranks) == owner }
            return message.withUnsafeBytes { TimedRecords(message: $0[...]) }
          }
        let decided = try DistinctRecords(received, keeper: keeper.again(with: received), firstPieces: [0])
          .sums(bins: .hourOfDay, threads: threads)
        sums.append(decided.sums)
        distinct += decided.counts.values.reduce(0) { $0 + $1.records }
      }
    }
    return (ParsedRows(ProfileSums(bins: .hourOfDay, adding: sums)), distinct, needed)
  }

  @Test(
    "the records left are those of a plain dictionary, for any blocks, threads, ranks and parts",
    arguments: [40, 200, 1 << 18], Order.allCases)
  func plain(blockSize: Int, order: Order) throws {
    for seed in UInt64(1)...6 {
      let (text, first) = Self.log(seed: seed, rows: 400, order, hasLineEnds: seed % 2 == 0)
      let file = try LogFile(
        path: try folder.write("log-\(seed)-\(blockSize)-\(order)", text), needsTime: true,
        blockSize: blockSize)
      let expected = Self.sums(first)
      for (parts, ranks, threads) in [(1, 1, 1), (1, 1, 3), (2, 1, 1), (1, 3, 2), (5, 2, 1)] {
        let found = try distinct(file, parts: parts, ranks: ranks, threads: threads)
        #expect(found.distinct == first.count, "\(seed) \(parts) \(ranks) \(threads)")
        #expect(found.rows.tallies.compactMapValues { $0[0] } == expected.tallies)
        #expect(found.rows.closed == expected.closed)
      }
    }
  }

  @Test("records that differ in station or time are all kept")
  func allDifferent() throws {
    let rows = (0..<5_000).map { "\($0 / 60),1,1,2013-09-10 10:\(10 + $0 % 50):\(10 + $0 % 6),x\n" }
    let file = try LogFile(
      path: try folder.write("log", Self.header + rows.joined()), needsTime: true, blockSize: 1_000)
    #expect(try distinct(file, parts: 3, threads: 2).distinct == Int64(Set(rows).count))
  }

  @Test("a record of a log in order takes some four bytes, one of a log in none not much more")
  func memory() throws {
    for (order, most) in [(Order.rising, 6.0), (.random, 9)] {
      let rows = 200_000
      let file = try LogFile(
        path: try folder.write("log-\(order)", Self.log(seed: 1, rows: rows, order).text), needsTime: true)
      #expect(Double(try distinct(file, parts: 1, threads: 2).needed) < most * Double(rows))
    }
  }

  @Test("records that outgrow their memory are counted on, and take no more")
  func outOfMemory() throws {
    let rows = (0..<20_000).map { "\($0),1,1,2013-09-10 10:10:10,x\n" }
    let file = try LogFile(path: try folder.write("log", Self.header + rows.joined()), needsTime: true)
    let keeper = RecordKeeper(.init(number: 0, of: 1), memory: 100_000)
    var rules = Self.rules
    rules.keeper = keeper
    let segment = try file.readSegment(0..<file.blockCount, rules: rules, threads: 2)
    #expect(keeper.isFull && keeper.hasSeveralStations)
    #expect(keeper.needed >= 20_000 * 20)
    #expect(segment.counts.records == 20_000)
    #expect(try distinct(file, parts: 1, threads: 2, memory: 10 << 20).distinct == 20_000)
  }
}

@Suite("SeenTimes: is a time of a station new?")
struct SeenTimesTests {
  @Test("as a set says", arguments: [1, 10, 1000, 100_000])
  func plain(range: Int) {
    var random = SeededGenerator(seed: UInt64(range))
    var seen = SeenTimes()
    for _ in 0..<3 {
      var expected: Set<Int> = []
      for i in 0..<5_000 {
        let time = Bool.random(using: &random) ? i : Int.random(in: -range...range, using: &random)
        #expect(seen.insert(time) == expected.insert(time).inserted)
      }
      seen.removeAll()
    }
  }
}
