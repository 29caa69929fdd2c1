import Availability
import Foundation
import Ingestion
import TestSupport
import Testing

@Suite("Deduplicator: the first record of each station and time")
struct DeduplicatorTests {
  private let folder = try! TemporaryFolder()
  private static let rules = RowRules(deduplicates: true)

  private struct Key: Hashable {
    let station: String
    let time: String
  }

  /// A log with many repetitions, and what is left of it by a plain dictionary.
  private static func log(seed: UInt64, rows: Int) -> (
    text: String, first: [Key: (free: UInt32, bikes: UInt32)]
  ) {
    var random = SeededGenerator(seed: seed)
    var text = "number,available_bike_stands,available_bikes,last_update\n"
    var first: [Key: (free: UInt32, bikes: UInt32)] = [:]
    for _ in 0..<rows {
      let hour = 10 + Int.random(in: 0...9, using: &random)
      let key = Key(station: "s\(Int.random(in: 0...12, using: &random))", time: "2013-09-10 \(hour):25:19")
      let counts = (
        free: UInt32.random(in: 0...4, using: &random), bikes: UInt32.random(in: 0...4, using: &random)
      )
      // The same time in another layout is the same time.
      let time = Bool.random(using: &random) ? key.time : key.time.replacing(" ", with: "T") + ".000"
      text += "\(key.station),\(counts.free),\(counts.bikes),\(time)\n"
      if first[key] == nil { first[key] = counts }
    }
    return (text, first)
  }

  private func distinct(
    _ file: LogFile, parts: Int, threads: Int, memory: Int = 1 << 30
  ) throws -> (rows: ParsedRows, distinct: Int64) {
    let segment = try file.readSegment(0..<file.blockCount, rules: Self.rules, threads: threads)
    let found = try (0..<parts).map { number in
      let deduplicator = Deduplicator(.init(number: number, of: parts), memory: memory)
      try segment.enter(in: deduplicator, from: file, number: 0, rules: Self.rules, threads: threads)
      return deduplicator.profiles(bins: .hourOfDay)
    }
    let profiles = ProfileSums(bins: .hourOfDay, adding: found.map(\.profiles))
    return (ParsedRows(profiles), found.reduce(0) { $0 + $1.distinct.values.reduce(0) { $0 + $1.records } })
  }

  @Test(
    "the records left are those of a plain dictionary, for any blocks, threads and parts",
    arguments: [40, 200, 1 << 18])
  func plain(blockSize: Int) throws {
    for seed in UInt64(1)...12 {
      let (text, first) = Self.log(seed: seed, rows: 400)
      let file = try LogFile(
        path: try folder.write("log-\(seed)-\(blockSize)", text), needsTime: true, blockSize: blockSize)
      var tallies: [StationID: [Tally]] = [:]
      var closed: [StationID: Int64] = [:]
      for (key, counts) in first {
        let station = StationID(key.station)
        closed[station, default: 0] += counts.free + counts.bikes == 0 ? 1 : 0
        guard let share = Share(free: counts.free, bikes: counts.bikes) else { continue }
        let hour = try #require(Int(key.time.dropFirst(11).prefix(2)))
        tallies[station, default: Array(repeating: Tally(), count: 24)][hour].add(share)
      }
      for (parts, threads) in [(1, 1), (1, 3), (2, 1), (5, 2)] {
        let found = try distinct(file, parts: parts, threads: threads)
        #expect(found.distinct == first.count)
        #expect(found.rows.tallies.compactMapValues { $0[0] } == tallies)
        #expect(found.rows.closed == closed)
      }
    }
  }

  @Test("records that differ in station or time are all kept")
  func allDifferent() throws {
    let rows = (0..<5_000).map { "\($0 / 60),1,1,2013-09-10 10:\(10 + $0 % 50):\(10 + $0 % 6)\n" }
    let text = "number,available_bike_stands,available_bikes,last_update\n" + rows.joined()
    let file = try LogFile(path: try folder.write("log", text), needsTime: true, blockSize: 1_000)
    #expect(try distinct(file, parts: 3, threads: 2).distinct == Int64(Set(rows).count))
  }

  @Test("a table that outgrows its memory says so rather than taking more")
  func outOfMemory() throws {
    let rows = (0..<20_000).map { "\($0),1,1,2013-09-10 10:10:10\n" }
    let text = "number,available_bike_stands,available_bikes,last_update\n" + rows.joined()
    let file = try LogFile(path: try folder.write("log", text), needsTime: true)
    let error = #expect(throws: Deduplicator.OutOfMemory.self) {
      _ = try distinct(file, parts: 1, threads: 2, memory: 100_000)
    }
    #expect(error?.limit == 100_000)
    #expect(try distinct(file, parts: 1, threads: 2, memory: 10 << 20).distinct == 20_000)
  }
}
