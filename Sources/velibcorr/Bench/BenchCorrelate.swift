import ArgumentParser
import Jobs
import SyntheticLogs

struct BenchCorrelate: BenchCommand {
  static let configuration = CommandConfiguration(
    commandName: "correlate",
    abstract: "From a log to its matrix: the exercise itself, serial against distributed.",
    discussion: """
      Runs `velibcorr` on a log, the files that are given or a synthetic one, as whole processes: each of --ranks x --threads \
      in turns. A table has the stages (start of processes and their end, read, combine, correlate and write), the speed-up with its interval, the \
      bytes that ranks sent beside those that they read, from how many rows, and how many stations, on more workers pay (by the stages: reading \
      grows with the rows, the matrix with the square of the stations), and what a cost model expected, which is made in the same rounds from runs on one \
      line in 16 and one in 4 of the log, chosen by stretches. Verified: the same bytes of the matrix in every run. With --versus other programs do the same job, \
      every r of theirs within 1e-9; they want Python with them (VELIBCORR_PYTHON names it) and the exercise's layout.

      Examples:
        velibcorr bench correlate
        velibcorr bench correlate data.txt --ranks 1,2,4 --threads 1,2
        velibcorr bench correlate --versus pandas,polars,duckdb --plot times.png
      """)

  @Argument(
    help: ArgumentHelp("Logs to read; a synthetic one without.", valueName: "file"), completion: .file())
  var files: [String] = []

  @Option(help: ArgumentHelp("Rows of the synthetic log. (default: 1103787)", valueName: "n"))
  var rows: Int?

  @Option(help: ArgumentHelp("Its length in days, instead of --rows.", valueName: "n"))
  var days: Int?

  @Option(help: ArgumentHelp("Its stations. (default: 1230)", valueName: "n"))
  var stations: Int?

  @Option(
    help: ArgumentHelp(
      "Other programs that do the same: pandas, polars, duckdb; several by commas.", valueName: "name,..."),
    completion: .list(Peer.allCases.map(\.rawValue)))
  var versus: CommaSeparated<Peer>?

  @Flag(help: "Read the log from the disk each time: its pages are dropped from memory before.")
  var cold = false

  @OptionGroup(title: "Running") var running: BenchPlaceOptions
  @OptionGroup(title: "Trials") var trials: BenchTrialOptions
  @OptionGroup(title: "Output") var output: BenchOutputOptions

  /// Its ranks are started by the runs.
  var mostRanks: Int { 1 }
  var timeLimit: Double { 5 }

  func validate() throws {
    let given = [("--rows", rows != nil), ("--days", days != nil), ("--stations", stations != nil)]
    if !files.isEmpty, let option = given.first(where: \.1)?.0 {
      throw ValidationError("\(option) is for a synthetic log, and there are files")
    }
    if rows != nil && days != nil {
      throw ValidationError("--days and --rows both give the length; use one of them")
    }
    if versus != nil && files.count > 1 {
      throw ValidationError("--versus wants one file: its scripts read one")
    }
    if files.contains("-") { throw ValidationError("the log is read again and again: - cannot be") }
    _ = try log()
  }

  func entries(_ workloads: BenchWorkloads) throws -> [BenchEntry] {
    [try workloads.correlate(log(), versus: versus?.values ?? [])]
  }

  private func log() throws -> PipelineLog {
    guard files.isEmpty else { return PipelineLog(.files(files), isCold: cold) }
    do {
      let length = days.map { SyntheticNetwork.Length.days($0) } ?? .rows(rows ?? 1_103_787)
      return PipelineLog(
        .network(try SyntheticNetwork(stations: stations ?? 1230, length: length, seed: trials.seed)),
        isCold: cold)
    } catch {
      throw ValidationError("\(error)")
    }
  }
}

extension Peer: ExpressibleByArgument {}
