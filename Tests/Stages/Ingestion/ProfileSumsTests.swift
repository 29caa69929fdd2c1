import Availability
import Ingestion
import TestSupport
import Testing

@Suite("ProfileSums: what parts of the rows add up to")
struct ProfileSumsTests {
  private struct Record: Hashable {
    let station: String
    let day: Int
    let hour: Int
    let free: UInt32
  }

  private static func records(_ count: Int, days: Int = 5, seed: UInt64) -> [Record] {
    var random = SeededGenerator(seed: seed)
    return (0..<count).map { _ in
      Record(
        station: "s\(Int.random(in: 0..<30, using: &random))",
        day: Int.random(in: 19_000..<19_000 + days, using: &random),
        hour: Int.random(in: 0..<24, using: &random), free: UInt32.random(in: 0...9, using: &random))
    }
  }

  /// Profiles of a series; stations with 0 free docks are closed.
  private static func part(
    _ records: [Record], room: Int = 0, isNarrow: Bool = false
  ) -> ProfileSums {
    var stations: [StationID] = []
    var rows: [String: Int] = [:]
    for record in records where rows[record.station] == nil {
      rows[record.station] = stations.count
      stations.append(StationID(record.station))
    }
    var pages: [Int: TallyPage] = [:]
    var closed: [ClosedCounts.Place: Int64] = [:]
    var counts = RowCounts()
    for record in records {
      let row = rows[record.station]!
      counts.read += 1
      guard record.free > 0 else {
        closed[ClosedCounts.Place(row: row, key: record.day, hour: record.hour), default: 0] += 1
        counts[.closed] += 1
        continue
      }
      let page = pages[record.day] ?? TallyPage(capacity: stations.count + room, isNarrow: isNarrow)
      pages[record.day] = page
      page[row, record.hour].add(Share(free: record.free, bikes: 3)!)
    }
    return ProfileSums(
      bins: .series, stations: stations, pages: pages, closed: ClosedCounts(closed), counts: counts)
  }

  @Test("parts in any order add up to the whole", arguments: [UInt64(1), 2, 3])
  func adding(seed: UInt64) {
    let records = Self.records(2_000, seed: seed)
    let whole = ParsedRows(Self.part(records))
    for (room, startsNarrow) in [(0, false), (0, true), (1, true), (50, false)] {
      func parts() -> [ProfileSums] {
        // Of very different sizes: the last knows a station or two.
        [records[..<5], records[5..<1_990], [], records[1_990..<1_998], records[1_998...]].map {
          Self.part(Array($0), room: room, isNarrow: $0.count.isMultiple(of: 2) == startsNarrow)
        }
      }
      #expect(ParsedRows(ProfileSums(bins: .series, adding: parts())) == whole)
      #expect(ParsedRows(ProfileSums(bins: .series, adding: parts().reversed())) == whole)
    }
    #expect(ParsedRows(ProfileSums(bins: .series, adding: [])) == ParsedRows(Self.part([])))
  }

  @Test("any number of threads adds a year of pages up to the same", arguments: [1, 2, 3, 64])
  func threads(threads: Int) throws {
    let records = Self.records(20_000, days: 365, seed: 7)
    func parts() -> [ProfileSums] {
      [records[..<9_000], records[9_000..<9_010], records[9_010...]].map {
        Self.part(Array($0), isNarrow: $0.count != 9_000)
      }
    }
    let found = try ProfileSums(bins: .series, adding: parts(), threads: threads)
    #expect(ParsedRows(found) == ParsedRows(Self.part(records)))
    let reversed = try ProfileSums(bins: .series, adding: parts().reversed(), threads: threads)
    #expect(ParsedRows(reversed) == ParsedRows(found))
    let none = try ProfileSums(bins: .series, adding: [], threads: threads)
    #expect(none.stations == [] && none.pages.isEmpty)
    let one = try ProfileSums(bins: .series, adding: [Self.part(records)], threads: threads)
    #expect(ParsedRows(one) == ParsedRows(found))
  }

  @Test(
    "what is taken back was never there: records, stations, days and counts", arguments: [UInt64(4), 5, 6])
  func retracting(seed: UInt64) {
    let kept = Self.records(200, seed: seed)
    var wrong = Self.records(100, seed: seed + 100)
    wrong += (0..<9).map { Record(station: "only\($0 % 3)", day: 19_900 + $0, hour: 5, free: UInt32($0 % 2)) }
    let found = ProfileSums(
      bins: .series, adding: [Self.part(wrong), Self.part(kept)],
      retracting: [Self.part(Array(wrong[..<40])), Self.part(Array(wrong[40...]))])
    #expect(ParsedRows(found) == ParsedRows(Self.part(kept)))
    #expect(found.hours == Self.part(kept).hours)
    let nothing = ProfileSums(bins: .series, adding: [Self.part(kept)], retracting: [Self.part(kept)])
    #expect(nothing.stations == [])
    #expect(nothing.counts == RowCounts())
    #expect(nothing.hours == nil)
  }

  @Test("a series reaches from the first hour with a record to the last")
  func hours() {
    let records = [
      Record(station: "a", day: 10, hour: 22, free: 1), Record(station: "b", day: 12, hour: 3, free: 2),
      Record(station: "c", day: 5, hour: 0, free: 0),
    ]
    let found = Self.part(records)
    #expect(found.hours == 262..<292)
    #expect(found.hasProfile == [true, true, false])
    var rows = [Tally](repeating: Tally(), count: 60)
    found.copyTallies(of: [1, 0], bins: .series(262..<292), to: &rows)
    #expect(rows.indices.filter { rows[$0].count > 0 } == [29, 30])
    #expect(Self.part([]).hours == nil)
  }

  @Test("counts are those of both parts, by reason, and go there and back as numbers")
  func counts() {
    var a = RowCounts()
    a.read = 10
    for (i, reason) in LeftOut.allCases.enumerated() { a[reason] = Int64(i % 3) }
    var b = a
    b += a
    #expect(b.read == 20)
    #expect(LeftOut.allCases.allSatisfy { b[$0] == 2 * a[$0] })
    #expect(b.used == 2 * a.used)
    #expect(a.used == 10 - LeftOut.allCases.reduce(0) { $0 + a[$1] })
    #expect(a.records == a.used + a[.closed])
    #expect(RowCounts(b.numbers) == b)
    b -= a
    #expect(b == a)
  }
}
