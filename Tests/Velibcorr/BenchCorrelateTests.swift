import Foundation
import TestSupport
import Testing

@Suite("velibcorr bench correlate: the exercise, timed")
struct BenchCorrelateTests {
  private static let quick = ["--trials", "2", "--rows", "30000", "--stations", "60"]

  private struct Figures: Decodable {
    let rows: [Row]

    struct Row: Decodable {
      let schedule: String
      let ranks, threads, items: Int
      let median, computing, communicating, waiting: Double
      let passed: Bool
      let pipeline: Pipeline?
      let model: Model?
    }
    struct Pipeline: Decodable {
      let stages: [Stage]
      let rows, stations, bytesRead, bytesSent: Int
      let predicted: Double?
    }
    struct Stage: Decodable {
      let name: String
      let seconds: Double
    }
    struct Model: Decodable { let rowsPerSecond, numbersPerSecond: Double }

    init(_ bytes: [UInt8]) throws {
      let decoder = JSONDecoder()
      decoder.keyDecodingStrategy = .convertFromSnakeCase
      self = try decoder.decode(Self.self, from: Data(bytes))
    }
    private enum CodingKeys: String, CodingKey { case rows }
  }

  @Test("each configuration's stages make up its time, ranks send, outputs are the same bytes")
  func stages() throws {
    let velibcorr = try Velibcorr()
    let outcome = try velibcorr.run(
      ["bench", "correlate", "--ranks", "1,2", "--threads", "1,2", "--json", "r.json"] + Self.quick)
    #expect(outcome.ending == .exit(0), "\(outcome.errors)")
    let rows = try Figures(velibcorr.bytes("r.json")).rows
    #expect(
      rows.map { "\($0.schedule) \($0.ranks) \($0.threads)" } == [
        "serial 1 1", "threads 1 2", "ranks 2 1", "ranks 2 2",
      ])
    for row in rows {
      let pipeline = try #require(row.pipeline)
      #expect(row.passed && row.items == 30000 && pipeline.rows == 30000 && pipeline.stations <= 60)
      #expect(pipeline.stages.map(\.name) == ["start", "read", "combine", "correlate and write"])
      #expect(pipeline.stages.allSatisfy { $0.seconds >= 0 })
      #expect((pipeline.bytesSent > 0) == (row.ranks > 1))
      #expect(pipeline.bytesRead > 30000 * 40)
      #expect(abs(row.computing + row.communicating + row.waiting - 1) < 0.02)
    }
    // Where figures are long, the table has one block more.
    for word in ["correlate", "and write", "sent /"] {
      #expect(outcome.text.contains(word), "\(outcome.text)")
    }
    try velibcorr.expectNothingLeft(but: ["r.json"])
  }

  @Test("a log of one's own; what cannot be sampled is timed without a model", arguments: [true, false])
  func ownLog(plain: Bool) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.txt", GeneratedLog.shared.bytes)
    if !plain { _ = try velibcorr.start(command: ["gzip", "log.txt"]).wait() }
    let outcome = try velibcorr.run(
      "bench", "correlate", plain ? "log.txt" : "log.txt.gz", "--threads", "1", "--trials", "6", "--json", "-"
    )
    #expect(outcome.ending == .exit(0), "\(outcome.errors)")
    let row = try #require(try Figures(outcome.output).rows.first)
    #expect(row.passed)
    if !plain { #expect(row.pipeline?.predicted == nil && row.model == nil) }
    if plain, let model = row.model {
      #expect(model.rowsPerSecond > 0 && model.numbersPerSecond > 0)
      #expect(row.pipeline?.predicted ?? 0 > 0)
    }
  }

  @Test("a changed matrix is found")
  func spoiled() throws {
    let velibcorr = try Velibcorr()
    let outcome = try velibcorr.run(
      ["bench", "correlate", "--threads", "1", "--spoil", "--csv", "r.csv"] + Self.quick)
    try velibcorr.expectFailure(
      outcome, exit: 70, says: ["a wrong result: outputs that differ is 1.0"], files: ["r.csv"])
  }

  @Test("what cannot be is refused, in the job's own words where they are about the log")
  func refused() throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("odd.csv", "a,b\n1,2\n")
    for (arguments, code, words) in [
      ("none.txt", 66, "none.txt"), ("odd.csv", 65, "odd.csv"),
      ("odd.csv --rows 5", 64, "--rows is for a synthetic log"),
      ("--rows 5 --days 2", 64, "use one of them"), ("-", 64, "- cannot be"), ("--rows 0", 64, "0"),
      ("--versus excel", 64, "excel"), ("a b --versus pandas", 64, "--versus wants one file"),
    ] as [(String, Int32, String)] {
      let outcome = try velibcorr.run(
        ["bench", "correlate"] + arguments.split(separator: " ").map(String.init))
      try velibcorr.expectFailure(outcome, exit: code, says: [words], files: ["odd.csv"])
    }
    let outcome = try velibcorr.run(
      ["bench", "correlate", "--versus", "pandas"] + Self.quick,
      environment: ["VELIBCORR_PYTHON": "/none/python"])
    try velibcorr.expectFailure(
      outcome, exit: 69, says: ["/none/python has not all of numpy", "pip install"], files: ["odd.csv"])
  }

  @Test(
    "pandas does the same job in the same rounds, and agrees",
    .enabled(if: ReaderTests.python != nil, "VELIBCORR_PYTHON is not set"))
  func versus() throws {
    let velibcorr = try Velibcorr()
    let outcome = try velibcorr.run(
      ["bench", "correlate", "--versus", "pandas", "--threads", "1", "--json", "-"] + Self.quick,
      environment: ["VELIBCORR_PYTHON": ReaderTests.python])
    // The Python of the tests may lack pyarrow.
    guard outcome.ending == .exit(0) else {
      #expect(outcome.errors.contains("has not all of"), "\(outcome.errors)")
      return
    }
    let rows = try Figures(outcome.output).rows
    #expect(rows.map(\.schedule) == ["serial", "pandas"] && rows.allSatisfy { $0.passed })
    #expect(rows[1].pipeline == nil)
  }
}
