import Glibc
import TestSupport
import Testing

/// Every command of the book's page on the courses' points is run as it stands there, with fewer trials.
@Suite struct CoursesPageTests {
  private static let page = try! ReadmeTests.text("Sources/velibcorr/velibcorr.docc/Courses.md")

  /// Lines that are typed, block by block: those of a block need one another's files.
  private static let commands: [String] = page.split(separator: "\n").filter { $0.hasPrefix("    ") }
    .map { String($0.dropFirst(4)) }
    .filter { $0.hasPrefix("velibcorr ") || $0.hasPrefix("OMP_NUM_THREADS") || $0.hasPrefix("awk ") }

  /// With what a test has time for.
  private static func quick(_ command: String) -> String {
    command.contains("velibcorr bench") ? command + " --trials 2 --no-break-even" : command
  }

  private static func run(_ commands: [String], in velibcorr: Velibcorr) throws -> [Outcome] {
    let folder = String(Velibcorr.program.dropLast("/velibcorr".count))
    return try commands.map { command in
      try velibcorr.start(
        command: ["bash", "-c", "PATH=\"$1:$PATH\"; eval \"$2\"", "bash", folder, quick(command)]
      ).wait(limit: .seconds(120))
    }
  }

  @Test(
    "benchmarks: each does what the page says", arguments: commands.filter { $0.contains("velibcorr bench") })
  func benchmark(_ command: String) throws {
    let velibcorr = try Velibcorr()
    let outcome = try Self.run([command], in: velibcorr)[0]
    let fails = command.contains("--fail-task") || command.contains("--spoil")
    #expect(outcome.ending == .exit(fails ? 70 : 0), "\(outcome.errors)")
    if command.contains("--fail-task") { #expect(outcome.errors.contains("task 3 failed on rank ")) }
    try velibcorr.expectNothingLeft()
  }

  @Test("a killed rank, the pipeline, forty data sets: one after the other")
  func jobs() throws {
    let velibcorr = try Velibcorr()
    let commands = Self.commands.filter { !$0.contains("velibcorr bench") }
    #expect(commands.count == 7)
    let outcomes = try Self.run(commands, in: velibcorr)
    for (command, outcome) in zip(commands, outcomes) where !command.contains("kill") {
      #expect(outcome.ending == .exit(0), "\(command): \(outcome.errors)")
    }
    #expect([Ending.exit(75), .exit(0)].contains(outcomes[1].ending), "\(outcomes[1].errors)")
    #expect(outcomes[3].errors.contains("kernel"))
    _ = try velibcorr.run("log.txt", "-o", "undisturbed.csv")
    let isSame = try velibcorr.bytes("r.csv") == velibcorr.bytes("undisturbed.csv")
    #expect(isSame)
  }

  @Test("the courses' own words are on the page")
  func words() {
    for word in [
      "GIL", "`map`", "pool", "view", "executor", "scatter", "spawn", "generator", "workflow", "pipeline",
      "joblib", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "oversubscription", "Amdahl", "deadlock",
      "40 data sets by 40 processes", "--resume",
    ] { #expect(Self.page.contains(word), "\(word)") }
  }

  @Test("threads named in the environment are without effect")
  func environment() throws {
    let velibcorr = try Velibcorr()
    let process = try velibcorr.start(
      ["bench", "matmul", "--order", "1500", "--threads", "1", "--time-limit", "2", "--no-break-even"],
      environment: ["OMP_NUM_THREADS": "7", "OPENBLAS_NUM_THREADS": "7"])
    var most = 0
    while process.isRunning {
      most = max(most, velibcorr.processes.map(\.threads).max() ?? 0)
      usleep(20_000)
    }
    let outcome = try process.wait()
    #expect(outcome.ending == .exit(0) && most < 7, "\(most) threads")
  }
}
