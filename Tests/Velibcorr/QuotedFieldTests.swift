import TestSupport
import Testing

/// Quoted fields may hold delimiters, quotes, line ends, and what looks like rows; wherever the file is
/// cut for threads and ranks, the rows are the same.
@Suite struct QuotedFieldTests {
  /// The generated log as CSV with a note in front of the counts, in some rows a treacherous one.
  static func log(lineEnd: String) throws -> [UInt8] {
    let plain = try GeneratedLog.shared
    let notes = [
      "\"says \"\"closed\"\", they say\"",
      "\"first\nsecond\r\nthird\r\"",
      "\"\n1001,x,5,5,3\n1001,x,6,4,3\n\"",
      "\"\(String(repeating: "1001,\"\"x\"\",5,5,3\n", count: 40))\"",
      "\"\"",
    ]
    var text = Array("number,note,available_bike_stands,available_bikes,heure\(lineEnd)".utf8)
    for (i, row) in plain.rows.enumerated() {
      let fields = row.split(separator: UInt8(ascii: "\t"))
      let note = i % 3 == 0 ? notes[i / 3 % notes.count] : "plain"
      text += fields[4]
      text += ",\(note),".utf8
      text += fields[2] + [UInt8(ascii: ",")] + fields[3] + [UInt8(ascii: ",")] + fields[5]
      text += lineEnd.utf8
    }
    return text
  }

  @Test("Line ends in fields", arguments: [Way.alone, .ranks(2), .ranks(3), .mpiexec(4)], ["\n", "\r\n"])
  func lineEnds(_ way: Way, _ lineEnd: String) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.csv", Self.log(lineEnd: lineEnd))
    try velibcorr.expectSameBytes(["log.csv"], way)
  }

  @Test("Line ends in fields of standard input", arguments: [Way.alone, .ranks(2)])
  func stream(_ way: Way) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.expectSameBytes(["-"], way, input: .bytes(Self.log(lineEnd: "\n")))
  }

  @Test("Nearly the whole file is one field", arguments: [Way.alone, .ranks(3)])
  func hugeField(_ way: Way) throws {
    let velibcorr = try Velibcorr()
    let note = String(repeating: "7,\"\"x\"\",5,5,3\n", count: 100_000)
    let rows = smallLog.split(separator: "\n").dropFirst().map {
      $0.replacing(",", with: ",plain,", maxReplacements: 1)
    }
    let log =
      "number,note,available_bike_stands,available_bikes,heure\n"
      + (rows.prefix(5) + ["7,\"\(note)\",0,0,3"] + rows.dropFirst(5)).joined(separator: "\n")
    try velibcorr.write("log.csv", log)
    try velibcorr.write("small.csv", smallLog)
    for file in ["log", "small"] {
      let outcome = try velibcorr.run(["\(file).csv"], way)
      #expect(outcome.ending == .exit(0), "\(outcome.errors)")
    }
    #expect(try velibcorr.text("log.correlation.csv") == velibcorr.text("small.correlation.csv"))
  }

  @Test("A quote that is never closed is bad data, at once or at its end", arguments: Way.own)
  func unclosed(_ way: Way) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write(
      "log.csv", Array(smallLog.utf8) + Array("9,\"".utf8) + [UInt8](repeating: 120, count: 70 << 20))
    try velibcorr.expectFailure(
      velibcorr.run(["log.csv"], way), exit: 65, says: ["log.csv", "does not end", "quote"],
      files: ["log.csv"])
  }
}
