import TestSupport
import Testing

/// `--partial`: the matrix of partial correlations.
@Suite struct PartialTests {
  @Test("Any number of ranks and threads gives the same bytes")
  func determinism() throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.txt", GeneratedLog.shared.bytes)
    let arguments = ["log.txt", "--no-matrix", "--partial", "p.csv"]
    try velibcorr.runEveryWay(arguments, outputs: ["p.csv"])
    let expected = try velibcorr.bytes("p.csv")
    for (way, threads) in [(Way.alone, "2"), (.ranks(4), "1"), (.mpiexec(3), "2")] {
      let outcome = try velibcorr.run(arguments + ["--threads", threads], way)
      #expect(outcome.ending == .exit(0), "\(outcome.errors)")
      let isSame = try velibcorr.bytes("p.csv") == expected
      #expect(isSame, "\(way), --threads \(threads)")
    }
    try velibcorr.expectNothingLeft(but: ["log.txt", "p.csv"])
  }

  @Test("A generated network equals a plain computation; what is undefined is empty, and told")
  func plain() throws {
    let log = try GeneratedLog.shared
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.txt", log.bytes)
    let outcome = try velibcorr.run("log.txt", "--no-matrix", "--partial", "p.csv")
    try #require(outcome.ending == .exit(0), "\(outcome.errors)")
    let found = try MatrixFile(velibcorr.bytes("p.csv"))

    let reference = PlainReference(log: log.bytes)
    #expect(found.stations == reference.stations)
    let complete = reference.stations.filter { !reference.profiles[$0]!.contains(nil) }
    let usable = complete.filter { station in
      let profile = reference.profiles[station]!.compactMap(\.self)
      return profile.max()! - profile.min()! > 1e-12
    }
    // The generated network has stations of either kind.
    #expect(complete.count < found.stations.count && usable.count < complete.count)
    let plain = PlainLedoitWolf(usable.map { reference.profiles[$0]!.compactMap(\.self) })
    let expected = plain.partialCorrelations
    let rows = Dictionary(uniqueKeysWithValues: zip(usable, usable.indices))
    for (a, values) in zip(found.stations, found.values) {
      for (b, value) in zip(found.stations, values) {
        if let i = rows[a], let j = rows[b] {
          // As the contract says; the condition number is some 1e4.
          #expect(abs(value - expected[i][j]) <= 1e-10)
        } else {
          #expect(value.isNaN)
        }
      }
    }
    for words in [
      "partial    \(usable.count) stations over 24 bins, ",
      ": Ledoit-Wolf shrinkage 0.", ", condition number ", ", smallest eigenvalue ",
      "           \(found.stations.count - complete.count) lacking a bin, every partial correlation undefined: ",
      "           \(complete.count - usable.count) with a constant profile, every partial correlation undefined: ",
      "partial correlations 0.",
    ] { #expect(outcome.errors.contains(words), "\(words) in \(outcome.errors)") }
    let shrinkage = try #require(outcome.errors.firstMatch(of: #/shrinkage (\S+),/#).flatMap { Double($0.1) })
    #expect(abs(shrinkage - plain.shrinkage) <= 1e-3 * plain.shrinkage)
  }

  @Test("Three stations, with --digits, to a file and to standard output", arguments: Way.own)
  func small(_ way: Way) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("small.csv", smallLog)
    // The figures of scikit-learn 1.9.1 for the four hours that the log has.
    let expected = """
      station,7,8,12
      7,1.000,0.312,-0.415
      8,0.312,1.000,-0.404
      12,-0.415,-0.404,1.000

      """
    let outcome = try velibcorr.run(["small.csv", "--digits", "3", "--partial", "p.csv"], way)
    #expect(outcome.ending == .exit(0), "\(outcome.errors)")
    #expect(outcome.errors.contains("partial    3 stations over 4 bins, "))
    #expect(try velibcorr.text("p.csv") == expected)
    #expect(try velibcorr.text("small.correlation.csv").hasPrefix("station,7,8,12\n7,1.000,0.964,"))
    let piped = try velibcorr.run(["small.csv", "--digits", "3", "--no-matrix", "--partial", "-"], way)
    #expect(piped.text == expected)
    try velibcorr.expectNothingLeft(but: ["p.csv", "small.correlation.csv", "small.csv"])
  }

  @Test("More memory than --memory is refused, with what it needs; that much is enough", arguments: Way.each)
  func memory(_ way: Way) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.txt", GeneratedLog.shared.bytes)
    let arguments = ["log.txt", "--partial", "p.csv", "--memory"]
    let outcome = try velibcorr.run(arguments + ["1000K"], way)
    try velibcorr.expectFailure(
      outcome, exit: 64,
      says: [
        "error: partial correlations of ", " stations need ", "--memory allows 1.0 MB",
        "allow it with --memory ",
      ],
      files: ["log.txt"])
    let needed = try #require(outcome.errors.firstMatch(of: #/allow it with --memory (\d+M)\n/#)?.1)
    let allowed = try velibcorr.run(arguments + [String(needed)], way)
    #expect(allowed.ending == .exit(0), "\(allowed.errors)")
  }

  @Test("Two bins shrink by nothing: there is no inverse", arguments: Way.each)
  func singular(_ way: Way) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write(
      "two.csv",
      smallLog.split(separator: "\n").filter { !$0.hasSuffix(",2") && !$0.hasSuffix(",3") }.map { $0 + "\n" }
        .joined())
    try velibcorr.expectFailure(
      velibcorr.run(["two.csv", "--partial", "p.csv"], way), exit: 65,
      says: [
        "error: the covariance of 3 stations over 2 bins has no inverse: its Ledoit-Wolf shrinkage is ",
        "more bins help",
      ], files: ["two.csv"])
  }

  @Test("One bin, or no station with all bins, is refused", arguments: Way.each)
  func noStation(_ way: Way) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write(
      "one.csv", "\(TimedLog.columns)\n7,1,9,2024-01-01 10:00:00\n8,2,8,2024-01-01 10:30:00\n")
    try velibcorr.expectFailure(
      velibcorr.run(["one.csv", "--partial", "p.csv"], way), exit: 65,
      says: ["error: partial correlations need at least 2 bins with records; there is 1", "a longer log"],
      files: ["one.csv"])
    try velibcorr.write(
      "gaps.csv",
      "number,available_bike_stands,available_bikes,heure\n7,1,9,0\n7,3,7,1\n8,2,8,1\n8,6,4,2\n"
        + "9,1,1,0\n9,2,2,1\n9,3,3,2\n")
    try velibcorr.expectFailure(
      velibcorr.run(["gaps.csv", "--partial", "p.csv"], way), exit: 65,
      says: [
        "error: no station for partial correlations: 2 lack a bin that others have, 1 have a constant profile",
        "--since and --until",
      ], files: ["gaps.csv", "one.csv"])
  }

  @Test("Hours that no station has are no observations")
  func series() throws {
    let velibcorr = try Velibcorr()
    func log(_ hours: [Int]) -> String {
      var generator = SeededGenerator(seed: 9)
      return "\(TimedLog.columns)\n"
        + hours.flatMap { hour in
          (1...5).map { station in
            let day = hour / 24 + 1
            return
              "\(station),\(Int.random(in: 0...20, using: &generator)),\(Int.random(in: 1...20, using: &generator)),"
              + "2024-01-\(day < 10 ? "0" : "")\(day) \(hour % 24 < 10 ? "0" : "")\(hour % 24):15:00\n"
          }
        }.joined()
    }
    try velibcorr.write("whole.csv", log(Array(0..<12)))
    try velibcorr.write("outages.csv", log(Array(3..<9) + Array(100..<106)))
    for name in ["whole", "outages"] {
      let outcome = try velibcorr.run(
        "\(name).csv", "--no-matrix", "--bins", "series", "--partial", "\(name).p")
      #expect(outcome.ending == .exit(0), "\(outcome.errors)")
      #expect(outcome.errors.contains("partial    5 stations over 12 bins, "))
    }
    #expect(try velibcorr.text("whole.p") == velibcorr.text("outages.p"))
  }

  @Test("Its file is one of the outputs: not another's, and not an input")
  func names() throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("small.csv", smallLog)
    for (arguments, words) in [
      (["-o", "r.csv", "--partial", "r.csv"], "name the same file"),
      (["--partial", "small.csv"], "small.csv is an input"),
      (["-o", "-", "--partial", "-"], "only one output can go to standard output"),
    ] {
      try velibcorr.expectFailure(
        velibcorr.run(["small.csv"] + arguments), exit: 64, says: [words], files: ["small.csv"])
    }
  }
}
