import Availability
import Ingestion
import TestSupport
import Testing

@Suite("Values that are no counts, stations or times of day as a whole are refused, few of them are left out")
struct ValueRefusalTests {
  private let folder = try! TemporaryFolder()

  /// Two days of two stations, hour by hour: the row's number, station, free docks and time.
  private func log(_ header: String, _ row: (Int, String, Int, String) -> String) -> String {
    let rows = (0..<96).map { number in
      let hour = number / 2 % 24
      let time = "2024-05-\(14 + number / 48) \(hour < 10 ? "0" : "")\(hour):00"
      return row(number, "\(7 + number % 2)", number * 5 % 19, time) + "\n"
    }
    return header + "\n" + rows.joined()
  }

  private func open(_ text: String, _ columns: ColumnChoice = ColumnChoice()) throws -> LogFile {
    try LogFile(path: try folder.write("log", text), columns: columns)
  }

  private func refusal(_ text: String) throws -> (what: String, advice: String) {
    let error = #expect(throws: IngestionError.self) { try open(text) }
    guard case .refused(_, let what, let advice) = error else { return ("", "") }
    return (what, advice)
  }

  private let header = "station,free_docks,bikes,time"

  @Test("averages, in every row or in some")
  func averages() throws {
    for step in [1, 3] {
      let found = try refusal(log(header) { "\($1),\($2)\($0 % step == 0 ? ".25" : ""),4,\($3)" })
      #expect(found.what.contains("'free_docks' holds numbers with decimals, as '0.25' (line 2)"))
      #expect(found.what.hasSuffix("but averages") && found.advice.contains("times 100"))
    }
    // Three decimals in every row are none of thousands.
    #expect(try refusal(log(header) { "\($1),\($2 + 1).333,4,\($3)" }).advice.contains("times 1000"))
    #expect(try refusal(log(header) { "\($1),\($2).12345678,4,\($3)" }).advice.contains("rounded"))
    #expect(try refusal(log(header) { "\($1),\($2),\($2).5,\($3)" }).what.contains("'bikes'"))
  }

  @Test("a decimal comma, where fields stand in quotes and where they do not")
  func comma() throws {
    let plain = try refusal(log("station;free_docks;bikes;time") { "\($1);\($2),0;4,0;\($3)" })
    #expect(plain.what.hasSuffix("no counts") && plain.advice.contains("awk -F';'"))
    let quoted = try refusal(log(header) { "\($1),\"\($2),5\",4,\($3)" })
    #expect(quoted.advice.contains("python3 -c"))
  }

  @Test("few decimals, thousands and counts with .0 are none")
  func counts() throws {
    for text in ["2.5", "1.234"] {
      _ = try open(log(header) { "\($1),\($0 % 32 == 5 ? text : "\($2)"),4,\($3)" })
    }
    _ = try open(log(header) { "\($1),\($0 % 8 == 5 ? "1.234" : "\($2)"),4,\($3)" })
    _ = try open(log(header) { "\($1),\($2).000,4.0,\($3)" })
  }

  @Test("one number for no count in docks and bikes", arguments: [99, 999, 65_535])
  func fillers(filler: Int) throws {
    let found = try refusal(
      log(header) { $0 % 20 == 3 ? "\($1),\(filler),\(filler),\($3)" : "\($1),\($2),4,\($3)" })
    #expect(found.what.contains("both hold \(filler) (line 5)"))
    #expect(found.advice.contains("!($2==\(filler)&&$3==\(filler))"))
    // In one column it may be a count, and so it may among others as great.
    _ = try open(log(header) { $0 == 3 ? "\($1),\(filler),4,\($3)" : "\($1),\($2),4,\($3)" })
    _ = try open(log(header) { "\($1),\(filler - $0 % 50),\(filler - $0 % 40),\($3)" })
  }

  @Test("a name that stands twice, with other values")
  func twins() throws {
    let found = try refusal(log("station,free_docks,free_docks,bikes,time") { "\($1),20,\($2),4,\($3)" })
    #expect(found.what.contains("'free_docks' stands twice in the header, with other values: '20' and '0'"))
    #expect(found.advice.contains("NR==1{$3=\"free_docks_2\"}"))
    // The same values, none, and other stations are no doubt.
    for text in [
      log("station,free_docks,free_docks,bikes,time") { "\($1),\($2),\($2),4,\($3)" },
      log("station,free_docks,free_docks,bikes,time") { "\($1),\($2),,4,\($3)" },
      log("station,free_docks,bikes,time,station") { "\($1),\($2),4,\($3),zz\($1)" },
    ] {
      #expect(try open(text).understanding.notes.contains { $0.contains("the first is read") })
    }
  }

  @Test("numbers of stations that a spreadsheet has shortened")
  func shortened() throws {
    let found = try refusal(log(header) { "5.0\($1.count)E+08,\($2),4,\($3)" })
    #expect(found.what.contains("'5.01E+08' (line 2): several stations are one"))
    // Those that stay apart are names.
    _ = try open(log(header) { "5.0\($1)E+08,\($2),4,\($3)" })
    _ = try open(log(header) { "\($1)E5,\($2),4,\($3)" })
  }

  @Test("bikes that leave a kind out")
  func kinds() throws {
    let parts = log("station,ebikes,bikes,free_docks,time") { number, station, free, time in
      let electric = number * 7 % max(1, 20 - free)
      return "\(station),\(electric),\(20 - free - electric),\(free),\(time)"
    }
    let error = #expect(throws: IngestionError.self) { try open(parts) }
    guard case .layout(_, let layout) = error else {
      Issue.record("another error: \(String(describing: error))")
      return
    }
    #expect(layout.options == ["--bikes", "bikes+ebikes"])
    #expect(layout.missing[0].reason == "'bikes' leaves out those in 'ebikes'")
    _ = try open(parts, ColumnChoice([.bikes: "bikes+ebikes"]))
    // All of them, of which some are electric.
    _ = try open(
      log("station,ebikes,bikes,free_docks,time") {
        "\($1),\($0 * 7 % max(1, 20 - $2)),\(20 - $2),\($2),\($3)"
      })
    let named = log("station,bikes (electric),bikes (mechanical),free_docks,time") {
      "\($1),\($0 % 3),4,\($2),\($3)"
    }
    #expect(throws: IngestionError.self) { try open(named) }
  }
}
