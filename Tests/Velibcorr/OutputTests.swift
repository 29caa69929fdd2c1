import Foundation
import TestSupport
import Testing

/// Where the results go and how they are written.
@Suite struct OutputTests {
  @Test("The default output has the first file's name and lies in the working folder", arguments: Way.each)
  func defaultName(_ way: Way) throws {
    let velibcorr = try Velibcorr()
    try FileManager.default.createDirectory(
      atPath: velibcorr.path("logs"), withIntermediateDirectories: false)
    try velibcorr.write("logs/two.parts.csv", smallLog)
    try velibcorr.write("b.csv", smallLog)
    let outcome = try velibcorr.run(["logs/two.parts.csv", "b.csv"], way)
    #expect(outcome.ending == .exit(0), "\(outcome.errors)")
    #expect(outcome.output == [])
    #expect(outcome.errors.contains("two.parts.correlation.csv"))
    try velibcorr.expectNothingLeft(but: ["b.csv", "logs", "two.parts.correlation.csv"])
  }

  @Test("The default output of standard input")
  func defaultNameOfStandardInput() throws {
    let velibcorr = try Velibcorr()
    #expect(try velibcorr.run(["-"], input: .bytes(Array(smallLog.utf8))).ending == .exit(0))
    try velibcorr.expectNothingLeft(but: ["stdin.correlation.csv"])
  }

  @Test("-o names the output, also in another folder", arguments: Way.each)
  func outputOption(_ way: Way) throws {
    let velibcorr = try Velibcorr()
    try FileManager.default.createDirectory(atPath: velibcorr.path("out"), withIntermediateDirectories: false)
    try velibcorr.write("a.csv", smallLog)
    let outcome = try velibcorr.run(["a.csv", "-o", "out/r.csv", "--profiles", "out/p.csv"], way)
    #expect(outcome.ending == .exit(0), "\(outcome.errors)")
    let names = try FileManager.default.contentsOfDirectory(atPath: velibcorr.path("out")).sorted()
    #expect(names == ["p.csv", "r.csv"])
    try velibcorr.expectNothingLeft(but: ["a.csv", "out"])
  }

  @Test("Numbers are rounded once: to 13 decimals, or as --digits says", arguments: [Way.alone, .ranks(2)])
  func digits(_ way: Way) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("a.csv", smallLog)
    func first(_ arguments: [String]) throws -> Substring {
      try velibcorr.run(["a.csv", "-o", "-"] + arguments, way).text.split(separator: "\n")[1]
    }
    // 0.963958811289025540... by fractions.
    #expect(try first([]).hasPrefix("7,1.0000000000000,0.9639588112890,"))
    for (digits, expected) in [(1, "1.0"), (6, "0.963959"), (17, "0.96395881128902554")] {
      #expect(
        try first(["--profiles", "p.csv", "--digits", "\(digits)"]).hasPrefix(
          "7,1.\(String(repeating: "0", count: digits)),\(expected),"))
      #expect(try velibcorr.text("p.csv").contains("\n7,00,1,\(String(format: "%.\(digits)f", 0.1)),"))
    }
  }

  @Test(
    "Identifiers are quoted where they need it, and kept byte for byte", arguments: [Way.alone, .ranks(2)])
  func quoting(_ way: Way) throws {
    let ids = ["a,b", "line\nend", "say \"hi\"", "Gare d'Évry", "31024_relais", "r\rr"]
    let quoted = ids.map { "\"\($0.replacing("\"", with: "\"\""))\"" }
    let velibcorr = try Velibcorr()
    var log = "station,free_docks,bikes,hour\n"
    for (i, id) in quoted.enumerated() {
      for hour in 0..<5 { log += "\(id),\((i * 3 + hour * hour) % 11),7,\(hour)\n" }
    }
    try velibcorr.write("a.csv", log)
    let outcome = try velibcorr.run(["a.csv", "-o", "-", "--digits", "2"], way)
    #expect(outcome.ending == .exit(0), "\(outcome.errors)")
    let header =
      "station,31024_relais,Gare d'Évry,\"a,b\",\"line\nend\",\"r\rr\",\"say \"\"hi\"\"\"\n"
    #expect(outcome.text.hasPrefix(header))
    #expect(outcome.text.contains("\n\"line\nend\","))
  }

  @Test("--profiles writes a row for each hour that a station has", arguments: Way.each)
  func profiles(_ way: Way) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write(
      "a.csv", "station,free_docks,bikes,hour\nb,1,1,23\nb,0,0,1\nb,3,1,23\na,5,0,7\nc,0,0,1\n")
    let outcome = try velibcorr.run(["a.csv", "--no-matrix", "--profiles", "p.csv"], way)
    #expect(outcome.ending == .exit(0), "\(outcome.errors)")
    let rows = try velibcorr.profileRows("p.csv").split(separator: "\n")
    #expect(
      rows == [
        "station,bin,records,mean,sum_high,sum_low,closed,name,lat,lng", "a,07,1,1.0,8192,0,0,,,",
        "b,01,0,,0,0,1,,,", "b,23,2,0.625,10240,0,0,,,", "c,01,0,,0,0,1,,,",
      ])
  }

  @Test("Profiles to standard output, the matrix to a file", arguments: Way.own)
  func profilesToStandardOutput(_ way: Way) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.txt", GeneratedLog.shared.bytes)
    let outcome = try velibcorr.run(["log.txt", "-o", "r.csv", "--profiles", "-"], way)
    #expect(outcome.ending == .exit(0), "\(outcome.errors)")
    let isSame = try outcome.output == GeneratedLog.shared.profiles
    #expect(isSame)
    try velibcorr.expectNothingLeft(but: ["log.txt", "r.csv"])
  }

  @Test("A special file is written as it is", arguments: Way.own)
  func devices(_ way: Way) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.txt", GeneratedLog.shared.bytes)
    let null = try velibcorr.run(["log.txt", "-o", "/dev/null"], way)
    #expect(null.ending == .exit(0), "\(null.errors)")
    let standardOutput = try velibcorr.run(["log.txt", "-o", "/dev/stdout"], way)
    #expect(standardOutput.ending == .exit(0), "\(standardOutput.errors)")
    let isSame = try standardOutput.output == GeneratedLog.shared.matrix
    #expect(isSame)
    try velibcorr.expectNothingLeft(but: ["log.txt"])
  }

  @Test("A reader of the old output keeps it whole while the new one takes its name", arguments: Way.each)
  func atomicReplacement(_ way: Way) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("a.csv", smallLog)
    let old = String(repeating: "an old result\n", count: 1000)
    try velibcorr.write("r.csv", old)
    let reader = try #require(FileHandle(forReadingAtPath: velibcorr.path("r.csv")))
    let outcome = try velibcorr.run(["a.csv", "-o", "r.csv"], way)
    #expect(outcome.ending == .exit(0), "\(outcome.errors)")
    let kept = try reader.readToEnd() == Data(old.utf8)
    #expect(kept)
    #expect(try velibcorr.text("r.csv").hasPrefix("station,7,8,12\n"))
    try velibcorr.expectNothingLeft(but: ["a.csv", "r.csv"])
  }

  @Test("A symbolic link stays one; the file that it leads to is replaced", arguments: Way.own)
  func symbolicLink(_ way: Way) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("a.csv", smallLog)
    try velibcorr.write("r.csv", "old")
    try FileManager.default.createSymbolicLink(
      atPath: velibcorr.path("link.csv"), withDestinationPath: "r.csv")
    #expect(try velibcorr.run(["a.csv", "-o", "link.csv"], way).ending == .exit(0))
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: velibcorr.path("link.csv")) == "r.csv")
    #expect(try velibcorr.text("r.csv").hasPrefix("station,7,8,12\n"))
    try velibcorr.expectNothingLeft(but: ["a.csv", "link.csv", "r.csv"])
  }

  @Test(
    "Standard streams that are closed do not lead words into the results",
    arguments: Way.own, ["2>&-", ">&- 2>&-", "<&- >&- 2>&-", "<&-"])
  func closedStreams(_ way: Way, _ closing: String) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.txt", GeneratedLog.shared.bytes)
    let ranks = if case .ranks(let count) = way { "--ranks \(count)" } else { "" }
    let script = "\"$0\" log.txt -o r.csv --profiles p.csv \(ranks) \(closing)"
    let outcome = try velibcorr.start(command: ["sh", "-c", script, Velibcorr.program]).wait()
    #expect(outcome.ending == .exit(0))
    let sameMatrix = try velibcorr.bytes("r.csv") == GeneratedLog.shared.matrix
    let sameProfiles = try velibcorr.bytes("p.csv") == GeneratedLog.shared.profiles
    #expect(sameMatrix)
    #expect(sameProfiles)
    try velibcorr.expectNothingLeft(but: ["log.txt", "p.csv", "r.csv"])
  }

  @Test("Standard output that is closed is an error of writing", arguments: Way.own)
  func closedStandardOutput(_ way: Way) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.txt", GeneratedLog.shared.bytes)
    let ranks = if case .ranks(let count) = way { "--ranks \(count)" } else { "" }
    let outcome = try velibcorr.start(
      command: ["sh", "-c", "\"$0\" log.txt -o - \(ranks) >&-", Velibcorr.program]
    ).wait()
    try velibcorr.expectFailure(
      outcome, exit: 74, says: ["cannot write standard output"], files: ["log.txt"])
  }
}
