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

  @Test("ten digits that are dates are refused beside seconds since 1970, of which some look like dates")
  func tenDigitsBesideSeconds() throws {
    // From 2017-01-07 to 2017-01-14, each two hours; as seconds the dates are of 2023.
    let seconds = (0..<84).map { String(1_483_747_200 + $0 * 7_200) }
    let dates = (0..<84).map { String(1_701_070_000 + $0 / 12 * 10_000 + $0 % 12 * 200) }
    for values in [Array(dates[..<30]) + seconds[30...], Array(seconds[..<30]) + dates[30...]] {
      #expect(try refusal("last_update", values).what.contains("(YYMMDDhhmm), beside seconds since 1970"))
    }
    #expect(try counts(open("last_update", seconds)).used == 84)
    // Two logs of seconds, years apart, of which some look like dates of other years.
    let later = (0..<84).map { String(1_701_090_000 + $0 * 100) }
    #expect(try counts(open("last_update", seconds + later)).used == 168)
  }

  @Test("a date in the other order of day and month ends the run, also where nobody looked")
  func otherOrder() throws {
    let days = (1...28).map { "\($0 < 10 ? "0" : "")\($0)/05/2024 13:00" }
    let dates = days.flatMap { Array(repeating: $0, count: 1200) }
    let values = dates[..<10_080] + ["05/14/2024 13:00"] + dates[10_080...]
    let file = try open("last_update", Array(values))
    let rows = try ParsedRows.byRanks(file, cuts: [], threads: 1, rules: RowRules(bins: .series))
    #expect(rows.fault?.kind == .dateOrder(found: "05/14/2024 13:00"))
    // The user's word counts.
    let chosen = try open("last_update", Array(values), ColumnChoice(dateOrder: .dayFirst))
    #expect(try counts(chosen)[.time] == 1)
  }

  @Test("ten digits that are dates are refused beside other times, too")
  func tenDigitsBeside() throws {
    let values = days { "2024-05-\($0) 01:30" } + days { "2405\($0)0130" }
    #expect(try refusal("last_update", values).what.contains("YYMMDDhhmm"))
  }

  @Test(
    "dates with the day before the month are refused, where some are proved; one that is damaged is left out")
  func yearDayMonth() throws {
    let values = (1..<29).map { "2024-\($0 < 10 ? "0" : "")\($0)-05 13:00" }
    #expect(try refusal("last_update", values).what.contains("year, day, month: '2024-13-05 13:00'"))
    let file = try open("last_update", days { "2024-05-\($0) 13:00" } + ["2024-25-05 13:00"])
    #expect(try counts(file)[.time] == 1)
  }

  /// Polls of two stations, hour by hour over two days.
  private func polls(_ form: (_ day: Int, _ hour: Int) -> String) -> [String] {
    (0..<96).map { form(14 + $0 / 48, $0 / 2 % 24) }
  }

  private static func twelve(_ hour: Int) -> String {
    let hour = (hour + 11) % 12 + 1
    return hour < 10 ? "0\(hour)" : "\(hour)"
  }

  @Test("times of a clock of twelve hours are refused, but where the user names their column")
  func halfDays() throws {
    let values = polls { "2024-05-\($0) \(Self.twelve($1)):00" }
    #expect(try refusal("last_update", values).what.contains("hours of 1 to 12 only"))
    let apart = polls { "2024-05-\($0),\(Self.twelve($1)):00" }
    #expect(try refusal("date,time", apart).advice.contains("--time date+time"))
    let file = try open("last_update", values, ColumnChoice([.time: "last_update"]))
    #expect(try counts(file).used == 96)
    let mornings = polls { "2024-05-\($0) \(Self.twelve($1 / 2 + 1)):00" }
    #expect(try counts(open("last_update", mornings)).used == 96)
    // Less often than every hour, and in not all of the twelve.
    let seldom = polls { "2024-05-\($0) \(Self.twelve($1 / 3 * 3 + 2)):\($1 % 3)0" }
    #expect(try refusal("last_update", seldom).what.contains("hours of 1 to 12 only"))
  }

  @Test(
    "AM and PM in a column of their own belong to the time beside it",
    arguments: [
      ("last_update,ampm", ["AM", "PM"]), ("last_update,pm", ["0", "1"]),
      ("date,time,meridiem", ["a.m.", "p.m."]),
    ])
  func halfBeside(columns: String, halves: [String]) throws {
    let blank = columns.hasPrefix("date") ? "," : " "
    let file = try open(columns, polls { "2024-05-\($0)\(blank)\(Self.twelve($1)):00,\(halves[$1 / 12])" })
    let rows = try ParsedRows.byRanks(file, cuts: [], threads: 1)
    #expect(rows.counts.used == 96)
    #expect(rows.tallies[StationID("7")]?[0]?.map(\.count) == Array(repeating: 2, count: 24))
    // A clock of 24 hours needs no such column.
    let whole = try open(
      columns, polls { "2024-05-\($0)\(blank)\($1 < 10 ? "0" : "")\($1):00,\(halves[$1 / 12])" })
    #expect(try counts(whole).used == 96)
  }

  @Test(
    "a date of midnights goes with the time of day beside it",
    arguments: [" 00:00:00", "T00:00:00", " 00:00"])
  func midnights(midnight: String) throws {
    let file = try open(
      "date,time", polls { "2024-05-\($0)\(midnight),\($1 < 10 ? "0" : "")\($1):30" })
    let rows = try ParsedRows.byRanks(file, cuts: [], threads: 1)
    #expect(rows.tallies[StationID("7")]?[0]?.map(\.count) == Array(repeating: 2, count: 24))
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
