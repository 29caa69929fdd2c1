import ArgumentParser
import Ingestion
import Rendering

/// Where the records are.
struct InputOptions: ParsableArguments {
  @Argument(
    help: ArgumentHelp("Availability logs with a header line; - is standard input.", valueName: "file"))
  var files: [String]

  @Option(help: ArgumentHelp("The column of station identifiers.", valueName: "column"))
  var station: String?

  @Option(help: ArgumentHelp("The column of free docks.", valueName: "column"))
  var freeDocks: String?

  @Option(help: ArgumentHelp("The column of available bikes.", valueName: "column"))
  var bikes: String?

  @Option(help: ArgumentHelp("The column of the hour of the day, 0 to 23.", valueName: "column"))
  var hour: String?

  @Option(
    help: ArgumentHelp("The column of the time stamp, of which the hour is taken.", valueName: "column"))
  var time: String?

  func validate() throws {
    if files.isEmpty { throw ValidationError("no input file") }
    if files.filter({ $0 == "-" }).count > 1 {
      throw ValidationError("standard input (-) can be read once only")
    }
    if hour != nil && time != nil {
      throw ValidationError("--hour and --time both give the hour; use one of them")
    }
  }

  var columns: ColumnChoice {
    let named: [(ColumnRole, String?)] = [
      (.station, station), (.freeDocks, freeDocks), (.bikes, bikes), (.hour, hour), (.time, time),
    ]
    return ColumnChoice(
      Dictionary(uniqueKeysWithValues: named.compactMap { role, name in name.map { (role, $0) } }))
  }
}

/// What is computed.
struct AnalysisOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Fewest common hours for a correlation; less is undefined.", valueName: "n"))
  var minHours = 3

  func validate() throws {
    if minHours < 2 { throw ValidationError("--min-hours is \(minHours); a correlation needs at least 2") }
  }
}

/// Where the results go.
struct OutputOptions: ParsableArguments {
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "The matrix; - is standard output. (default: the first file's name with .correlation.csv, here)",
      valueName: "file"))
  var output: String?

  @Option(help: ArgumentHelp("Also write the profiles: station,bin,records,mean.", valueName: "file"))
  var profiles: String?

  @Option(
    help: ArgumentHelp(
      "Decimal places of the numbers, 1 to 17. (default: as many as give back the same double)",
      valueName: "n"))
  var digits: Int?

  var format: NumberFormat { digits.map { .decimals($0) } ?? .shortest }

  func validate() throws {
    if let digits, !(1...17).contains(digits) {
      throw ValidationError("--digits is \(digits); it can be 1 to 17")
    }
    if let profiles, profiles == output {
      throw ValidationError("--profiles and --output name the same file")
    }
  }
}

/// Who computes.
struct RunningOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Run as so many MPI ranks. (default: one process, without MPI)", valueName: "n"))
  var ranks: Int?

  @Option(
    help: ArgumentHelp("Threads of each rank. (default: the cores, shared among the ranks)", valueName: "n"))
  var threads: Int?

  @Flag(name: .shortAndLong, help: "No summary.")
  var quiet = false

  @Flag(name: .shortAndLong, help: "Also say which BLAS kernel and scanner run.")
  var verbose = false

  /// Under a launcher it has decided on the ranks.
  func check(launchedRanks: Int) throws {
    guard let ranks, ranks != launchedRanks else { return }
    throw Failure(
      .usage, "--ranks \(ranks), but the launcher has started \(launchedRanks)",
      advice: "leave --ranks out under mpiexec or srun, or let velibcorr start the ranks")
  }

  func validate() throws {
    if let ranks, ranks < 1 { throw ValidationError("--ranks is \(ranks); it must be at least 1") }
    if let threads, !(1...1024).contains(threads) {
      throw ValidationError("--threads is \(threads); it can be 1 to 1024")
    }
  }
}
