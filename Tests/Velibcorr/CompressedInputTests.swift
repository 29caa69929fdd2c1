import TestSupport
import Testing

/// Compressed logs and archives, whatever their names.
@Suite struct CompressedInputTests {
  /// The programs of those that are here.
  static let programs = ["gzip", "zstd", "xz", "bzip2"].filter { Velibcorr.path(of: $0) != nil }

  /// Compresses a file of the working folder into another.
  private func compress(_ program: String, _ name: String, to packed: String, in velibcorr: Velibcorr) throws
  {
    let outcome = try velibcorr.start(
      command: [program, "-c", "-q", name], output: .file(velibcorr.path(packed))
    ).wait()
    try #require(outcome.ending == .exit(0), "\(outcome.errors)")
  }

  @Test("Compressed logs give the bytes of the plain one, by any name", arguments: programs)
  func compressed(program: String) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.txt", GeneratedLog.shared.bytes)
    try compress(program, "log.txt", to: "packed.csv", in: velibcorr)
    for way in [Way.alone, .ranks(2), .mpiexec(3)] { try velibcorr.expectSameBytes(["packed.csv"], way) }
    try velibcorr.expectSameBytes(["-"], .ranks(2), input: .bytes(velibcorr.bytes("packed.csv")))
  }

  @Test("Halves of a log, compressed, plain and from a pipe, add up", arguments: programs)
  func halves(program: String) throws {
    let log = try GeneratedLog.shared
    let velibcorr = try Velibcorr()
    let cuts = [0, 5_000, 14_000, log.rows.count]
    for i in 0..<3 { try velibcorr.write("\(i).txt", log.header + log.rows[cuts[i]..<cuts[i + 1]].joined()) }
    try compress(program, "0.txt", to: "0.packed", in: velibcorr)
    try compress(program, "2.txt", to: "2.packed", in: velibcorr)
    for way in [Way.alone, .ranks(2), .ranks(3)] {
      try velibcorr.expectSameBytes(["0.packed", "1.txt", "2.packed"], way)
      try velibcorr.expectSameBytes(
        ["2.packed", "-", "1.txt"], way, input: .bytes(velibcorr.bytes("0.packed")))
    }
  }

  @Test("Many of very unequal size, by any number of threads and ranks, with the faulty rows in their order")
  func many() throws {
    let log = try GeneratedLog.shared
    let velibcorr = try Velibcorr()
    let cuts = [0, 10, 7_000, 7_001, 7_500, 13_000, 13_100, log.rows.count]
    let names = (0..<7).map { "\($0).gz" }
    let faulty = Array("x\n".utf8)
    for (i, name) in names.enumerated() {
      try velibcorr.write("plain", log.header + log.rows[cuts[i]..<cuts[i + 1]].joined() + faulty)
      try compress("gzip", "plain", to: name, in: velibcorr)
    }
    let ways: [[String]] = [
      ["--threads", "1"], ["--threads", "3"], ["--threads", "9"], ["--ranks", "2", "--threads", "2"],
      ["--ranks", "3"], ["--ranks", "8"],
    ]
    var rejects: [String]?
    for way in ways {
      let outcome = try velibcorr.run(names + ["-o", "r.csv", "--rejects", "rejects.csv"] + way)
      #expect(outcome.ending == .exit(0), "\(outcome.errors)")
      #expect(try velibcorr.bytes("r.csv") == log.matrix, "\(way)")
      // The generated log has faulty rows of its own.
      let lines = Swift.zip(cuts, cuts.dropFirst()).map { $1 - $0 + 2 }
      let due = Swift.zip(names, lines).map { "\($0),\($1),another number of fields than the header,x" }
      let found = try velibcorr.text("rejects.csv").split(separator: "\n").map(String.init)
      #expect(found.filter { $0.hasSuffix(",x") } == due, "\(way)")
      #expect(rejects == nil || found == rejects, "\(way)")
      rejects = found
    }
  }

  @Test("Of several that cannot be read the first is told, whoever comes upon which first")
  func firstFailure() throws {
    let log = try GeneratedLog.shared
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.txt", log.bytes)
    try compress("gzip", "log.txt", to: "whole.gz", in: velibcorr)
    let packed = try velibcorr.bytes("whole.gz")
    try velibcorr.write("late.gz", Array(packed.dropLast(1)))
    try velibcorr.write("soon.gz", Array(packed.prefix(packed.count / 8)))
    let files = ["late.gz", "log.txt", "soon.gz", "whole.gz"]
    for way in [["--threads", "1"], ["--threads", "4"], ["--ranks", "2"], ["--ranks", "4"]] {
      try velibcorr.expectFailure(
        velibcorr.run(["whole.gz", "late.gz", "log.txt", "soon.gz", "soon.gz", "--again"] + way), exit: 65,
        says: ["error: late.gz ends in the middle of its compressed data"], files: files)
      try velibcorr.expectFailure(
        velibcorr.run(["log.txt", "soon.gz", "whole.gz", "late.gz"] + way), exit: 65,
        says: ["error: soon.gz ends in the middle of its compressed data"], files: files)
    }
  }

  @Test("One that was cut is refused, wherever", arguments: programs)
  func cut(program: String) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.txt", GeneratedLog.shared.bytes)
    try compress(program, "log.txt", to: "packed", in: velibcorr)
    let packed = try velibcorr.bytes("packed")
    for count in [packed.count / 2, packed.count - 1] {
      try velibcorr.write("cut.gz", Array(packed.prefix(count)))
      for way in Way.own {
        try velibcorr.expectFailure(
          velibcorr.run(["cut.gz", "-o", "r.csv", "--profiles", "p.csv"], way), exit: 65,
          says: ["error: cut.gz ends in the middle of its compressed data", "fetch or copy it again"],
          files: ["cut.gz", "log.txt", "packed"])
      }
    }
  }

  @Test("The log of a zip named .csv, its name told", arguments: Way.each)
  func zip(_ way: Way) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.csv", storedZip([("folder/données.txt", try GeneratedLog.shared.bytes)]))
    try velibcorr.expectSameBytes(["log.csv"], way)
    let outcome = try velibcorr.run(["log.csv"], way)
    #expect(outcome.errors.contains("velibcorr: log.csv: reading folder/données.txt\n"))
  }

  @Test("All logs of a zip are read, each by its own header; what is none is passed over")
  func severalLogs() throws {
    let log = try GeneratedLog.shared
    let velibcorr = try Velibcorr()
    let second = log.rows[9_000...].map { row in
      let fields = row.dropLast().split(separator: 9).map { String(decoding: $0, as: UTF8.self) }
      return "\(fields[2]);\(fields[3]);\(fields[4]);\(fields[5])\r\n"
    }
    let header = String(decoding: log.header, as: UTF8.self).split(separator: "\t")
    let columns = header[2...5].joined(separator: ";") + "\r\n"
    try velibcorr.write(
      "log.zip",
      storedZip([
        ("readme.md", Array("# Hello\n".utf8)), ("a.txt", log.header + log.rows[..<9_000].joined()),
        ("empty.txt", []), ("picture.png", [0x89, 0x50, 0x4E, 0x47, 0, 0, 0, 1]),
        ("b.csv", Array((columns + second.joined()).utf8)),
      ]))
    for way in Way.each { try velibcorr.expectSameBytes(["log.zip"], way) }
  }

  @Test(
    "A list of stations in a zip gives the summary their names", arguments: [true, false],
    [Way.alone, .ranks(2)])
  func names(isBefore: Bool, way: Way) throws {
    let velibcorr = try Velibcorr()
    let list = (
      name: "stations.txt", bytes: Array("number,name,lat\n20,\"Bac, rue du\",48\n99,Évry,48\n".utf8)
    )
    let log = (name: "log.txt", bytes: Array(SummaryTests.oddLog.utf8))
    try velibcorr.write("log.zip", storedZip(isBefore ? [list, log] : [log, list]))
    let outcome = try velibcorr.run(["log.zip"], way)
    #expect(outcome.errors.contains("1 more without a profile, always closed: 99 (Évry)\n"))
    #expect(
      outcome.errors.contains("1 with a constant profile, every correlation undefined: 20 (Bac, rue du)\n"))
    #expect(outcome.errors.contains("every correlation undefined: 21\n"))
  }

  @Test("Faulty rows of a zip are told by its name and the member's, lines counted in each")
  func rejects() throws {
    let velibcorr = try Velibcorr()
    let log = Array("number,available_bike_stands,available_bikes,heure\r\n7,x,9,1\r\n7,1,9,1\r\n8,1,9".utf8)
    try velibcorr.write("log.zip", storedZip([("a.txt", log), ("b, c.txt", log)]))
    try velibcorr.runEveryWay(
      ["log.zip", "--rejects", "rejects.csv", "-o", "r.csv"], outputs: ["rejects.csv", "r.csv"])
    #expect(
      try velibcorr.text("rejects.csv") == """
        file,line,reason,row
        log.zip: a.txt,2,free docks are not a count,"7,x,9,1"
        log.zip: a.txt,4,another number of fields than the header,"8,1,9"
        "log.zip: b, c.txt",2,free docks are not a count,"7,x,9,1"
        "log.zip: b, c.txt",4,another number of fields than the header,"8,1,9"

        """)
    try velibcorr.expectFailureEveryWay(
      ["log.zip", "--strict"], exit: 65,
      says: ["error: log.zip: a.txt, line 2, column 'available_bike_stands'"],
      files: ["log.zip", "r.csv", "rejects.csv"])
  }

  @Test("An archive without a log is refused with what it has")
  func noLog() throws {
    let velibcorr = try Velibcorr()
    let list = Array("number,name\n7,Évry\n".utf8)
    try velibcorr.write("two.zip", storedZip([("stations.txt", list), ("more.txt", list)]))
    try velibcorr.expectFailureEveryWay(
      ["two.zip"], exit: 65,
      says: [
        "error: two.zip: none of its files is an availability log: stations.txt, more.txt", "unpack it",
      ],
      files: ["two.zip"])
    try velibcorr.write("two.zip", storedZip([("log.txt", Array("number,spots\n7,5\n".utf8))]))
    try velibcorr.expectFailureEveryWay(
      ["two.zip"], exit: 65, says: ["no column for free docks found; its columns are: number, spots"],
      files: ["two.zip"])
    try velibcorr.write("two.zip", storedZip([]))
    try velibcorr.expectFailureEveryWay(["two.zip"], exit: 65, says: ["two.zip is empty"], files: ["two.zip"])
  }

  @Test("A zip that was cut, or changed, is refused")
  func damagedZip() throws {
    let velibcorr = try Velibcorr()
    let packed = storedZip([("log.txt", try GeneratedLog.shared.bytes)])
    try velibcorr.write("log.zip", Array(packed.prefix(packed.count / 2)))
    try velibcorr.expectFailureEveryWay(
      ["log.zip"], exit: 65, says: ["log.zip ends in the middle of its compressed data"], files: ["log.zip"])
    var changed = packed
    changed[packed.count / 2] ^= 1
    try velibcorr.write("log.zip", changed)
    try velibcorr.expectFailureEveryWay(
      ["log.zip"], exit: 65, says: ["cannot unpack log.zip: ", "is the file whole?"], files: ["log.zip"])
  }
}
