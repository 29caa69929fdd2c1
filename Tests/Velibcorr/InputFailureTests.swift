import Foundation
import TestSupport
import Testing

/// Inputs that cannot be read: exit codes 65 and 66, the name, what was found and what to do.
@Suite struct InputFailureTests {
  @Test("A needed column that no known name finds", arguments: Way.each)
  func unknownColumns(_ way: Way) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("a.csv", smallLog.replacing("number", with: "borne"))
    try velibcorr.expectFailure(
      velibcorr.run(["a.csv"], way), exit: 65,
      says: [
        "velibcorr: error: a.csv: no column for station found",
        "its columns are: borne, available_bike_stands, available_bikes, heure",
        "name the column with --station COLUMN",
      ], files: ["a.csv"])
  }

  @Test(
    "Each needed column has its option",
    arguments: [
      ("number", "--station"), ("available_bike_stands", "--free-docks"), ("available_bikes", "--bikes"),
      ("heure", "--time"),
    ])
  func optionOfColumn(_ column: String, _ option: String) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("a.csv", smallLog.replacing(column, with: "mystery", maxReplacements: 1))
    try velibcorr.expectFailure(
      velibcorr.run("a.csv"), exit: 65, says: ["no column for", "mystery", "\(option) COLUMN"],
      files: ["a.csv"])
    let named = try velibcorr.run("a.csv", option == "--time" ? "--hour" : option, "mystery")
    #expect(named.ending == .exit(0), "\(named.errors)")
  }

  @Test(
    "An option that names a column that is not there",
    arguments: ["--station", "--free-docks", "--bikes", "--hour", "--time"])
  func missingColumn(_ option: String) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("a.csv", smallLog)
    try velibcorr.expectFailure(
      velibcorr.run("a.csv", option, "absent"), exit: 65,
      says: [
        "a.csv has no column named 'absent'",
        "its columns are: number, available_bike_stands, available_bikes, heure", "\(option) COLUMN",
      ], files: ["a.csv"])
  }

  @Test("The second file lacks a column", arguments: Way.each)
  func secondFile(_ way: Way) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("a.csv", smallLog)
    try velibcorr.write("b.csv", "x,y\n1,2\n")
    try velibcorr.expectFailure(
      velibcorr.run(["a.csv", "b.csv"], way), exit: 65,
      says: ["b.csv: no column for station found; its columns are: x, y"], files: ["a.csv", "b.csv"])
  }

  @Test("An empty file", arguments: ["", "\n", "\r\n\n"], Way.each)
  func empty(_ text: String, _ way: Way) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("a.csv", text)
    try velibcorr.expectFailure(
      velibcorr.run(["a.csv"], way), exit: 65, says: ["a.csv is empty", "header line"], files: ["a.csv"])
  }

  @Test("Empty standard input", arguments: Way.own)
  func emptyStandardInput(_ way: Way) throws {
    let velibcorr = try Velibcorr()
    let outcome = try velibcorr.run(["-"], way)
    try velibcorr.expectFailure(outcome, exit: 65, says: ["is empty", "header line"])
    #expect(outcome.errors.contains("standard input"))
  }

  @Test("A folder as standard input, or none at all", arguments: Way.own)
  func unreadableStandardInput(_ way: Way) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.expectFailure(
      velibcorr.run(["-"], way, input: .file("/")), exit: 66,
      says: ["standard input is a folder, not a file", "name the folder itself"])
    try velibcorr.expectFailure(
      velibcorr.run(["-"], way, input: .closed), exit: 74,
      says: ["cannot read standard input: bad file descriptor"])
  }

  @Test("A header only", arguments: ["", "\n"], Way.each)
  func headerOnly(_ end: String, _ way: Way) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("a.csv", "number,available_bike_stands,available_bikes,heure" + end)
    try velibcorr.expectFailure(
      velibcorr.run(["a.csv"], way), exit: 65, says: ["no rows after the header", "cut off?"],
      files: ["a.csv"])
  }

  @Test("No usable record", arguments: Way.each)
  func noRecord(_ way: Way) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write(
      "a.csv", "number,available_bike_stands,available_bikes,heure\n1,0,0,3\n2,0,0,4\n3,many,2,5\n")
    try velibcorr.expectFailure(
      velibcorr.run(["a.csv"], way), exit: 65,
      says: [
        "none of the 3 rows is a usable record", "2 closed station", "1 free docks are not a count",
        "--free-docks",
      ], files: ["a.csv"])
  }

  @Test("A row that never ends", arguments: Way.each)
  func endlessRow(_ way: Way) throws {
    let velibcorr = try Velibcorr()
    let path = try velibcorr.write("a.csv", smallLog)
    let script = "head -c 70000000 /dev/zero | tr '\\0' 9 >>\"$0\""
    try velibcorr.start(command: ["sh", "-c", script, path]).wait()
    try velibcorr.expectFailure(
      velibcorr.run(["a.csv"], way), exit: 65,
      says: ["velibcorr: error: a.csv, line 14: the row does not end within", "text file?"], files: ["a.csv"])
  }

  @Test("A folder", arguments: Way.each)
  func folder(_ way: Way) throws {
    let velibcorr = try Velibcorr()
    try FileManager.default.createDirectory(
      atPath: velibcorr.path("logs"), withIntermediateDirectories: false)
    try velibcorr.expectFailure(
      velibcorr.run(["logs"], way), exit: 66, says: ["logs is a folder without a log"],
      files: ["logs"])
  }

  @Test("A file that is not there", arguments: Way.each)
  func missing(_ way: Way) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("a.csv", smallLog)
    let outcome = try velibcorr.run(["a.csv", "none.csv"], way)
    try velibcorr.expectFailure(
      outcome, exit: 66, says: ["cannot open none.csv: no such file or directory", "check the name"],
      files: ["a.csv"])
    // Once, not from each rank.
    #expect(outcome.errors.matches(of: #/cannot open/#).count == 1)
  }

  @Test("A failure keeps the old output", arguments: Way.each)
  func oldOutput(_ way: Way) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("a.csv", "number,available_bike_stands,available_bikes,heure\n1,0,0,3\n")
    try velibcorr.write("a.correlation.csv", "old")
    try velibcorr.expectFailure(
      velibcorr.run(["a.csv"], way), exit: 65, says: ["none of the 1 rows"],
      files: ["a.correlation.csv", "a.csv"])
    #expect(try velibcorr.text("a.correlation.csv") == "old")
  }
}
