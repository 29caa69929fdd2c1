import Availability
import Ingestion
import TestSupport
import Testing

@Suite("Times by what is in them: damaged, placeholders, hours of another clock")
struct TimeSenseTests {
  private let folder = try! TemporaryFolder()
  private let header = "number,available_bike_stands,available_bikes,"

  private func open(_ column: String, _ values: [String], _ columns: ColumnChoice = ColumnChoice()) throws
    -> LogFile
  {
    let rows = values.enumerated().map { "\(7 + $0 % 2),3,1,\($1)\n" }
    return try LogFile(
      path: try folder.write("log", header + column + "\n" + rows.joined()), columns: columns)
  }

  private func days(_ form: (Int) -> String) -> [String] { (10..<30).map(form) }

  private func counts(_ file: LogFile) throws -> RowCounts {
    try ParsedRows.byRanks(file, cuts: [], threads: 1, rules: RowRules(bins: .series)).counts
  }

  private func refusal(_ column: String, _ values: [String]) throws -> (what: String, advice: String) {
    let error = #expect(throws: IngestionError.self) { try open(column, values) }
    guard case .refused(_, let what, let advice) = error else { return ("", "") }
    return (what, advice)
  }

  @Test(
    "what is left of a year that is cut, or of a day of two digits, is no date",
    arguments: [
      ("2024-05-", "24-05-12 13:00"), ("2024-05-", "4-05-12 13:00"), ("2024/05/", "24/05/12 13:00"),
      ("2024-05-", "20-24-05-12 13:00"), ("2024-05-", "01/01/1970 00:00"),
    ])
  func cut(start: String, damaged: String) throws {
    let file = try open("last_update", days { "\(start)\($0) 13:00" } + [damaged])
    #expect(try counts(file)[.time] == 1)
    #expect(file.understanding.notes == [])
    let padded = try open(
      "last_update", (1..<30).map { "\($0 < 10 ? "0" : "")\($0)/05/2024 13:00" } + ["4/05/2024 13:00"])
    #expect(try counts(padded)[.time] == 1)
  }

  @Test("dates of two digits of the year beside others of four are read, where they are many")
  func twoForms() throws {
    let file = try open("last_update", days { "2024-05-\($0) 13:00" } + days { "\($0)/05/24 13:00" })
    #expect(try counts(file).used == 40)
  }

  @Test("noon is 12 PM and midnight 12 AM, and no hours of another clock")
  func noon() throws {
    let times = (0..<24).map { "05/14/2024 \($0 % 12 == 0 ? 12 : $0 % 12):30 \($0 < 12 ? "AM" : "PM")" }
    let rows = try ParsedRows.byRanks(try open("last_update", times), cuts: [], threads: 1)
    for hour in 0..<24 {
      #expect(rows.tallies[StationID("\(7 + hour % 2)")]?[0]?[hour].count == 1, "\(hour)")
    }
  }

  @Test(
    "JavaScript's times",
    arguments: [
      "\"5/14/2024, 1:00:00 PM\"", "\"5/14/2024, 1:00:00\u{202F}PM\"", "\"14.5.2024, 13:00:00\"",
      "\"14/05/2024, 13:00\"",
    ])
  func locale(text: String) throws {
    let rows = try ParsedRows.byRanks(try open("last_update", [text]), cuts: [], threads: 1)
    #expect(rows.tallies[StationID("7")]?[0]?[13].count == 1)
  }

  @Test(
    "ten digits that are dates are no seconds since 1970, and the change that mends them is printed",
    arguments: [
      ("YYMMDDhhmm", ["2405140130", "2405140230", "2405150330", "2405152330"]),
      ("DDMMYYYYhh", ["1405202401", "1405202402", "1505202403", "1505202423"]),
      ("MMDDYYYYhh", ["1214202401", "1214202402", "1215202403", "1231202423"]),
    ])
  func tenDigits(form: String, values: [String]) throws {
    let refusal = try refusal("last_update", values)
    #expect(refusal.what.contains(form))
    #expect(refusal.advice.contains("awk -F',' -v OFS=','"))
  }

  @Test("seconds since 1970 stay what they are")
  func seconds() throws {
    let file = try open("last_update", (0..<60).map { "\(1_715_662_800 + $0 * 600)" })
    #expect(try counts(file).used == 60)
  }

  @Test("hours that are not those from 0 to 23 are refused")
  func hours() throws {
    func hour(_ value: (Int) -> String) -> [String] { (0..<96).map { value($0 / 2 % 24) } }
    #expect(try refusal("hour", hour { "\($0 == 0 ? 24 : $0)" }).what.contains("up to 24"))
    #expect(try refusal("hour", hour { "\($0 + 1)" }).advice.contains("first hour"))
    #expect(try refusal("hour", hour { "\(($0 + 11) % 12 + 1)" }).what.contains("1 to 12"))
    #expect(try refusal("hour", hour { "\($0 < 10 ? "0" : "")\($0)00" }).advice.contains("/100)"))
    #expect(try refusal("hour", hour { "\($0 < 10 ? "0" : "")\($0):00" }).what.contains("times of day"))
  }

  @Test("hours of 1 to 12 are read where the user names their column")
  func chosenHours() throws {
    let values = (0..<96).map { "\($0 / 2 % 12 + 1)" }
    #expect(throws: IngestionError.self) { try open("hour", values) }
    let file = try open("hour", values, ColumnChoice([.hour: "hour"]))
    #expect(try ParsedRows.byRanks(file, cuts: [], threads: 1).counts.used == 96)
  }

  @Test("a short log's rows are looked at once, with their lines")
  func once() throws {
    let file = try open("last_update", (0..<216).map { _ in "14 May" })
    #expect(file.understanding.notes.contains { $0.hasPrefix("206 of 206 rows looked at") })
    #expect(file.understanding.examples[.time]?.words.contains("'14 May' (line 2)") == true)
  }

  @Test("rows of another number of fields than the header, all of them")
  func fields() throws {
    let error = #expect(throws: IngestionError.self) {
      try open("last_update", (0..<9).map { "2024-05-14 0\($0):00:00," })
    }
    guard case .refused(_, let what, let advice) = error else {
      Issue.record("another error: \(String(describing: error))")
      return
    }
    #expect(what.contains("4 fields, its rows have 5") && what.contains("(line 2)"))
    #expect(advice.contains("sed '1s/"))
  }
}
