import TestSupport
import Testing

/// Logs joined by `cat` repeat their header; one that changes would make wrong columns of what follows.
@Suite struct RepeatedHeaderTests {
  private static let header = "number,available_bike_stands,available_bikes,heure"

  @Test("A header repeated is skipped and counted, in every way", arguments: ["\n", "\r\n", "\r"])
  func repeated(lineEnd: String) throws {
    let velibcorr = try Velibcorr()
    let parts = smallLog.split(separator: "\n").map(String.init)
    try velibcorr.write(
      "log.csv",
      (parts + [Self.header, Self.header] + parts.dropFirst() + [Self.header]).map { $0 + lineEnd }.joined())
    let outcome = try velibcorr.runEveryWay(
      ["log.csv", "-o", "r.csv", "--rejects", "rejects.csv"], outputs: ["r.csv", "rejects.csv"])
    #expect(outcome.rows == "rows       27 read, 24 used; left out: 3 header line repeated")
    #expect(try velibcorr.text("rejects.csv") == "file,line,reason,row\n")
    try velibcorr.write("small.csv", smallLog)
    #expect(try velibcorr.run("small.csv", "-o", "s.csv").ending == .exit(0))
    #expect(try velibcorr.text("r.csv") == velibcorr.text("s.csv"))
  }

  @Test("Quoted, or of a stream, it is the same header")
  func otherForms() throws {
    let velibcorr = try Velibcorr()
    let quoted = Self.header.split(separator: ",").map { "\"\($0)\"" }.joined(separator: ",")
    let log = "\(smallLog)\(quoted)\n\(smallLog)"
    try velibcorr.write("log.csv", log)
    #expect(try velibcorr.run("log.csv").rows.hasSuffix("24 used; left out: 2 header line repeated"))
    let outcome = try velibcorr.run("-", input: .bytes(Array(log.utf8)))
    #expect(outcome.rows.hasSuffix("24 used; left out: 2 header line repeated"))
  }

  @Test(
    "Another header is refused with its line and its columns",
    arguments: [
      "available_bikes,number,available_bike_stands,heure",
      "heure,number,available_bike_stands,available_bikes,minute",
      "station_id,num_docks_available,num_bikes_available,last_reported",
      "station,name,free_docks,bikes,hour",
    ])
  func changed(header: String) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.csv", "\(smallLog)\r\n\(header)\n1,2,3,4\n")
    try velibcorr.expectFailureEveryWay(
      ["log.csv"], exit: 65,
      says: [
        "velibcorr: error: log.csv, line 15: another header begins: \(header.replacing(",", with: ", "))\n",
        "cut the file there and name both parts: each is read by its own header",
      ], files: ["log.csv"])
    let outcome = try velibcorr.run("-", "--strict", "-o", "r.csv", input: .bytes(velibcorr.bytes("log.csv")))
    #expect(outcome.ending == .exit(65))
    #expect(outcome.errors.contains("standard input, line 15: another header begins"))
  }

  @Test("Far behind the beginning, at the edges of 256 KiB blocks, and twice: the first is told")
  func far() throws {
    let velibcorr = try Velibcorr()
    let header = Array("heure,available_bikes,available_bike_stands,number\n".utf8)
    let row = Array("1001,12,34,07\n".utf8)
    let start = Array((Self.header + "\n").utf8)
    for place in [(256 << 10) - 1, 256 << 10, (256 << 10) + 1, 3 << 18] {
      var text = start
      var line = 1
      while text.count + 2 * row.count <= place {
        text += row
        line += 1
      }
      // Leading zeros make the next row end at the place.
      text += [UInt8](repeating: 48, count: place - text.count - row.count) + row + header
      line += 2
      for _ in 0..<30_000 { text += row }
      text += header
      try velibcorr.write("log.csv", text)
      try velibcorr.expectFailureEveryWay(
        ["log.csv"], exit: 65,
        says: [
          "log.csv, line \(line): another header begins: heure, available_bikes, available_bike_stands, number\n"
        ],
        files: ["log.csv"])
    }
  }

  @Test("A word where a count belongs, or a quoted header in a field, is a faulty row and no header")
  func noHeader() throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write(
      "log.csv", "\(smallLog)seven,many,few,12\n,,,\nnumber,available_bikes\n\"\(Self.header)\",a,1,c\n")
    let outcome = try velibcorr.run("log.csv")
    #expect(
      outcome.rows
        == "rows       16 read, 12 used; left out: 1 another number of fields than the header, 1 no station, "
        + "2 free docks are not a count")
  }
}
