import TestSupport
import Testing

/// Profiles of an earlier run and today's log give what all raw rows give; a profile file that is not whole,
/// or not of this kind, is refused.
@Suite struct ProfileSumTests {
  private static let start = 1_708_905_600
  private static let log = TimedLog(seed: 21, count: 9_000, times: start..<start + 12 * 86_400, stations: 40)

  @Test("For each kind of bins, in every way", arguments: ["hour-of-day", "hour-of-week", "series"])
  func kinds(bins: String) throws {
    let velibcorr = try Velibcorr()
    let days = [TimedLog(Array(Self.log.records[..<5_000])), TimedLog(Array(Self.log.records[5_000...]))]
    try velibcorr.write("all.csv", Self.log.csv())
    for (i, day) in days.enumerated() {
      try velibcorr.write("\(i).csv", day.csv())
      let outcome = try velibcorr.run(
        "\(i).csv", "--bins", bins, "--no-matrix", "--profiles", "\(i).profiles.csv")
      try #require(outcome.ending == .exit(0), "\(outcome.errors)")
    }
    #expect(try velibcorr.run("all.csv", "--bins", bins, "-o", "r", "--profiles", "p").ending == .exit(0))
    for inputs in [
      ["0.profiles.csv", "1.csv"], ["0.csv", "1.profiles.csv"], ["1.profiles.csv", "0.profiles.csv"],
    ] {
      try velibcorr.runEveryWay(
        inputs + ["--bins", bins, "-o", "r.csv", "--profiles", "p.csv"], outputs: ["r.csv", "p.csv"])
      #expect(try velibcorr.text("r.csv") == velibcorr.text("r"))
      #expect(try velibcorr.profileRows("p.csv") == velibcorr.profileRows("p"))
    }
    try velibcorr.runEveryWay(
      ["-", "1.csv", "--bins", bins, "-o", "r.csv"], outputs: ["r.csv"],
      input: .bytes(velibcorr.bytes("0.profiles.csv")))
    #expect(try velibcorr.text("r.csv") == velibcorr.text("r"))
  }

  @Test("Stations whose names need quotes come back")
  func quotedNames() throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.csv", ReaderTests.log)
    #expect(try velibcorr.run("log.csv", "-o", "r", "--profiles", "p").ending == .exit(0))
    try velibcorr.runEveryWay(["p", "-o", "r.csv", "--profiles", "p.csv"], outputs: ["r.csv", "p.csv"])
    #expect(try velibcorr.text("r.csv") == velibcorr.text("r"))
    #expect(try velibcorr.profileRows("p.csv") == velibcorr.profileRows("p"))
  }

  /// What is done to the lines of a profile file, and what is said of it.
  static let damages: [(String, String, @Sendable (inout [String]) -> Void)] = [
    (
      "a digit of a sum", "changed since it was written (checksum)", { $0[5] = changing(field: 5, of: $0[5]) }
    ),
    ("an edited mean", "changed since it was written (checksum)", { $0[6] = changing(field: 3, of: $0[6]) }),
    ("a closed record", "changed since it was written (checksum)", { $0[7] = changing(field: 6, of: $0[7]) }),
    (
      "a digest", "changed since it was written (checksum)",
      { $0[2] = $0[2].replacing("sha256\"\":\"\"", with: "sha256\"\":\"\"0") }
    ),
    ("a row missing", "911 rows where it says that it has 912", { $0.remove(at: 7) }),
    ("a row twice", "913 rows where it says that it has 912", { $0.append($0[9]) }),
    ("cut in a row", "row 912 is damaged", { $0[912] = String($0[912].prefix(8)) }),
    ("cut behind a row", "cut off after 900 rows", { $0.removeLast(12) }),
    (
      "another version", "profiles of version 3, which this velibcorr does not read",
      { $0[1] = $0[1].replacing("version\"\":2", with: "version\"\":3") }
    ),
    (
      "another number of rows", "912 rows where it says that it has 913",
      { $0[912] = $0[912].replacing("rows\"\":912", with: "rows\"\":913") }
    ),
    ("no checksum", "row 912 is damaged", { $0[912] = $0[912].replacing("check", with: "chock") }),
    ("another header", "columns", { $0[0] = $0[0].replacing("sum_low", with: "sum_slow") }),
  ]

  private static func changing(field number: Int, of line: String) -> String {
    var fields = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    let last = fields[number].last!
    fields[number] = fields[number].dropLast() + (last == "9" ? "8" : "\(last.wholeNumberValue! + 1)")
    return fields.joined(separator: ",")
  }

  @Test("Every damage is found, in every way", arguments: damages.indices)
  func damaged(_ number: Int) throws {
    let (_, words, damage) = Self.damages[number]
    let velibcorr = try Velibcorr()
    let stations = TimedLog(seed: 3, count: 30_000, times: Self.start..<Self.start + 86_400, stations: 38)
    try velibcorr.write("today.csv", stations.csv())
    #expect(try velibcorr.run("today.csv", "--no-matrix", "--profiles", "p.csv").ending == .exit(0))
    var lines = try velibcorr.text("p.csv").split(separator: "\n").map(String.init)
    try #require(lines.count == 913)
    damage(&lines)
    try velibcorr.write("p.csv", lines.map { $0 + "\n" }.joined())
    try velibcorr.expectFailureEveryWay(
      ["p.csv", "today.csv"], exit: 65,
      says: words == "columns"
        ? ["no column"] : ["velibcorr: error: p.csv: \(words)", "make it again from the log"],
      files: ["p.csv", "today.csv"])
  }

  @Test("Profiles by other bins, and options that need times, are refused with what to do")
  func refused() throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.csv", Self.log.csv())
    #expect(
      try velibcorr.run("log.csv", "--no-matrix", "--bins", "hour-of-week", "--profiles", "week.csv").ending
        == .exit(0))
    for bins in ["hour-of-day", "series"] {
      try velibcorr.expectFailureEveryWay(
        ["week.csv", "log.csv", "--bins", bins], exit: 65,
        says: [
          "error: week.csv holds profiles by hour-of-week, not by \(bins)", "run with --bins hour-of-week",
        ],
        files: ["log.csv", "week.csv"])
    }
    for option in [["--since", "2024-01-01"], ["--until", "2025-01-01"]] {
      try velibcorr.expectFailureEveryWay(
        ["log.csv", "week.csv", "--again", "--bins", "hour-of-week"] + option, exit: 65,
        says: ["week.csv holds profiles that keep no days to go by", "with profiles made with --keep-days"],
        files: ["log.csv", "week.csv"])
    }
  }

  @Test("--no-matrix writes the other outputs and no matrix", arguments: Way.each)
  func noMatrix(_ way: Way) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.txt", GeneratedLog.shared.bytes)
    let outcome = try velibcorr.run(["log.txt", "--no-matrix", "--profiles", "p.csv"], way)
    #expect(outcome.ending == .exit(0), "\(outcome.errors)")
    #expect(!outcome.errors.contains("pairs"))
    let isSame = try velibcorr.bytes("p.csv") == GeneratedLog.shared.profiles
    #expect(isSame)
    try velibcorr.expectNothingLeft(but: ["log.txt", "p.csv"])
    let nothing = try velibcorr.run(["log.txt", "--no-matrix"], way)
    #expect(nothing.ending == .exit(0))
    #expect(nothing.rows.contains(" read, "))
    try velibcorr.expectNothingLeft(but: ["log.txt", "p.csv"])
  }

  @Test("--no-matrix and an output for it exclude each other")
  func noMatrixOutput() throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("small.csv", smallLog)
    try velibcorr.expectFailure(
      velibcorr.run("small.csv", "--no-matrix", "-o", "r.csv"), exit: 64,
      says: ["--no-matrix and --output exclude each other"], files: ["small.csv"])
  }
}
