import Distribution
import FoundationEssentials
import Text

/// How fast one thread reads and writes here: the main job on a synthetic log, done by a process of its own. With
/// the ring's figures these are what a job's time can be predicted from.
struct SpeedCheck {
  private let environment: [String: String]

  /// The job that is run stands alone, whatever has started this process.
  init(_ environment: [String: String]) {
    let launchers = ["OMPI_", "PMIX_", "PMI_", "SLURM_", "VELIBCORR_"]
    self.environment = environment.filter { name, _ in !launchers.contains(where: name.hasPrefix) }
  }

  var finding: Finding {
    do {
      let rates = try measure()
      let words = [
        "a thread reads \(Figures.fixed(rates.rows / 1e6, 1)) M rows/s",
        "writes \(Figures.fixed(rates.numbers / 1e6, 1)) M numbers/s",
      ].joined(separator: " and ")
      return .ok("speed", words, ["rows_per_s": rates.rows, "numbers_per_s": rates.numbers])
    } catch {
      let failure = Failure(error)
      return .warning(
        "speed", "not measured: \(failure.message)",
        cure: failure.advice ?? "is there room for \(Self.bytes >> 20) MB in TMPDIR?")
    }
  }

  /// The best of some runs: the others have waited for something.
  private func measure() throws -> (rows: Double, numbers: Double) {
    let folder = try ScratchFolder(in: environment["TMPDIR"] ?? "/tmp")
    let runs = try withExtendedLifetime(folder) {
      let (log, matrix, summary) = (
        "\(folder.path)/log.txt", "\(folder.path)/r.csv", "\(folder.path)/summary.json"
      )
      try run(["generate", "--rows", "\(Self.rows)", "-o", log])
      return try (0..<3).map { _ in
        try run([log, "--quiet", "--threads", "1", "-o", matrix, "--summary", summary])
        return try JSONDecoder().decode(Run.self, from: Data((SystemFile.text(summary) ?? "").utf8))
      }
    }
    return (
      runs.map { Double($0.counts.rows.read) / $0.seconds(.read) }.max()!,
      runs.map { $0.numbers / $0.seconds(.correlate) }.max()!
    )
  }

  private static let rows = 500_000
  /// Of a log of so many rows, and of its matrix.
  private static let bytes = 64 << 20

  private func run(_ arguments: [String]) throws {
    let child = try ChildProgram(ownProgram(), arguments, environment, limit: .seconds(30))
    guard child.ending == .exit(0) else {
      throw Failure(.bug, child.words.split(separator: "\n").first.map(String.init) ?? "\(child.ending)")
    }
  }

  /// The part of a summary file that is needed here.
  private struct Run: Decodable {
    let counts: Counts
    let run: Stages

    struct Counts: Decodable {
      let rows: Rows
      let stations: Stations
    }
    struct Rows: Decodable { let read: Int }
    struct Stations: Decodable {
      let withProfile: Int
      private enum CodingKeys: String, CodingKey { case withProfile = "with_profile" }
    }
    struct Stages: Decodable { let stages: [Stage] }
    struct Stage: Decodable {
      let name: String
      let seconds: Double
    }

    /// In the matrix.
    var numbers: Double { Double(counts.stations.withProfile) * Double(counts.stations.withProfile) }

    func seconds(_ stage: RunStage) -> Double {
      max(1e-6, run.stages.first { $0.name == stage.rawValue }?.seconds ?? .infinity)
    }
  }
}
