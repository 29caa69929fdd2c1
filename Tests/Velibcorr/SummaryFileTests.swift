import Foundation
import TestSupport
import Testing

/// `--summary FILE`: what a run tells about itself to programs.
@Suite struct SummaryFileTests {
  @Test("The counts are those that the words have", arguments: Way.each)
  func counts(_ way: Way) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("odd.csv", SummaryTests.oddLog)
    let (summary, outcome) = try velibcorr.report(["odd.csv"], way)
    let words = outcome.errors
    let (read, used) = (summary["counts", "rows", "read"] ?? 0, summary["counts", "rows", "used"] ?? 0)
    #expect(words.contains("rows       \(read) read, \(used) used; left out: 2 closed"))
    let leftOut: [String: Int]? = summary["counts", "rows", "left_out"]
    #expect(
      leftOut == [
        "closed": 2, "outside_period": 0, "duplicate": 0, "repeated_header": 0, "field_count": 1,
        "no_station": 1, "free_docks": 1, "bikes": 1, "time": 1, "open_quote": 0,
      ])
    #expect(read - used == leftOut?.values.reduce(0, +))
    #expect(
      summary["counts", "stations", as: [String: Int].self] == [
        "with_profile": 5, "always_closed": 1, "too_few_bins": 1, "constant_profile": 1,
      ])
    #expect(words.contains("stations   5\n           1 more without a profile, always closed: 99\n"))
    #expect(
      summary["stations", as: [String: [[String: String]]].self] == [
        "always_closed": [["id": "99"]], "too_few_bins": [["id": "21"]], "constant_profile": [["id": "20"]],
      ])
    let total: Int = summary["counts", "pairs", "total"] ?? 0
    #expect(words.contains("pairs      \(total), undefined: 3 by a constant profile, 4 by fewer than 3"))
    #expect(summary["counts", "pairs", "defined"] == total - 3 - 4)
    #expect(
      summary["counts", "pairs", "undefined"] == ["too_few_common_bins": 4, "constant_profile": 3])
    #expect(summary["counts", "bins"] == 24)
  }

  @Test("Equal runs have equal reports but for what is under run, whatever the ranks and threads")
  func equalRuns() throws {
    let velibcorr = try Velibcorr()
    let log = try GeneratedLog.shared
    try velibcorr.write("a.txt", log.header + log.rows[..<9000].joined())
    try velibcorr.write("b.txt", log.header + log.rows[9000...].joined())
    try velibcorr.write("c.zip", storedZip([("c.txt", log.bytes), ("d.txt", log.bytes), ("x.md", [35])]))
    let arguments = ["a.txt", "b.txt", "c.zip", "-o", "r.csv", "--profiles", "p.csv", "--rejects", "x.csv"]
    let first = try velibcorr.report(arguments + ["--threads", "1"]).summary
    let expected = try first.comparable
    #expect(try velibcorr.report(arguments + ["--threads", "3"]).summary.comparable == expected)
    for way in [Way.ranks(1), .ranks(2), .ranks(3), .mpiexec(2)] {
      let summary = try velibcorr.report(arguments, way).summary
      #expect(try summary.comparable == expected, "\(way)")
    }
    #expect(first["inputs", "2", "members"] == ["c.txt", "d.txt"])
    #expect(!first.has("inputs", "0", "members"))
    try velibcorr.expectNothingLeft(
      but: ["a.txt", "b.txt", "c.zip", "p.csv", "r.csv", "s.json", "x.csv"])
  }

  @Test("Times, ranks and what they used", arguments: Way.each)
  func run(_ way: Way) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.txt", GeneratedLog.shared.bytes)
    // In whole seconds, as the report has them.
    let before = Date(timeIntervalSince1970: Date().timeIntervalSince1970.rounded(.down))
    let summary = try velibcorr.report(["log.txt", "--threads", "2"], way).summary
    let started = try #require(summary["run", "started", as: String.self])
    let date = try #require(ISO8601DateFormatter().date(from: started))
    #expect(before <= date && date <= Date())
    let stages = try #require(summary["run", "stages", as: [[String: Any]].self])
    #expect(stages.map { $0["name"] as? String } == ["read", "combine", "correlate and write", "digest"])
    let seconds = stages.compactMap { $0["seconds"] as? Double }
    #expect(seconds.count == 4 && seconds.allSatisfy { $0 >= 0 })
    // Each is rounded to a microsecond.
    #expect(seconds.reduce(0, +) < (summary["run", "seconds"] ?? 0) + 5e-6)
    let ranks = try #require(summary["run", "ranks", as: [[String: Any]].self])
    switch way {
    case .alone:
      #expect(ranks.count == 1)
      #expect(!summary.has("run", "mpi"))
    case .ranks(let count), .mpiexec(let count), .ranksOfMPICH(let count), .hydra(let count):
      #expect(ranks.count == count)
      #expect(summary["run", "mpi", as: String.self]?.contains("MPI") == true)
    }
    let hosts = try #require(summary["run", "hosts", as: [[String: Any]].self])
    #expect(hosts.count == 1)
    #expect(hosts[0]["host"] as? String == ProcessInfo.processInfo.hostName)
    #expect(hosts[0]["ranks"] as? Int == ranks.count)
    #expect(hosts[0]["threads"] as? Int == 2 * ranks.count)
    #expect((1...ProcessInfo.processInfo.processorCount).contains(hosts[0]["cores"] as? Int ?? 0))
    for (number, rank) in ranks.enumerated() {
      #expect(rank["rank"] as? Int == number)
      #expect(rank["threads"] as? Int == 2)
      #expect(rank["host"] as? String == ProcessInfo.processInfo.hostName)
      #expect((rank["cpu_seconds"] as? Double ?? -1) >= 0)
      #expect((0...3).contains(rank["cpu_share"] as? Double ?? -1))
      #expect((0...1).contains(rank["mpi_share"] as? Double ?? -1))
      #expect((rank["mpi_seconds"] as? Double ?? 0 > 0) == (ranks.count > 1))
      let (least, most) = (1 << 20, 1 << 30)
      #expect((least...most).contains(rank["peak_bytes"] as? Int ?? 0))
    }
  }

  @Test("All options are there, those left out too; columns and period as they were used")
  func options() throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write(
      "a.csv",
      """
      number;free;available_bikes;last_update;heure
      7;1;3;2024-03-01 05:10:00;4\n7;2;2;2024-03-01 07:00:01;5\n7;0;4;2024-03-02 05:00:00;6
      7;0;0;2024-03-03 05:00:00;4\n8;0;4;2025-03-03 05:00:00;4

      """)
    let plain = try velibcorr.report(["a.csv", "--free-docks", "free"]).summary
    let null = NSNull()
    #expect(
      plain["options"] as NSDictionary? == [
        "station": null, "free_docks": "free", "bikes": null, "hour": null, "time": null, "timezone": null,
        "capacity": null, "delimiter": null, "date_order": null,
        "since": null, "until": null, "days": null, "deduplicate": false, "again": false, "without": [],
        "keep_days": false,
        "strict": false, "bins": "hour-of-day",
        "method": "pearson", "transform": null, "min_hours": 3, "digits": null, "top": null, "rank_by": "r",
        "independent_hours": false, "interval": null, "compare": [], "within": null, "beyond": null,
        "names": false,
        "min_abs_r": null,
        "neighbours": null, "clusters": null,
      ])
    #expect(!plain.has("period"), "no time was read")
    #expect(plain["inputs", "0", "delimiter"] == ";")
    #expect(plain["inputs", "0", "encoding"] == "UTF-8")
    #expect(plain["inputs", "0", "header_line"] == 1)
    #expect(
      plain["inputs", "0", "read_as"]
        == "station 'number' \u{B7} free docks 'free' \u{B7} bikes 'available_bikes' \u{B7} hour of day 'heure', 0 to 23"
    )
    #expect(
      plain["inputs", "0", "columns"] == [
        "station": "number", "free_docks": "free", "bikes": "available_bikes", "hour": "heure",
      ])
    let timed = try velibcorr.report([
      "a.csv", "--free-docks", "free", "--bins", "series", "--until", "2025-01-01", "--timezone",
      "Europe/Paris", "--deduplicate", "--strict", "--min-hours", "2", "--digits", "4", "--method", "kendall",
      "--top", "7", "--min-abs-r", "0.5", "--pairs", "pairs.csv", "--neighbours", "2", "--groups", "g.csv",
      "--clusters", "2", "--neighbours-output",
      "best.csv",
    ]).summary
    #expect(
      timed["options"] as NSDictionary? == [
        "station": null, "free_docks": "free", "bikes": null, "hour": null, "time": null,
        "capacity": null, "delimiter": null, "date_order": null,
        "timezone": "Europe/Paris", "since": null, "until": "2025-01-01T00:00:00", "days": null,
        "deduplicate": true,
        "again": false, "without": [], "keep_days": false,
        "strict": true, "bins": "series", "method": "kendall", "transform": null, "min_hours": 2, "digits": 4,
        "top": 7,
        "rank_by": "r",
        "independent_hours": false, "interval": null, "compare": [], "within": null, "beyond": null,
        "names": false,
        "min_abs_r": 0.5, "neighbours": 2, "clusters": 2,
      ])
    #expect(timed["period"] == ["first": "2024-03-01T05:10:00", "last": "2024-03-02T05:00:00"])
    #expect(timed["counts", "bins"] == 25)
    #expect(
      timed["inputs", "0", "columns"] == [
        "station": "number", "free_docks": "free", "bikes": "available_bikes", "time": "last_update",
      ])
    // A stream comes but once.
    let stream = try velibcorr.report(
      ["-", "--free-docks", "free", "--bins", "hour-of-week", "--deduplicate"],
      input: .bytes(velibcorr.bytes("a.csv"))
    ).summary
    #expect(stream["period"] == ["first": "2024-03-01T05:10:00", "last": "2025-03-03T05:00:00"])
  }

  @Test("What partial correlations were made of, and all kinds of outputs")
  func partial() throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.txt", GeneratedLog.shared.bytes)
    let summary = try velibcorr.report([
      "log.txt", "--partial", "partial.csv", "--npy", "r.npy", "--pairs", "pairs.csv", "--top", "9",
      "--neighbours", "2", "--neighbours-output", "best.csv",
    ]).summary
    let shrinkage = try #require(summary["partial", "shrinkage"] as Double?)
    #expect(shrinkage > 0 && shrinkage < 1)
    #expect(try #require(summary["partial", "condition_number"] as Double?) > 1)
    #expect(try #require(summary["partial", "smallest_eigenvalue"] as Double?) > 0)
    #expect(summary["partial", "bins"] == 24)
    for (number, kind) in ["matrix", "npy", "npy_stations", "pairs", "neighbours", "partial"].enumerated() {
      #expect(summary["outputs", "\(number)", "kind"] == kind)
    }
  }

  @Test("Versions; no word of BLAS and pairs where there is no matrix", arguments: Way.own)
  func versions(_ way: Way) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("a.csv", smallLog)
    let (summary, outcome) = try velibcorr.report(["a.csv", "-v"], way)
    let words = try velibcorr.run("--version").text
    let version = String(words.prefix { $0 != "\n" }.dropFirst("velibcorr ".count))
    #expect(summary["versions", "velibcorr"] == version)
    let (kernel, library): (String?, String?) = (
      summary["versions", "blas", "kernel"], summary["versions", "blas", "library"]
    )
    #expect(outcome.errors.contains("kernel     BLAS \(kernel ?? "?"), \(library ?? "?")\n"))
    let bare = try velibcorr.report(["a.csv", "--no-matrix"], way).summary
    #expect(bare["versions", as: [String: String].self]?.keys.sorted() == ["velibcorr"])
    #expect(bare["outputs"] == [[String: String]]())
    #expect(!bare.has("counts", "pairs"))
    #expect(bare["counts", "stations"] == ["with_profile": 3, "always_closed": 0])
    #expect(bare["stations", as: [String: Any].self]?.keys.sorted() == ["always_closed"])
  }

  @Test("Names that a report must not trip over", arguments: Way.own)
  func hostileNames(_ way: Way) throws {
    let velibcorr = try Velibcorr()
    let name = "a \"b\"\\\n\u{1}\t/../é\u{2028}.csv".replacing("/../", with: "-")
    // A quoted field: \xFF, a line feed, a backslash, x.
    let station: [UInt8] = [0x22, 0xFF, 0x0A, 0x5C, 0x78, 0x22]
    try velibcorr.write(name, Array(smallLog.utf8) + station + Array(",0,0,3\n".utf8))
    let output = "r \"\n\u{7F}.csv"
    let (summary, _) = try velibcorr.report([name, "-o", output], way)
    #expect(try summary.contents("inputs") == [velibcorr.contents(of: name)])
    #expect(try summary.contents("outputs") == [velibcorr.contents(of: output)])
    #expect(summary["stations", "always_closed"] == [["id": "\u{FFFD}\n\\x"]])
  }

  @Test("Names of an archive's stations and members, one not UTF-8", arguments: Way.own)
  func archive(_ way: Way) throws {
    let velibcorr = try Velibcorr()
    let list = Array("number,name\n20,\"Bac, rue \"\"du\"\"\"\n".utf8)
    let log = Array(SummaryTests.oddLog.utf8)
    var zip = storedZip([("one.txt", log), ("stations.txt", list), ("two.txt", log)])
    for i in zip.indices.dropLast(7) where zip[i..<i + 7].elementsEqual("two.txt".utf8) { zip[i] = 0xFF }
    try velibcorr.write("log.zip", zip)
    let summary = try velibcorr.report(["log.zip"], way).summary
    #expect(summary["stations", "constant_profile"] == [["id": "20", "name": "Bac, rue \"du\""]])
    #expect(summary["inputs", "0", "members"] == ["one.txt", "(no name)"])
  }
}
