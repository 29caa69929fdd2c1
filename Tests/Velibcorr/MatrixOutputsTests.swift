import Foundation
import TestSupport
import Testing

/// The outputs made of the matrix beside its CSV: any number of them in one run.
@Suite struct MatrixOutputsTests {
  private static let all = [
    "log.txt", "-o", "r.csv", "--npy", "r.npy", "--pairs", "pairs.csv", "--top", "50", "--neighbours", "3",
    "--neighbours-output", "best.csv", "--profiles", "p.csv", "--min-hours", "3",
  ]

  private struct Pair: Equatable {
    let a, b: String
    let r: Double
    let hours: Int
    let effectiveHours, p, q: Double

    init(_ line: Substring) throws {
      let fields = line.split(separator: ",", omittingEmptySubsequences: false)
      try #require(fields.count == 7)
      (a, b) = (String(fields[0]), String(fields[1]))
      r = try #require(Double(fields[2]))
      hours = try #require(Int(fields[3]))
      effectiveHours = try #require(Double(fields[4]))
      (p, q) = (try #require(Double(fields[5])), try #require(Double(fields[6])))
    }
  }

  private static func pairs(_ text: String) throws -> [Pair] {
    try text.split(separator: "\n").dropFirst().map { try Pair($0) }
  }

  /// Every defined pair of a matrix, best first; the columns are in the order of stations.
  private static func sorted(_ matrix: MatrixFile) -> [(a: Int, b: Int, r: Double)] {
    let stations = matrix.stations.indices
    return stations.flatMap { a in
      stations.dropFirst(a + 1).map { (a: a, b: $0, r: matrix.values[a][$0]) }
    }.filter { !$0.r.isNaN }.sorted { (-abs($0.r), $0.a, $0.b) < (-abs($1.r), $1.a, $1.b) }
  }

  /// Are pairs those of a matrix, best first, whose numbers have 13 decimals? Such as have the same number there may be in
  /// another order: r of pairs has all its digits. Without the lists in the words of a failure: they are long.
  private static func isSame(
    _ listed: [Pair], _ sorted: some Sequence<(a: Int, b: Int, r: Double)>, _ matrix: MatrixFile
  ) -> Bool {
    let found = Dictionary(uniqueKeysWithValues: listed.map { ("\($0.a) \($0.b)", $0.r) })
    let due = sorted.map { ("\(matrix.stations[$0.a]) \(matrix.stations[$0.b])", $0.r) }
    return found.count == due.count
      && due.allSatisfy { key, r in found[key].map { abs($0 - r) <= 0.51e-13 } ?? false }
      && zip(listed, listed.dropFirst()).allSatisfy { abs($0.r) >= abs($1.r) }
  }

  @Test("All of them together, the same bytes every way")
  func everyWay() throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.txt", GeneratedLog.shared.bytes)
    let outputs = ["best.csv", "p.csv", "pairs.csv", "r.csv", "r.npy", "r.npy.stations.csv"]
    try velibcorr.runEveryWay(Self.all, outputs: outputs)
    try velibcorr.expectNothingLeft(but: ["log.txt"] + outputs)
    // Each alone is the same.
    for (arguments, name) in [
      (["--npy", "r2"], "r.npy"), (["--pairs", "r2", "--top", "50"], "pairs.csv"),
      (["--neighbours", "3", "--neighbours-output", "r2"], "best.csv"),
    ] {
      let outcome = try velibcorr.run(["log.txt", "--no-matrix", "--min-hours", "3"] + arguments)
      #expect(outcome.ending == .exit(0), "\(outcome.errors)")
      let isSame = try velibcorr.bytes("r2") == velibcorr.bytes(name)
      #expect(isSame, "\(name)")
    }
  }

  @Test("The pairs are the best of the matrix, in order")
  func pairs() throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.txt", GeneratedLog.shared.bytes)
    #expect(try velibcorr.run(Self.all).ending == .exit(0))
    let matrix = try MatrixFile(velibcorr.bytes("r.csv"))
    let sorted = Self.sorted(matrix)
    #expect(try velibcorr.text("pairs.csv").hasPrefix("station_a,station_b,r,hours,hours_eff,p,q\n"))
    let listed = try Self.pairs(velibcorr.text("pairs.csv"))
    let isSame = Self.isSame(listed, sorted.prefix(50), matrix)
    #expect(isSame)
    #expect(
      listed.allSatisfy { (3...24).contains($0.hours) && (1...Double($0.hours)).contains($0.effectiveHours) })
  }

  @Test("--min-abs-r lists those at least as strong, with --top the best of them; names by default")
  func minimum() throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.txt", GeneratedLog.shared.bytes)
    let outcome = try velibcorr.run(["log.txt", "-o", "r.csv", "--min-abs-r", "0.9", "--min-hours", "3"])
    #expect(outcome.ending == .exit(0), "\(outcome.errors)")
    let matrix = try MatrixFile(velibcorr.bytes("r.csv"))
    let sorted = Self.sorted(matrix).filter { abs($0.r) >= 0.9 }
    let listed = try Self.pairs(velibcorr.text("log.pairs.csv"))
    let isSame = Self.isSame(listed, sorted, matrix)
    #expect(isSame)
    #expect(!listed.isEmpty)
    #expect(
      try velibcorr.run(["log.txt", "--no-matrix", "--min-abs-r", "0.9", "--top", "3", "--min-hours", "3"])
        .ending
        == .exit(0))
    #expect(try Self.pairs(velibcorr.text("log.pairs.csv")) == Array(listed.prefix(3)))
    try velibcorr.expectNothingLeft(but: ["log.pairs.csv", "log.txt", "r.csv"])
  }

  @Test(
    "q is Benjamini-Hochberg's over the p of all pairs, however few are listed, by any ranks and threads",
    arguments: ["pearson", "spearman", "kendall"],
    [
      ("hour-of-day", "24", []), ("hour-of-week", "3", []), ("series", "9", []),
      ("hour-of-day", "3", ["--independent-hours"]),
    ])
  func significance(
    _ method: String, _ bins: (kind: String, minimum: String, options: [String])
  ) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.txt", GeneratedLog.shared.bytes)
    let arguments =
      [
        "log.txt", "--no-matrix", "--method", method, "--bins", bins.kind, "--min-hours", bins.minimum,
      ] + bins.options
    #expect(try velibcorr.run(arguments + ["--pairs", "all.csv"]).ending == .exit(0))
    let all = try Self.pairs(velibcorr.text("all.csv"))
    var (least, areRight) = (1.0, true)
    let byP = all.sorted { $0.p < $1.p }
    for (place, pair) in byP.enumerated().reversed() {
      least = min(least, pair.p * Double(all.count) / Double(place + 1))
      // Pairs of one p have the q of the last of them, which comes first here.
      let isLast = place + 1 == all.count || byP[place + 1].p > pair.p
      // Both are written with six digits.
      if isLast { areRight = areRight && abs(pair.q - least) <= 1.1e-5 * least }
      areRight = areRight && pair.q >= pair.p && pair.q <= 1
    }
    #expect(areRight)
    let lines = try velibcorr.text("all.csv").split(separator: "\n")
    for (way, top) in [(Way.alone, 40), (.ranks(3), 40), (.ranks(2), 1), (.ranks(2), .max)] {
      let outcome = try velibcorr.run(arguments + ["--top", "\(top)", "--pairs", "top.csv"], way)
      #expect(outcome.ending == .exit(0), "\(outcome.errors)")
      let isFirst =
        try velibcorr.text("top.csv").split(separator: "\n") == Array(lines.prefix(1 + min(top, all.count)))
      #expect(isFirst, "top \(top), \(way)")
    }
  }

  @Test(
    "--rank-by p lists those of the least p first, any number of them the same every way",
    arguments: ["pearson", "kendall"], [[], ["--min-abs-r", "0.5"]])
  func byP(_ method: String, _ options: [String]) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.txt", GeneratedLog.shared.bytes)
    let arguments = ["log.txt", "--no-matrix", "--method", method] + options
    #expect(try velibcorr.run(arguments + ["--pairs", "r.csv"]).ending == .exit(0))
    let ranked = arguments + ["--rank-by", "p", "--pairs"]
    #expect(try velibcorr.run(ranked + ["p.csv"]).ending == .exit(0))
    let lines = try velibcorr.text("p.csv").split(separator: "\n")
    let isSame = try Set(lines) == Set(velibcorr.text("r.csv").split(separator: "\n"))
    #expect(isSame)
    let p = try Self.pairs(velibcorr.text("p.csv")).map(\.p)
    #expect(zip(p, p.dropFirst()).allSatisfy { $0 <= $1 })
    for top in [1, 500] {
      try velibcorr.runEveryWay(ranked + ["top.csv", "--top", "\(top)"], outputs: ["top.csv"])
      let isFirst = try velibcorr.text("top.csv").split(separator: "\n") == Array(lines.prefix(1 + top))
      #expect(isFirst)
    }
  }

  @Test("The summary says what the pairs' hours are worth; --independent-hours takes them as they are")
  func evidence() throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.txt", GeneratedLog.shared.bytes)
    let arguments = ["log.txt", "--no-matrix", "--pairs", "p.csv", "--top", "9"]
    let outcome = try velibcorr.run(arguments)
    #expect(
      outcome.errors.contains(
        #/evidence   effective hours [0-9.]+ of 24 \(median\); q < 0.05 in [0-9.e-]+ % of the pairs/#),
      "\(outcome.errors)")
    let independent = try velibcorr.run(arguments + ["--independent-hours"])
    #expect(
      independent.errors.contains(#/evidence   q < 0.05 in [0-9.]+ % of the pairs/#), "\(independent.errors)")
    let pairs = try Self.pairs(velibcorr.text("p.csv"))
    #expect(pairs.allSatisfy { $0.effectiveHours == Double($0.hours) })
  }

  @Test("The array is the matrix, to the last bit, NaN where a field is empty")
  func npy() throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.txt", GeneratedLog.shared.bytes)
    #expect(try velibcorr.run(Self.all).ending == .exit(0))
    let matrix = try MatrixFile(velibcorr.bytes("r.csv"))
    let bytes = try velibcorr.bytes("r.npy")
    let count = matrix.stations.count
    let header = bytes.count - 8 * count * count
    #expect(header == 128 || header == 64)
    let numbers = bytes[header...].withUnsafeBytes { Array($0.bindMemory(to: UInt64.self)) }
    for row in 0..<count {
      for column in 0..<count {
        let number = Double(bitPattern: numbers[row * count + column])
        let expected = matrix.values[row][column]
        #expect(expected.isNaN ? number.isNaN : number == expected)
      }
    }
  }

  @Test("The neighbours of each station are the best of its row")
  func neighbours() throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.txt", GeneratedLog.shared.bytes)
    #expect(try velibcorr.run(Self.all).ending == .exit(0))
    let matrix = try MatrixFile(velibcorr.bytes("r.csv"))
    var lines = try velibcorr.text("best.csv").split(separator: "\n")[...]
    #expect(lines.removeFirst() == "station,rank,neighbour,r,hours")
    for (number, station) in matrix.stations.enumerated() {
      let others = matrix.stations.indices.filter { $0 != number && !matrix.values[number][$0].isNaN }
      let best = others.map { abs(matrix.values[number][$0]) }.sorted(by: >).prefix(3)
      for (rank, magnitude) in best.enumerated() {
        let line = lines.popFirst()
        let fields = try #require(line).split(separator: ",")
        let r = try #require(Double(fields[3]))
        #expect(fields[0] == station)
        #expect(Int(fields[1]) == rank + 1)
        // The matrix has 13 decimals, a list all digits.
        #expect(abs(abs(r) - magnitude) <= 0.51e-13)
        let listed = try #require(matrix[String(station), String(fields[2])])
        #expect(abs(listed - r) <= 0.51e-13)
      }
    }
    #expect(lines.isEmpty)
  }

  @Test("More pairs than memory has room for are refused", arguments: [Way.alone, .ranks(2)])
  func memory(_ way: Way) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.txt", GeneratedLog.shared.bytes)
    try velibcorr.expectFailure(
      try velibcorr.run(["log.txt", "--pairs", "p.csv", "--memory", "1K"], way), exit: 64,
      says: ["more than 21 pairs are to be listed", "--top or --min-abs-r", "--memory"], files: ["log.txt"])
  }

  @Test(
    "What makes no sense is refused",
    arguments: [
      (["--top", "0"], "--top is 0; it must be at least 1"),
      (["--min-abs-r", "1.5"], "--min-abs-r is 1.5; it can be 0 to 1"),
      (["--min-abs-r", "nan"], "--min-abs-r is nan; it can be 0 to 1"),
      (["--neighbours", "0"], "--neighbours is 0; it must be at least 1"),
      (["--neighbours-output", "n.csv"], "--neighbours-output wants --neighbours"),
      (["--npy", "x", "--pairs", "./x"], "two outputs name the same file"),
      (["--npy", "log.txt"], "log.txt is an input: an output would replace it"),
      (["--stations", "s.csv", "--npy", "s.csv"], "s.csv is an input: an output would replace it"),
      (["--npy", "-", "--pairs", "-"], "only one output can go to standard output (-)"),
    ])
  func usage(arguments: [String], words: String) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.txt", smallLog)
    try velibcorr.expectFailure(
      try velibcorr.run(["log.txt"] + arguments), exit: 64, says: [words], files: ["log.txt"])
  }
}
