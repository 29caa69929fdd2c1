import Availability
import Ingestion
import TestSupport
import Testing

@Suite("Hours of another clock: 0 to 11, 1 to 24, counted on")
struct HourFormTests {
  private let folder = try! TemporaryFolder()

  /// Polls of two stations, hour by hour over some days.
  private func open(_ column: String, days: Int = 4, _ form: (_ day: Int, _ hour: Int) -> String) throws
    -> LogFile
  {
    let rows = (0..<48 * days).map { "\(7 + $0 % 2),3,1,\(form($0 / 48, $0 / 2 % 24))\n" }
    let text = "number,available_bike_stands,available_bikes,\(column)\n" + rows.joined()
    return try LogFile(path: try folder.write("log", text), columns: ColumnChoice())
  }

  private func refusal(_ column: String, _ form: (_ day: Int, _ hour: Int) -> String) throws -> (
    what: String, advice: String
  ) {
    let error = #expect(throws: IngestionError.self) { try open(column, form) }
    guard case .refused(_, let what, let advice) = error else { return ("", "") }
    return (what, advice)
  }

  private func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

  @Test("times of 0 to 11, which start again on one day")
  func twelve() throws {
    let found = try refusal("time") { "2024-05-1\($0) \(two($1 % 12)):30" }
    #expect(found.what.contains("hours of 0 to 11 only") && found.advice.contains("--time time"))
    // Mornings, and one hour that is late.
    _ = try open("time") { "2024-05-1\($0) \(two($1 / 2)):\(two($1 % 2 * 30))" }
    _ = try open("time") { "2024-05-1\($0) \(two($0 == 2 && $1 == 23 ? 0 : $1 / 2)):\(two($1 % 2 * 30))" }
  }

  @Test("times of 1 to 24")
  func midnights() throws {
    let found = try refusal("time") { "2024-05-1\($0) \(two($1 + 1)):00" }
    #expect(found.what.contains("hours up to 24, as in '2024-05-10 24:00' (line 48)"))
    #expect(found.advice.contains("sed 's/ 24:/ 00:/'"))
    #expect(try refusal("time") { "2024-05-1\($0)T\(two($1 + 1)):00" }.advice.contains("sed 's/T24:/T00:/'"))
    // Midnight written both ways: those of 24 are left out, as damage is.
    _ = try open("time") { "2024-05-1\($0) \(two($0 == 1 && $1 == 0 ? 24 : $1)):00" }
  }

  @Test("hours that are counted on are no hours and minutes")
  func beyond() throws {
    for days in [4, 2] {
      let error = #expect(throws: IngestionError.self) {
        try open("hour", days: days) { "\($0 * 24 + $1)" }
      }
      guard case .refused(_, let what, let advice) = error else {
        Issue.record("another error: \(String(describing: error))")
        return
      }
      #expect(what.contains("has hours up to \(days * 24 - 1)") && advice.contains("$4%24"))
    }
    #expect(try refusal("hour") { "\($1 * 100 + 30 + $0)" }.advice.contains("/100)"))
    _ = try open("hour") { $0 == 1 && $1 == 5 ? "29" : "\($1)" }
  }

  @Test("a date beside it is no network")
  func dates() throws {
    let file = try open("time,date") { "2024-05-10 \(two($1)):00,2024-05-1\($0)" }
    #expect(!file.understanding.notes.contains { $0.contains("read as one") })
  }
}
