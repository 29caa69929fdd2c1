import Availability
import Foundation
import Ingestion
import TestSupport
import Testing

/// Profile files of version 2: names, places, closed records, provenance, and days that are folded and chosen from.
@Suite("Reading a profile file of version 2")
struct RememberingProfileTests {
  private let folder = try! TemporaryFolder()

  private struct Row {
    var station: String
    var bin: String
    var tally = Tally()
    var closed = 0
    var details = ",,"

    /// All fields but the last.
    var text: String {
      let (high, low) = (tally.sum >> ProfileTable.lowBits, tally.sum & ((1 << ProfileTable.lowBits) - 1))
      let mean = tally.count > 0 ? "0.5" : ""
      return "\(station),\(bin),\(tally.count),\(mean),\(high),\(low),\(closed),\(details)"
    }
  }

  private static func tally(_ records: Int, of bikes: UInt32 = 1) -> Tally {
    (0..<records).reduce(into: Tally()) { $0.add(Share(free: UInt32($1 + 1), bikes: bikes)!) }
  }

  private static func quoted(_ bytes: [UInt8]) -> String {
    "\"" + String(decoding: bytes, as: UTF8.self).replacing("\"", with: "\"\"") + "\""
  }

  private static let source: Source = {
    var source = Source(name: "day.csv", bytes: 17, sha256: "00ff", used: 10)
    (source.first, source.last) = ("2024-02-28T22:00:00", "2024-02-29T01:59:59.500000")
    (source.read, source.leftOut) = (14, ["closed": 3, "time": 1])
    (source.clock, source.timezone) = (.epoch, "Europe/Paris")
    return source
  }()

  private static let rows = [
    Row(station: "7", bin: "2024-02-28T22", tally: tally(4), details: "Gare de l'Est,48.876,2.357"),
    Row(station: "7", bin: "2024-02-29T00", tally: tally(3, of: 2), closed: 1),
    Row(station: "8", bin: "2024-02-29T01", tally: tally(3, of: 3)),
    Row(station: "9", bin: "2024-02-29T01", closed: 2),
  ]

  private static func text(_ rows: [Row], _ sources: [Source] = [source]) -> String {
    let provenance = Provenance(
      head: .init(velibcorr: "0", bins: .series, first: nil, last: nil, records: 10), sources: sources)
    let checksum = rows.reduce(provenance.check) { $0 &+ ProfileTable.check(Array($1.text.utf8)) }
    let cells =
      ProvenanceCell.cells(provenance, rows: rows.count)
    let lines = rows.enumerated().map { i, row in
      let cell =
        i == rows.count - 1
        ? ProvenanceCell.last(provenance, rows: rows.count, checksum: checksum)
        : i < cells.count ? cells[i] : []
      return row.text + "," + (cell.isEmpty ? "" : quoted(cell))
    }
    return ([ProfileTable.columns.joined(separator: ",")] + lines).map { $0 + "\n" }.joined()
  }

  private func read(_ text: String, _ rules: RowRules) throws -> (ProfileSums, ProfileFindings) {
    let input = try Input(path: try folder.write("p-\(UUID())", text))
    let sums = try input.readStream(rules: rules)
    return (sums, try #require(input.profiles?.findings))
  }

  private func fault(_ text: String, _ rules: RowRules = RowRules(bins: .series)) throws -> ProfileFileError {
    let error = try #require(#expect(throws: IngestionError.self) { _ = try read(text, rules) })
    guard case .profiles(_, let fault) = error else { throw error }
    return fault
  }

  @Test("sums, names, places, closed records, counts and times are there again, rows in any order")
  func roundTrip() throws {
    let lines = Self.text(Self.rows).split(separator: "\n")
    for lines in [lines, [lines[0]] + lines.dropFirst().reversed()] {
      let (sums, found) = try read(lines.joined(separator: "\r\n"), RowRules(bins: .series))
      let row = try #require(sums.stations.firstIndex(of: StationID("7")))
      let day = CivilDate(year: 2024, month: 2, day: 29).day
      #expect(sums.pages[day - 1]?[row, 22] == Self.tally(4))
      #expect(sums.pages[day]?[row, 0] == Self.tally(3, of: 2))
      #expect(sums.closed.count(ofStation: row) == 1)
      #expect(sums.closed.count(ofStation: try #require(sums.stations.firstIndex(of: StationID("9")))) == 2)
      #expect(sums.counts.read == 14 && sums.counts.used == 10 && sums.counts[.closed] == 3)
      #expect(LocalTime(ordinal: sums.span.last).iso8601 == "2024-02-29T01:59:59.500000")
      #expect(sums.span.hasEpochs)
      let place = StationDetails.Place(latitude: 48.876, longitude: 2.357)
      #expect(found.stations == [StationID("7"): StationDetails(name: "Gare de l'Est", place: place)])
      #expect(found.provenance?.sources == [Self.source])
      #expect(!found.isPart)
    }
  }

  @Test("the only row holds all, and of many sources each row one")
  func provenance() throws {
    var row = Row(station: "1", bin: "2024-02-28T22", tally: Self.tally(10))
    row.closed = 3
    #expect(try read(Self.text([row]), RowRules(bins: .series)).1.provenance?.sources == [Self.source])
    for count in [1, 2, 3, 9] {
      let sources = (0..<count).map { i in
        var source = Self.source
        (source.name, source.used, source.read) = ("\(i)", i == 0 ? 10 : 0, i == 0 ? 14 : 4)
        return source
      }
      let found = try read(Self.text(Self.rows, sources), RowRules(bins: .series)).1
      #expect(found.provenance?.sources == sources.sorted())
    }
  }

  @Test("days fold to hours of the day and of the week")
  func folding() throws {
    for (bins, key) in [(BinKind.hourOfDay, 0), (.hourOfWeek, 3)] {
      let (sums, _) = try read(Self.text(Self.rows), RowRules(bins: bins))
      let row = try #require(sums.stations.firstIndex(of: StationID("7")))
      #expect(sums.pages[key]?[row, 0] == Self.tally(3, of: 2))
      #expect(sums.counts.used == 10)
    }
  }

  @Test("--since and --until choose whole hours, and count what is outside")
  func period() throws {
    func time(_ text: String) -> LocalTime {
      LocalTime(ordinal: HourBins.bin(of: text, kind: .series)! * 3_600_000_000)
    }
    let since = RowRules(bins: .hourOfDay, since: time("2024-02-29T00"))
    let (sums, found) = try read(Self.text(Self.rows), since)
    #expect(sums.counts.used == 6 && sums.counts[.period] == 4 && sums.counts[.closed] == 3)
    #expect(found.isPart && LocalTime(ordinal: sums.span.first).iso8601 == "2024-02-29T00:00:00")
    let until = RowRules(bins: .hourOfDay, until: time("2024-02-29T01"))
    let early = try read(Self.text(Self.rows), until).0
    #expect(early.counts.used == 7 && early.counts[.period] == 5 && early.counts[.closed] == 1)
    #expect(!early.stations.contains(StationID("9")))
    let within = RowRules(bins: .hourOfDay, since: LocalTime(ordinal: 1_800_000_000))
    #expect(try fault(Self.text(Self.rows), within) == .partOfHour(option: "--since"))
  }

  @Test("a changed byte of any field is found")
  func changed() throws {
    let text = Self.text(Self.rows)
    let bytes = Array(text.utf8)
    let start = try #require(bytes.firstIndex(of: 10)) + 1
    for i in start..<bytes.count where (0x30...0x39).contains(bytes[i]) || (0x61...0x7a).contains(bytes[i]) {
      var damaged = bytes
      damaged[i] = bytes[i] == 0x39 ? 0x30 : bytes[i] == 0x7a ? 0x61 : bytes[i] + 1
      switch try fault(String(decoding: damaged, as: UTF8.self)) {
      case .checksum, .row, .incomplete, .version, .noEnd: break
      case let other: Issue.record("byte \(i): \(other)")
      }
    }
  }

  @Test("a file that is cut, or has a row more or less, is refused")
  func cut() throws {
    let lines = Self.text(Self.rows).split(separator: "\n").map(String.init)
    #expect(try fault(lines.dropLast().joined(separator: "\n")) == .noEnd(rows: 3))
    let fewer = [lines[0], lines[1], lines[3], lines[4]].joined(separator: "\n")
    #expect(try fault(fewer) == .incomplete(expected: 4, found: 3))
    #expect(
      try fault((lines + ["1,2024-02-28T22,1,0.5,0,0,0,,,,"]).joined(separator: "\n"))
        == .incomplete(expected: 4, found: 5))
    #expect(try fault(lines[0] + "\n") == .noEnd(rows: 0))
  }

  @Test(
    "a row that velibcorr would not write is told by its number",
    arguments: [
      "7,24,1,0.5,0,0,0,,,,", "7,2024-02-30T00,1,0.5,0,0,0,,,,", "7,2024-02-28T22,0,,0,0,0,,,,",
      "7,2024-02-28T22,0,,1,0,1,,,,", "7,2024-02-28T22,1,0.5,0,0,-1,,,,", "7,2024-02-28T22,1,0.5,0,0,0,,,",
      "7,2024-02-28T22,1,0.5,0,140737488355328,0,,,,", "7,2024-02-28T22,1,0.5,8193,0,0,,,,",
      "7,2024-02-28T22,1,0.5,0,0,0,,,,{",
      // Years that no log is of, and numbers that would not add up.
      "7,9223372036854775807-02-28T22,1,0.5,0,0,0,,,,", "7,1989-12-31T22,1,0.5,0,0,0,,,,",
      "7,2024-02-28T22,0,,0,0,17179869184,,,,", "7,2024-02-28T22,0,,0,0,999999999999999999,,,,",
      "station,bin,records,mean,sum_high,sum_low,closed,name,lat,lng,provenance",
    ])
  func row(line: String) throws {
    #expect(try fault(Self.text(Self.rows) + line + "\n") == .row(5))
  }

  @Test("a source of more rows than any log has is damage", arguments: [1 << 40, Int64.max, Int64.min])
  func endlessSource(rows: Int64) throws {
    var (many, left) = (Self.source, Self.source)
    many.read = rows
    left.leftOut["closed"] = rows
    #expect(try fault(Self.text(Self.rows, [many])) == .row(2))
    #expect(try fault(Self.text(Self.rows, [Self.source, left, left])) == .row(3))
  }

  @Test("by other bins than hours of the calendar, there is nothing to fold")
  func bins() throws {
    let text = Self.text([Row(station: "1", bin: "Mon 07", tally: Self.tally(10), closed: 3)])
    #expect(try fault(text) == .bins(found: .hourOfWeek, wanted: .series))
    #expect(try fault(text, RowRules(bins: .hourOfDay)) == .bins(found: .hourOfWeek, wanted: .hourOfDay))
    let time = RowRules(bins: .hourOfWeek, since: LocalTime(ordinal: 0))
    #expect(try fault(text, time) == .noTimes)
  }
}
