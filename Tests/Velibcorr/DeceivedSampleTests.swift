import TestSupport
import Testing

/// Lists of the best pairs where a sample of the matrix says nothing of the rest.
@Suite struct DeceivedSampleTests {
  /// 1,000 stations, 8 tiles a side. Those from 256 to 383 are a tile that is in the sample: 100 of them are alike, and
  /// the only ones that are.
  private static let log: String = {
    var random = SeededGenerator(seed: 24)
    var log = "station,free_docks,bikes,hour\n"
    for station in 0..<1_000 {
      let isAlike = 256..<356 ~= station
      for hour in 0..<24 {
        let free = isAlike ? 3 + hour * 5 % 17 : Int.random(in: 0...20, using: &random)
        log += "\(station),\(free),\(20 - free),\(hour)\n"
      }
    }
    return log
  }()

  /// 4,950 pairs are alike.
  @Test("all that are asked for are listed, by another sweep", arguments: [["--rank-by", "p"], []])
  func another(_ options: [String]) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.csv", Self.log)
    let arguments = ["log.csv", "--no-matrix"] + options
    let all = try velibcorr.run(arguments + ["--pairs", "all.csv"])
    try #require(all.ending == .exit(0), "\(all.errors)")
    let lines = try velibcorr.bytes("all.csv").split(separator: 0x0A, maxSplits: 6_002)
    for way in [Way.alone, .ranks(2)] {
      for top in [10, 4_900, 6_000] {
        let outcome = try velibcorr.run(arguments + ["--top", "\(top)", "--pairs", "top.csv"], way)
        try #require(outcome.ending == .exit(0), "\(outcome.errors)")
        let isFirst = try velibcorr.bytes("top.csv").split(separator: 0x0A).elementsEqual(
          lines.prefix(top + 1))
        #expect(isFirst, "top \(top), \(way)")
      }
    }
  }
}
