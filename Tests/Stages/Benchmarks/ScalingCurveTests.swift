import Benchmarks
import Foundation
import Testing

@Suite("Curves of speed-up, as they are drawn")
struct ScalingCurveTests {
  private static let six = [2.0, 2, 2, 2, 2, 2]

  private static func row(
    _ configuration: Configuration, _ seconds: [Double], tasks: Int = 4, hasSerial: Bool = true
  ) -> BenchTables.Row {
    func trials(_ seconds: [Double]) -> CaseTrials {
      var trials = CaseTrials()
      trials.seconds = seconds
      trials.verdict = Verdict("error", value: 0, limit: 0)
      return trials
    }
    let subject = TaskSubject(
      Average(tasks: tasks, matricesPerTask: 1, order: 1, seed: 1), problem: "\(tasks) tasks")
    return BenchTables.Row(
      Case(subject, configuration), trials(seconds), serial: hasSerial ? trials(six) : nil, peak: nil)
  }

  private static func curves(_ rows: [BenchTables.Row]) -> [(problem: String, curves: [ScalingCurve])] {
    BenchTables(
      machine: .init(host: "", cpu: "", cores: 2, memoryBytes: 0, system: ""), libraries: [:],
      run: .init(command: "", started: Date(timeIntervalSince1970: 0), seconds: 0), rows: rows
    ).scalingCurves
  }

  @Test("a curve for each schedule, over ranks x threads, from its own run of one worker or the serial one")
  func schedules() throws {
    let found = Self.curves([
      Self.row(.serial, Self.six), Self.row(Configuration(.threads, threads: 2), [1]),
      Self.row(Configuration(.static, ranks: 4), [0.5]), Self.row(Configuration(.static, ranks: 1), [4]),
    ])
    try #require(found.count == 1)
    #expect(found[0].problem == "average: 4 tasks")
    let curves = found[0].curves
    #expect(curves.map(\.label) == ["threads", "static"])
    #expect(curves[0].points.map(\.workers) == [1, 2])
    #expect(curves[0].points.map(\.speedUp) == [1, 2])
    #expect(curves[1].points.map(\.workers) == [1, 4])
    #expect(curves[1].points.map(\.speedUp) == [0.5, 4])
  }

  @Test("numbers of threads a rank have curves of their own, where they differ")
  func threads() {
    let found = Self.curves([
      Self.row(.serial, Self.six), Self.row(Configuration(.dynamic, ranks: 2), [1]),
      Self.row(Configuration(.dynamic, ranks: 2, threads: 2), [1]),
    ])
    #expect(found[0].curves.map(\.label) == ["dynamic, 1 thread a rank", "dynamic, 2 threads a rank"])
    #expect(found[0].curves[1].points.map(\.workers) == [1, 4])
  }

  @Test("bounds: the least of one median beside the greatest of the other")
  func interval() {
    let found = Self.curves([
      Self.row(.serial, [1.5, 2, 2, 2, 2, 3]),
      Self.row(Configuration(.static, ranks: 2), [0.75, 1, 1, 1, 1, 1.25]),
    ])
    let point = found[0].curves[0].points[1]
    #expect(point.speedUp == 2)
    // Serial trials are all 2.
    #expect(point.interval == 2 / 1.25...2 / 0.75)
    #expect(found[0].curves[0].points[0].interval == nil)
  }

  @Test("problems of their own; without a serial run there is nothing to draw; with that alone, a point")
  func problems() {
    let found = Self.curves([
      Self.row(.serial, Self.six), Self.row(.serial, Self.six, tasks: 9),
      Self.row(Configuration(.static, ranks: 2), [1], tasks: 5, hasSerial: false),
    ])
    #expect(found.map(\.problem) == ["average: 4 tasks", "average: 9 tasks"])
    #expect(found[0].curves.map(\.label) == ["serial"])
    #expect(found[0].curves[0].points == [.init(workers: 1, speedUp: 1, interval: nil)])
  }
}
