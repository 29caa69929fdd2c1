import TestSupport
import Testing

/// `--days`: records of some days only.
@Suite struct DaysTests {
  /// Two stations, hour by hour from Friday 2024-03-29 to Wednesday 2024-04-03, of which the Monday is Easter's.
  private static let rows: [(day: String, line: String)] = [
    "03-29", "03-30", "03-31", "04-01", "04-02", "04-03",
  ]
  .enumerated().flatMap { number, day in
    (0..<24).flatMap { hour in
      (1...2).map { station in
        let free = (hour * (number + 3) * station + 5 * hour) % 29
        return (day, "\(station),2024-\(day)T\(hour < 10 ? "0" : "")\(hour):10:00,\(free),\(29 - free)\n")
      }
    }
  }

  private static func log(_ days: Set<String>? = nil) -> String {
    "station,time,free_docks,bikes\n" + rows.filter { days?.contains($0.day) ?? true }.map(\.line).joined()
  }

  @Test(
    "Weekdays, weekends, names of days, and all but some dates",
    arguments: [
      ("weekdays", ["03-29", "04-01", "04-02", "04-03"]), ("weekends", ["03-30", "03-31"]),
      ("mon,Fri", ["03-29", "04-01"]), ("not:easter.txt", ["03-30", "04-02", "04-03"]),
    ] as [(String, Set<String>)])
  func chosen(_ days: String, _ due: Set<String>) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.csv", Self.log())
    try velibcorr.write("due.csv", Self.log(due))
    try velibcorr.write(
      "easter.txt", "date,holiday\n2024-03-29,Good Friday\n2024-04-01\n\n2024-03-31 # Easter\n")
    try velibcorr.runEveryWay(
      ["log.csv", "--days", days, "-o", "r.csv", "--profiles", "p.csv"], outputs: ["r.csv", "p.csv"])
    #expect(try velibcorr.run("due.csv", "-o", "due.r.csv", "--profiles", "due.p.csv").ending == .exit(0))
    let isSame =
      try velibcorr.bytes("r.csv") == velibcorr.bytes("due.r.csv")
      && velibcorr.profileRows("p.csv") == velibcorr.profileRows("due.p.csv")
    #expect(isSame)
    let told = try velibcorr.run("log.csv", "--days", days).errors
    #expect(told.contains("\(48 * (6 - due.count)) outside --since and --until or on other days"), "\(told)")
    #expect(
      told.contains(days.hasPrefix("not:") ? ", but for the days in easter.txt" : ", \(days) only"), "\(told)"
    )
  }

  @Test("The date is that of the time zone asked for")
  func zone() throws {
    let velibcorr = try Velibcorr()
    // Saturday 23:30 in UTC is Sunday in Paris.
    var text = "station,time,free_docks,bikes\n"
    for hour in 0..<10 {
      for station in 1...2 {
        let free = (7 * hour + station * hour * hour) % 11
        text += "\(station),\(1_711_841_400 - 86_400 + 3_600 * hour),\(free),\(11 - free)\n"
      }
    }
    try velibcorr.write("log.csv", text)
    let saturday = try velibcorr.run("log.csv", "--days", "sat", "--min-hours", "2")
    #expect(saturday.errors.contains("20 read"), "\(saturday.errors)")
    let utc = saturday.errors.firstMatch(of: #/read, (\d+) used/#)?.1
    let paris = try velibcorr.run(
      "log.csv", "--days", "sat", "--timezone", "Europe/Paris", "--min-hours", "2"
    ).errors
      .firstMatch(of: #/read, (\d+) used/#)?.1
    #expect(utc != nil && paris != nil && utc != paris)
  }

  @Test("What is not understood is refused, with what can be written")
  func refused() throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.csv", Self.log())
    try velibcorr.write("bad.txt", "2024-04-01\n2024-04-31\n")
    try velibcorr.write("none.txt", "\n")
    for (days, exit, words) in [
      ("workdays", 64, "--days 'workdays' is not understood"),
      ("not:gone.txt", 66, "--days: cannot read gone.txt"),
      ("not:bad.txt", 65, "bad.txt, line 2: '2024-04-31' is no date"),
      ("not:none.txt", 65, "none.txt names no date"),
    ] {
      try velibcorr.expectFailure(
        try velibcorr.run("log.csv", "--days", days), exit: Int32(exit), says: [words],
        files: ["bad.txt", "log.csv", "none.txt"])
    }
  }
}
