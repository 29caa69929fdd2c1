import Ingestion
import TestSupport
import Testing

@Suite("Wide tables: a column a station, an hour or a time")
struct WideTableTests {
  private let folder = try! TemporaryFolder()

  private func refusal(_ text: String) throws -> (what: String, advice: String) {
    let error = #expect(throws: IngestionError.self) { try LogFile(path: try folder.write("log", text)) }
    guard case .refused(_, let what, let advice) = error else { return ("", "") }
    return (what, advice)
  }

  private let polls = (0..<8).map { "2024-05-14 0\($0):00,\($0),\($0 + 1),\(9 - $0)\n" }.joined()

  @Test("stations by names and by numbers, whatever column the time is")
  func stations() throws {
    let names = try refusal("when,Kaivopuisto,Viiskulma,Töölö\n" + polls)
    #expect(names.what.contains("a column a station, 'Kaivopuisto', 'Viiskulma'"))
    #expect(names.advice.contains("melt(['when'], var_name='station_id'"))
    #expect(try refusal("time,A07,A08,A12\n" + polls).what.contains("'A07', 'A08'"))
    #expect(try refusal("time,7,8,12\n" + polls).advice.contains("melt(['time']"))
  }

  @Test("hours of the day, by number, with a letter, or as times of day")
  func hours() throws {
    for name in ["", "h", "bikes_"] {
      let header = "station_id,date," + (0..<24).map { "\(name)\($0)" }.joined(separator: ",")
      let row = "7,2024-05-14," + (0..<24).map { "\($0)" }.joined(separator: ",") + "\n"
      let found = try refusal(header + "\n" + row + row)
      #expect(found.what.contains("a column an hour, '\(name)0', '\(name)1'"))
      #expect(found.advice.contains("melt(['station_id', 'date'], var_name='hour'"))
    }
  }

  @Test("times")
  func times() throws {
    let header = "station_id," + (0..<4).map { "2024-05-14 0\($0):00" }.joined(separator: ",")
    let found = try refusal(header + "\n7,1,2,3,4\n8,1,2,3,4\n")
    #expect(
      found.what.contains("a column a time")
        && found.advice.contains("melt(['station_id'], var_name='last_update'"))
  }

  @Test("two columns a station, and a log without known names, are none of these")
  func others() throws {
    let pairs = try refusal("time,bikes_7,docks_7,bikes_8\n" + polls)
    #expect(pairs.what.contains("columns of bikes or docks for each station"))
    let error = #expect(throws: IngestionError.self) {
      try LogFile(
        path: try folder.write("log", "time,what,where,how\n" + polls.replacing("00,", with: "00,x")))
    }
    guard case .layout = error else {
      Issue.record("another error: \(String(describing: error))")
      return
    }
  }
}
