import Availability
import Foundation
import Ingestion
import TestSupport
import Testing

@Suite("Reading a profile file of version 1")
struct ProfileReadingTests {
  private let folder = try! TemporaryFolder()

  private static let labels: [BinKind: [String]] = [
    .hourOfDay: ["00", "07", "23"], .hourOfWeek: ["Mon 00", "Wed 07", "Sun 23"],
    .series: ["1999-12-31T23", "2024-02-29T00", "2024-03-01T01"],
  ]

  private struct Row {
    var station: String
    var bin: String
    var tally: Tally

    var line: String {
      let id =
        station.contains { ",\"\n".contains($0) } ? "\"\(station.replacing("\"", with: "\"\""))\"" : station
      return "\(id),\(bin),\(tally.count),0.5,\(tally.sum)"
    }
  }

  /// Rows of three stations, one of which needs quotes.
  private static func rows(_ kind: BinKind) -> [Row] {
    ["7", "a,\"b\"\nc", "Évry"].enumerated().flatMap { number, station in
      labels[kind]!.enumerated().map { i, bin in
        var tally = Tally()
        for record in 0...i { tally.add(Share(free: UInt32(number + 1), bikes: UInt32(record))!) }
        return Row(station: station, bin: bin, tally: tally)
      }
    }
  }

  private static func text(_ kind: BinKind, _ rows: [Row], lineEnd: String = "\n") -> String {
    let checksum = rows.reduce(UInt64(0)) {
      $0 &+ ProfileFile.check(StationID($1.station).bytes, bin: $1.bin.utf8, $1.tally)
    }
    let file = ProfileFile(bins: kind, rows: rows.count, checksum: checksum)
    let header = (ProfileFile.columns + [file.columnName]).joined(separator: ",")
    return ([header] + rows.map(\.line)).map { $0 + lineEnd }.joined()
  }

  private func read(_ text: String, _ rules: RowRules) throws -> ProfileSums {
    try Input(path: try folder.write("p-\(UUID())", text)).readStream(rules: rules)
  }

  private func fault(_ text: String, _ rules: RowRules = RowRules()) throws -> ProfileFileError {
    let error = try #require(#expect(throws: IngestionError.self) { _ = try read(text, rules) })
    guard case .profiles(_, let fault) = error else { throw error }
    return fault
  }

  @Test(
    "what was written is read, rows in any order, any line end", arguments: BinKind.allCases, ["\n", "\r\n"])
  func roundTrip(kind: BinKind, lineEnd: String) throws {
    let rows = Self.rows(kind)
    for rows in [rows, rows.reversed()] {
      let found = try read(Self.text(kind, rows, lineEnd: lineEnd), RowRules(bins: kind))
      #expect(found.counts.read == 0 && found.counts.added == 18)
      #expect(found.span.isEmpty)
      #expect(Set(found.stations) == Set(rows.map { StationID($0.station) }))
      let bins =
        kind == .series
        ? HourBins.series(try #require(found.hours)) : kind == .hourOfDay ? .hourOfDay : .hourOfWeek
      for (i, station) in found.stations.enumerated() {
        var tallies = [Tally](repeating: Tally(), count: bins.count)
        found.copyTallies(of: i...i, bins: bins, to: &tallies)
        let expected = rows.filter { StationID($0.station) == station }
        #expect(tallies.count { $0.count > 0 } == expected.count)
        for row in expected {
          let bin = try #require((0..<bins.count).first { bins.label($0) == row.bin })
          #expect(tallies[bin] == row.tally)
        }
      }
    }
  }

  @Test("fields quoted and with spaces around, in some rows or in all, are the same")
  func fieldForms() throws {
    let rows = Self.rows(.hourOfWeek)
    let lines = Self.text(.hourOfWeek, rows).split(separator: "\n", omittingEmptySubsequences: false)
    let plain = try read(lines.joined(separator: "\n"), RowRules(bins: .hourOfWeek))
    for step in 1...3 {
      let changed = lines.enumerated().map { i, line in
        let fields = line.split(separator: ",")
        guard i > 0 && i % step == 0 && fields.count == 5 && !line.contains("\"") else { return String(line) }
        return fields.enumerated().map { $0 % 2 == 0 ? "\"\($1)\"" : " \($1)\t" }.joined(separator: ",")
      }
      let found = try read(changed.joined(separator: "\n"), RowRules(bins: .hourOfWeek))
      #expect(found.stations == plain.stations)
      for station in plain.stations.indices {
        var a = [Tally](repeating: Tally(), count: 168)
        var b = a
        plain.copyTallies(of: station...station, bins: .hourOfWeek, to: &a)
        found.copyTallies(of: station...station, bins: .hourOfWeek, to: &b)
        #expect(a == b)
      }
    }
  }

  @Test("a digit of any sum, count, bin or name that has changed is found")
  func changedDigit() throws {
    let text = Self.text(.hourOfDay, Self.rows(.hourOfDay))
    let bytes = Array(text.utf8)
    let start = try #require(bytes.firstIndex(of: 10)) + 1
    var found = 0
    for i in start..<bytes.count {
      // The mean is for people.
      guard (0x30...0x39).contains(bytes[i]), !Self.isMean(bytes, i) else { continue }
      var damaged = bytes
      damaged[i] = bytes[i] == 0x39 ? 0x30 : bytes[i] + 1
      let fault = try fault(String(decoding: damaged, as: UTF8.self))
      switch fault {
      case .checksum, .row: found += 1
      default: Issue.record("byte \(i): \(fault)")
      }
    }
    #expect(found > 9 * 15)
  }

  /// All means are written as 0.5.
  private static func isMean(_ bytes: [UInt8], _ i: Int) -> Bool {
    (max(0, i - 3)...i).contains { bytes[$0...].starts(with: ",0.5,".utf8) }
  }

  @Test("rows that are missing, or too many, are counted")
  func missingRows() throws {
    let rows = Self.rows(.hourOfDay)
    let lines = [Self.text(.hourOfDay, rows).prefix { $0 != "\n" }.description] + rows.map(\.line)
    for i in rows.indices {
      var fewer = lines
      fewer.remove(at: i + 1)
      #expect(try fault(fewer.map { $0 + "\n" }.joined()) == .incomplete(expected: 9, found: 8))
      let more = (lines + [lines[i + 1]]).map { $0 + "\n" }.joined()
      #expect(try fault(more) == .incomplete(expected: 9, found: 10))
    }
    #expect(try fault(lines[0] + "\n") == .incomplete(expected: 9, found: 0))
  }

  @Test("a file that was cut at any byte of its rows is refused")
  func truncated() throws {
    let text = Array(Self.text(.hourOfDay, Self.rows(.hourOfDay)).utf8)
    let start = try #require(text.firstIndex(of: 10)) + 1
    // Without its last line end it is whole.
    for cut in start..<text.count - 1 {
      let error = try fault(String(decoding: text[..<cut], as: UTF8.self))
      switch error {
      case .incomplete(expected: 9, _), .checksum, .row: continue
      default: Issue.record("cut at \(cut): \(error)")
      }
    }
    let whole = try read(String(decoding: text.dropLast(), as: UTF8.self), RowRules())
    #expect(whole.stations.count == 3)
  }

  @Test(
    "a row that velibcorr would not write is told by its number",
    arguments: [
      "7,24,1,0.5,0", "7,7,1,0.5,0", "7,Mon 07,1,0.5,0", "7,07,0,0,0", "7,07,x,0.5,0", "7,07,1,0.5,-1",
      "7,07,1,0.5,1152921504606846977", "7,07,1,0.5", "7,07,1,0.5,0,0", "7,07,17179869184,0.5,0",
      "7,07,1,0.5,99999999999999999999999999999999999999999",
    ])
  func row(line: String) throws {
    let text = Self.text(.hourOfDay, Array(Self.rows(.hourOfDay).prefix(2))) + line + "\n"
    #expect(try fault(text) == .row(3))
  }

  @Test("another version, other bins, and rules that need times are refused")
  func refusals() throws {
    let text = Self.text(.hourOfWeek, Self.rows(.hourOfWeek))
    guard case .header(let name) = try fault(text.replacing("profiles=1", with: "profiles=2")) else {
      Issue.record("another error")
      return
    }
    #expect(name.hasPrefix("velibcorr-profiles=2 bins=hour-of-week rows=9 check="))
    for wanted in [BinKind.hourOfDay, .series] {
      #expect(try fault(text, RowRules(bins: wanted)) == .bins(found: .hourOfWeek, wanted: wanted))
    }
    let time = LocalTime(ordinal: 0)
    for rules in [RowRules(bins: .hourOfWeek, since: time), RowRules(bins: .hourOfWeek, until: time)] {
      #expect(try fault(text, rules) == .noTimes)
    }
    #expect(try fault(text, RowRules(bins: .hourOfWeek, deduplicates: true)) == .repeats)
  }
}
