import Availability
import Foundation
import Ingestion
import TestSupport
import Testing

@Suite("Rows that are left out, and why")
struct RowsLeftOutTests {
  private let folder = try! TemporaryFolder()

  /// Rows under a header, read both ways.
  private func read(
    _ rows: [String], header: String = "number,available_bike_stands,available_bikes,heure",
    rules: RowRules = RowRules()
  ) throws -> ParsedRows {
    let text = Array(([header] + rows).map { $0 + "\n" }.joined().utf8)
    let file = try LogFile(
      path: try folder.write("log-\(UUID())", text), needsTime: rules.needsTime)
    let fast = ParsedRows.whole(text, file, reader: .fast, rules: rules)
    #expect(fast == ParsedRows.whole(text, file, reader: .libcsv, rules: rules))
    return fast
  }

  private func reasons(_ rows: ParsedRows) -> [LeftOut: Int64] {
    Dictionary(uniqueKeysWithValues: LeftOut.allCases.map { ($0, rows.counts[$0]) }).filter { $0.value > 0 }
  }

  @Test(
    "each kind of row that is no record has its reason",
    arguments: [
      ("7,3,1", LeftOut.fieldCount), ("7,3,1,5,6", .fieldCount), ("7", .fieldCount),
      (",3,1,5", .noStation), ("  ,3,1,5", .noStation), ("\"\",3,1,5", .noStation),
      ("7,,1,5", .freeDocks), ("7,x,1,5", .freeDocks), ("7,-1,1,5", .freeDocks), ("7,+1,1,5", .freeDocks),
      ("7,1.5,1,5", .freeDocks), ("7,1234567,1,5", .freeDocks), ("7,1 2,1,5", .freeDocks),
      ("7,3,,5", .bikes), ("7,3,-1,5", .bikes), ("7,3,nan,5", .bikes), ("7,3,1e3,5", .bikes),
      ("7,3,1,", .time), ("7,3,1,24", .time), ("7,3,1,-1", .time), ("7,3,1,noon", .time),
      ("7,0,0,5", .closed),
      ("number,available_bike_stands,available_bikes,heure", .header),
    ])
  func reasons(row: String, reason: LeftOut) throws {
    let rows = try read(["7,3,1,5", row, "8,1,1,6"])
    #expect(rows.counts.read == 3)
    #expect(rows.counts.used == 2)
    #expect(reasons(rows) == [reason: 1])
    #expect(reason.title.count > 5)
  }

  @Test("an identifier that goes on behind its closing quote is none, one that has quotes of its own is")
  func quoteWithin() throws {
    let damaged = [
      #""70"01""#, #""M"all""#, #""A"2""#, #""Ø"stbanen""#, #"  "The "Mall" East""#, #""Mall" "x""#,
      #"70"01"#,
    ]
    let rows = try read(["7,3,1,5"] + damaged.map { "\($0),3,1,5" })
    #expect(rows.counts.used == 1)
    #expect(reasons(rows) == [.noStation: Int64(damaged.count)])
    // Doubled in order; in a field without quotes around it; in another field.
    let named = try read([
      #""Pier 12"" East",3,1,5"#, #" "The ""Mall"" W" ,3,1,5"#, #""O""Hare ""X""",3,1,5"#,
      #"Rue "du Port" 2,3,1,5"#,
    ])
    #expect(named.tallies.count == 4)
    let header = "note,number,available_bike_stands,available_bikes,heure"
    let noted = try read(
      [#""says "no" to",7,3,1,5"#, #" "a" b", "O""Hare",3,1,5"#, #""a" ","O"Hare",3,1,5"#], header: header)
    #expect(reasons(noted) == [.noStation: 1])
    #expect(Set(noted.tallies.keys) == [StationID("7"), StationID("O\"Hare")])
    // At an end it is no part of the identifier.
    #expect(try read([#"""7",3,1,5"#, #""7" ",3,1,5"#]).tallies.keys.map(\.description) == ["7"])
  }

  @Test("what stands around an identifier by accident is no part of it")
  func dirt() throws {
    let marks = [
      "\u{FEFF}", "\u{2000}", "\u{200B}", "\u{200F}", "\u{202F}", "\u{2060}", "\u{3000}", "\u{A0}", "\u{7F}",
      " ", "\t", "\0",
    ]
    let rows = try read(marks.flatMap { ["\($0)7,3,1,5", "7\($0),3,1,5", "\($0)\($0)7 \($0),3,1,5"] })
    #expect(rows.counts.used == Int64(3 * marks.count))
    #expect(rows.tallies.keys.map(\.description) == ["7"])
    // Marks beside these are letters of names.
    let others = try read(["\u{2010}7,3,1,5", "7\u{2030},3,1,5", "\u{2061}7,3,1,5"])
    #expect(others.tallies.count == 3)
  }

  @Test("the first thing wrong with a row is its reason")
  func first() throws {
    #expect(try reasons(read([",x,y,z"])) == [.noStation: 1])
    #expect(try reasons(read(["7,x,y,z"])) == [.freeDocks: 1])
    #expect(try reasons(read(["7,1,y,z"])) == [.bikes: 1])
    #expect(try reasons(read(["7,0,0,z"])) == [.time: 1])
  }

  @Test("counts may be long, quoted, padded or written as whole decimals")
  func counts() throws {
    for row in ["7,3,1,5", "7,0003,000001,05", "\"7\",\"3\",\"1\",\"5\"", " 7 , 3 ,1 , 5", "7,3.0,1.00,5.0"] {
      let rows = try read([row])
      #expect(rows.tallies[StationID("7")]?[0]?[5].mean == 0.75, "\(row)")
    }
    let large = try read(["7,999998,999998,5", "7,128,128,5", "7,127,127,5"])
    #expect(large.tallies[StationID("7")]?[0]?[5].mean == 0.5)
    #expect(large.counts.used == 3)
  }

  @Test("a closed station is known by its closed records, and has no profile")
  func closed() throws {
    let rows = try read(["15025,0,0,5", "15025,0,0,6", "7,3,1,5", "7,0,0,5"])
    #expect(rows.closed == [StationID("15025"): 2, StationID("7"): 1])
    #expect(rows.tallies[StationID("15025")] == [:])
    #expect(rows.tallies[StationID("7")]?[0]?[5].count == 1)
  }

  @Test("blank lines are no rows")
  func blank() throws {
    let rows = try read(["", "7,3,1,5", "   ", "\t", ""])
    #expect(rows.counts.read == 1)
    #expect(rows.counts.used == 1)
  }

  @Test("ids are told apart by all their bytes, whatever their length")
  func ids() throws {
    let ids = (1...40).flatMap { length in
      ["a", "b"].map { String(repeating: "x", count: length - 1) + $0 }
    }
    let rows = try read(ids.map { "\($0),3,1,5" } + ids.reversed().map { "\($0),1,3,5" })
    #expect(Set(rows.tallies.keys) == Set(ids.map { StationID($0) }))
    for tallies in rows.tallies.values { #expect(tallies[0]?[5].mean == 0.5) }
  }

  @Test("stations beyond any table's first size are all kept")
  func manyStations() throws {
    let rows = try read((0..<9_000).map { "\($0 * 7_919),\($0 % 9),1,\($0 % 24)" })
    #expect(rows.tallies.count == 9_000)
    for i in 0..<9_000 {
      let tally = rows.tallies[StationID("\(i * 7_919)")]?[0]?[i % 24]
      #expect(tally?.sum == Share(free: UInt32(i % 9), bikes: 1).map { UInt128($0.fixedPoint) })
    }
  }

  @Test("a header of other columns half-way ends the reading there")
  func headerChange() throws {
    let changed = try read(["7,3,1,5", "available_bikes,number,available_bike_stands,heure", "1,7,3,5"])
    #expect(changed.fault?.offset == 59)
    #expect(
      changed.fault?.kind
        == .headerChanged(columns: ["available_bikes", "number", "available_bike_stands", "heure"]))
  }

  @Test("what is left of a header that was cut, at its beginning or its end, is a row that is left out")
  func cutHeader() throws {
    let header = "number,available_bike_stands,available_bikes,heure"
    // As far as three fields are left, in which the middle name is whole; with all that records need it is another.
    let ends = (0..<"available_bike_stands".count).map { header.dropFirst("number,".count + $0) }
    let beginnings = (1..<"available_bikes".count).map { header.dropLast(",heure".count + $0) }
    for part in ends + beginnings {
      let rows = try read(["7,3,1,5", String(part), "8,1,1,6"])
      #expect(rows.fault == nil && rows.counts.used == 2, "\(part)")
      #expect(reasons(rows) == [.fieldCount: 1], "\(part)")
    }
    #expect(try read(["7,3,1,5", "stand,available_bikes,heure"]).fault != nil)
  }

  @Test("a cut date is no hour and minute where a column of times is named for the hours")
  func cutDate() throws {
    let rows = ["7,3,1,2013-09-09T07:59", "8,3,1,2013-09-09T08:26", "9,3,1,201"].joined(separator: "\n")
    let text = Array("number,available_bike_stands,available_bikes,time\n\(rows)\n".utf8)
    let folder = try TemporaryFolder()
    let file = try LogFile(path: try folder.write("log", text), columns: ColumnChoice([.hour: "time"]))
    #expect(ParsedRows.whole(text, file, reader: .fast).counts[.time] == 3)
  }

  @Test("where every row must be a record, the first that is not ends the reading")
  func strict() throws {
    let rows = try read(["7,3,1,5", "7,0,0,5", "7,3,many,5", "8,,1,5"], rules: RowRules(isStrict: true))
    #expect(rows.fault?.kind == .strict(.bikes, found: "many"))
    #expect(rows.fault?.offset == 67)
  }

  @Test("a period leaves out what lies before it, at its end and behind")
  func period() throws {
    var reader = TimestampReader()
    let rules = RowRules(since: reader.read("2013-09-10 08:00:00"), until: reader.read("2013-09-11 08:00:00"))
    let rows = try read(
      [
        "7,3,1,2013-09-10 07:59:59", "7,3,1,2013-09-10 08:00:00", "7,3,1,2013-09-11 07:59:59.9",
        "7,3,1,2013-09-11 08:00:00",
      ], header: "number,available_bike_stands,available_bikes,last_update", rules: rules)
    #expect(reasons(rows) == [.period: 2])
    #expect(rows.tallies[StationID("7")]?[0]?.map(\.count) == (0..<24).map { $0 == 7 || $0 == 8 ? 1 : 0 })
  }
}
