import Benchmarks
import Testing

@Suite("CostModel: from parts of a log to the whole")
struct CostModelTests {
  private static func run(_ start: Double, _ read: Double, _ combine: Double, _ write: Double)
    -> CostModel.Run
  {
    var run = CostModel.Run()
    (run.start, run.read, run.combine, run.write) = (start, read, combine, write)
    return run
  }

  /// Reading costs 2 ms and 1 ms for a thousand rows; a number a microsecond.
  private static func model(cores: Int = 2) -> CostModel? {
    CostModel(
      cores: cores, small: .init(rows: 10_000, stations: 100),
      [(1, run(0.02, 0.012, 0.001, 0.01)), (2, run(0.2, 0.008, 0.002, 0.005))],
      larger: .init(rows: 40_000, stations: 100), run(0.02, 0.042, 0.001, 0.01))
  }

  @Test("one thread: start and overhead once, rows and numbers by their rates")
  func alone() throws {
    let model = try #require(Self.model())
    #expect(abs(model.rowsPerSecond - 1e6) < 1 && abs(model.numbersPerSecond - 1e6) < 1)
    let run = model.run(.init(rows: 1_000_000, stations: 200), ranks: 1, threads: 1)
    #expect(abs(run.start - 0.02) < 1e-12)
    #expect(abs(run.read - 1.002) < 1e-9)
    #expect(abs(run.write - 0.04) < 1e-9)
    #expect(abs(run.total - 1.063) < 1e-9)
  }

  @Test("workers share rows and numbers, as many as there are cores; ranks have an overhead of their own")
  func shared() throws {
    let model = try #require(Self.model())
    let job = CostModel.Job(rows: 1_000_000, stations: 200)
    let (threads, ranks) = (model.run(job, ranks: 1, threads: 2), model.run(job, ranks: 2, threads: 1))
    #expect(abs(threads.read - 0.502) < 1e-9 && threads.start == 0.02)
    // 8 ms for 10,000 rows by two: 3 ms of overhead.
    #expect(abs(ranks.read - 0.503) < 1e-9 && ranks.start == 0.2 && ranks.combine == 0.002)
    #expect(model.run(job, ranks: 2, threads: 2).read == ranks.read)
    #expect(model.run(job, ranks: 2, threads: 2, cores: 4).read < ranks.read)
  }

  @Test("ranks that were not run: the start grows by doublings, messages by latency and bandwidth")
  func paper() throws {
    var model = try #require(Self.model())
    let job = CostModel.Job(rows: 1_000_000, stations: 200)
    #expect(abs(model.run(job, ranks: 8, threads: 1).start - 0.56) < 1e-12)
    #expect(model.run(job, ranks: 8, threads: 1).combine == 0.001)
    (model.latency, model.bandwidth) = (1e-3, 1e6)
    // 24 x 3 ms, and 4,800 cells x (2 + 8) bytes x 7/8 at 1 MB/s.
    #expect(abs(model.run(job, ranks: 8, threads: 1).combine - (0.001 + 0.072 + 0.042)) < 1e-12)
  }

  @Test("two ranks that have started sooner than one say nothing of eight")
  func sooner() throws {
    let model = try #require(
      CostModel(
        cores: 2, small: .init(rows: 10_000, stations: 100),
        [(1, Self.run(0.3, 0.012, 0.001, 0.01)), (2, Self.run(0.2, 0.008, 0.002, 0.005))],
        larger: .init(rows: 40_000, stations: 100), Self.run(0.3, 0.042, 0.001, 0.01)))
    #expect(model.run(.init(rows: 10, stations: 2), ranks: 8, threads: 1).start == 0.2)
  }

  @Test("a larger part that is read as fast tells nothing")
  func nothing() {
    let small = Self.run(0.02, 0.012, 0.001, 0.01)
    #expect(
      CostModel(
        cores: 2, small: .init(rows: 10, stations: 9), [(1, small)], larger: .init(rows: 40, stations: 9),
        small)
        == nil)
  }

  @Test("where more workers pay, by the stages: rows against the start, stations by their square")
  func breakEven() {
    func figures(_ start: Double, _ read: Double, _ write: Double) -> PipelineFigures {
      PipelineFigures(
        stages: [
          .init(name: "start", seconds: start), .init(name: "read", seconds: read),
          .init(name: "correlate and write", seconds: write),
        ], rows: 1000, stations: 100, bytesRead: 1, bytesSent: 0)
    }
    let serial = figures(0.02, 1, 0.4)
    // 0.18 s later, 0.2 s less to write; half a millisecond less a row.
    let ranks = figures(0.3, 0.5, 0.2)
    #expect((160...161).contains(ranks.breakEvenRows(beside: serial)))
    #expect(figures(0.02, 0.5, 0.2).breakEvenRows(beside: serial) == 1)
    // The start costs 0.28 s more than reading gains at 0.5 s: any number of stations.
    #expect(ranks.breakEvenStations(beside: serial) == 1)
    // 0.08 s are gained by 0.2 s of 10,000 pairs: by 4,000.
    #expect(figures(0.6, 0.5, 0.2).breakEvenStations(beside: serial) == 64)
    #expect(figures(0.3, 1.2, 0.2).breakEvenRows(beside: serial) == Int.max)
  }
}
