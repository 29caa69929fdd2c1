import TestSupport
import Testing

/// `--strict`: the first row that cannot be used ends the run, with its place, what was found and expected.
@Suite struct StrictTests {
  private static let header = "number,available_bike_stands,available_bikes,heure"

  @Test(
    "Each reason names file, line, column, what was found and what was expected",
    arguments: [
      ("7,many,9,1", "column 'available_bike_stands': found 'many', expected a count, 0 to 999999"),
      ("7,,9,1", "column 'available_bike_stands': found '', expected a count, 0 to 999999"),
      ("7,1,-9,1", "column 'available_bikes': found '-9', expected a count, 0 to 999999"),
      ("7,1,1000000,1", "column 'available_bikes': found '1000000', expected a count, 0 to 999999"),
      ("7,1,9,24", "column 'heure': found '24', expected a time"),
      ("\" \",1,9,1", "column 'number': found ' ', expected a station"),
      ("7,1,9", "found '3 fields', expected 4 fields"), ("7,1,9,1,1", "found '5 fields', expected 4 fields"),
    ])
  func reasons(row: String, words: String) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.csv", "\(Self.header)\n7,1,9,0\n7,0,0,0\n\(Self.header)\n\n\(row)\n7,bad,9,0\n")
    let place = row.contains("fields") || words.hasPrefix("found") ? "log.csv, line 6: " : "log.csv, line 6, "
    try velibcorr.expectFailure(
      velibcorr.run("log.csv", "--strict", "--rejects", "rejects.csv", "--profiles", "p.csv"), exit: 65,
      says: [
        "velibcorr: error: \(place)\(words)\n",
        "mend the row, or leave --strict out: such rows are then left out and counted",
      ], files: ["log.csv"])
  }

  @Test("Closed stations, repeated headers, other periods and duplicates are no faults")
  func noFaults() throws {
    let velibcorr = try Velibcorr()
    let time = "2024-01-01 10:00:00"
    try velibcorr.write(
      "log.csv",
      "\(TimedLog.columns)\n7,0,0,\(time)\n7,1,9,\(time)\n\(TimedLog.columns)\n7,1,9,2020-01-01 00:00:00\n8,1,9,\(time)\n"
    )
    try velibcorr.runEveryWay(
      ["log.csv", "--strict", "--deduplicate", "--since", "2024-01-01", "-o", "r.csv"], outputs: ["r.csv"])
  }

  @Test("The first bad row by its place, though later ones are read meanwhile")
  func first() throws {
    let velibcorr = try Velibcorr()
    let log = try GeneratedLog.shared
    // In each 256 KiB from a place in the first block on.
    for start in [100, log.rows.count - 1] {
      var rows = log.rows
      for i in stride(from: start, to: rows.count, by: 1500) {
        rows[i] = Array(String(decoding: rows[i], as: UTF8.self).replacing("\t", with: "\tbad").utf8)
      }
      try velibcorr.write("log.txt", log.header + rows.joined())
      let words = ["velibcorr: error: log.txt, line \(start + 2), column 'available_bike_stands': found 'bad"]
      try velibcorr.expectFailureEveryWay(["log.txt", "--strict"], exit: 65, says: words, files: ["log.txt"])
      let input = try velibcorr.bytes("log.txt")
      try velibcorr.expectFailureEveryWay(
        ["-", "--strict"], exit: 65, says: ["error: standard input, line \(start + 2), column"],
        files: ["log.txt"],
        input: .bytes(input))
      try velibcorr.expectFailureEveryWay(
        ["log.txt", "--strict", "--deduplicate"], exit: 65, says: words, files: ["log.txt"])
    }
  }

  @Test("Of several files the first with a bad row, whatever the others hold")
  func severalFiles() throws {
    let velibcorr = try Velibcorr()
    let log = try GeneratedLog.shared
    try velibcorr.write("good.txt", log.bytes)
    try velibcorr.write("late.txt", log.bytes + Array("x\n".utf8))
    try velibcorr.write("early.txt", log.header + Array("x\n".utf8))
    let files = ["early.txt", "good.txt", "late.txt"]
    try velibcorr.expectFailureEveryWay(
      ["good.txt", "late.txt", "early.txt", "--strict"], exit: 65,
      says: ["error: late.txt, line \(log.rows.count + 2): found '1 fields', expected 7 fields"], files: files
    )
    try velibcorr.expectFailureEveryWay(
      ["early.txt", "late.txt", "--strict"], exit: 65, says: ["error: early.txt, line 2: found '1 fields'"],
      files: files)
  }

  @Test("A quoted field's line ends are lines of the file, and what looks like a bad row in it is none")
  func quoted() throws {
    let velibcorr = try Velibcorr()
    let note = String(repeating: "7,bad,9,0\n", count: 100_000)
    try velibcorr.write(
      "log.csv",
      "note,number,available_bike_stands,available_bikes,heure\n\"\(note)\",7,1,9,0\nn,7,worse,9,0\n")
    try velibcorr.expectFailureEveryWay(
      ["log.csv", "--strict"], exit: 65,
      says: ["error: log.csv, line 100003, column 'available_bike_stands': found 'worse'"], files: ["log.csv"]
    )
  }
}
