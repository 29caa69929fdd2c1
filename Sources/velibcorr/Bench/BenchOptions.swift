import ArgumentParser
import Benchmarks
import Jobs

/// Where a workload runs.
protocol BenchPlaces {
  var mostRanks: Int { get }
  /// Makes the settings those of the options.
  func apply(to settings: inout BenchSettings)
}

/// Where a workload runs that is not made of tasks.
struct BenchPlaceOptions: ParsableArguments, BenchPlaces {
  @Option(help: ArgumentHelp("Numbers of MPI ranks, each run.", valueName: "n,..."))
  var ranks = CommaSeparated([PositiveInteger(1)])

  @Option(
    help: ArgumentHelp(
      "Numbers of threads of each rank, each run. (default: 1 and the cores)", valueName: "n,..."))
  var threads: CommaSeparated<PositiveInteger>?

  var mostRanks: Int { ranks.values.map(\.value).max()! }

  func apply(to settings: inout BenchSettings) {
    settings.ranks = ranks.values.map(\.value)
    settings.threads = threads?.values.map(\.value)
  }
}

/// Where a workload runs that is nothing but messages between ranks.
struct BenchRankOptions: ParsableArguments, BenchPlaces {
  @Option(help: ArgumentHelp("Numbers of MPI ranks, each run. (default: 2)", valueName: "n,..."))
  var ranks = CommaSeparated([PositiveInteger(2)])

  var mostRanks: Int { max(2, ranks.values.map(\.value).max()!) }

  func apply(to settings: inout BenchSettings) { settings.ranks = ranks.values.map(\.value) }
}

/// How the tasks of a workload come to the workers.
struct BenchRunningOptions: ParsableArguments, BenchPlaces {
  @Option(
    help: ArgumentHelp(
      "How tasks come to the workers: serial, threads (of one process), static (equal shares), chunked:C (the next C tasks), dynamic (the next task); several by commas. (default: threads on one rank, dynamic over several)",
      valueName: "schedule,..."), completion: .list(["serial", "threads", "static", "chunked:8", "dynamic"]))
  var schedule: CommaSeparated<Schedule>?

  @Option(help: ArgumentHelp("Numbers of MPI ranks, each run.", valueName: "n,..."))
  var ranks = CommaSeparated([PositiveInteger(1)])

  @Option(
    help: ArgumentHelp(
      "Numbers of threads of each rank, each run. (default: 1 and the cores)", valueName: "n,..."))
  var threads: CommaSeparated<PositiveInteger>?

  @Flag(help: "When a task fails, run the others, and report it; the command still ends with 70.")
  var keepGoing = false

  @Option(help: ArgumentHelp("Make a task fail, by its number, to see what comes of it.", valueName: "task"))
  var failTask: Int?

  var mostRanks: Int { ranks.values.map(\.value).max()! }

  func apply(to settings: inout BenchSettings) {
    settings.ranks = ranks.values.map(\.value)
    settings.threads = threads?.values.map(\.value)
    settings.schedules = schedule?.values ?? []
    (settings.keepsGoing, settings.failTask) = (keepGoing, failTask)
  }
}

/// What is compared when there are more workers.
struct BenchScalingOptions: ParsableArguments {
  @Flag(
    help:
      "Let the problem grow with the workers, ranks x threads: each has as much to do as one has alone. The speed-up is then that of the rate."
  )
  var weak = false
}

/// How long to go on measuring.
struct BenchTrialOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Runs of each configuration that are not counted.", valueName: "n"))
  var warmUps = 1

  @Option(
    help: ArgumentHelp(
      "It is enough when the confidence interval of the median is at most so wide, in % of it.",
      valueName: "percent"))
  var precision = 2.0

  @Option(help: ArgumentHelp("At most so many trials of each configuration.", valueName: "n"))
  var trials = 1000

  @Option(
    help: ArgumentHelp(
      "At most so many seconds for each configuration, warm-up and verification too, but one trial at least. (default: 10; of ring 2, of suite 1)",
      valueName: "seconds"))
  var timeLimit: Double?

  @Option(help: ArgumentHelp("Another seed makes other random numbers, 0 or more.", valueName: "n"))
  var seed: UInt64 = 1

  @Option(
    help: ArgumentHelp(
      "What a verification may find at most. (default: the workload's own limit)", valueName: "x"))
  var limit: Double?

  @Flag(help: "Change a number of each result before it is verified, to see that this is found.")
  var spoil = false

  @Flag(inversion: .prefixedNo, help: "Also run smaller sizes, to find from which on distributing pays.")
  var breakEven = true

  @Flag(
    help:
      "Begin when other programs leave the cores alone for a second, in ten minutes at the latest; without it their load is told beside the times."
  )
  var waitForQuiet = false

  func plan(timeLimit: Double) -> TrialPlan {
    var plan = TrialPlan()
    plan.warmUps = warmUps
    plan.relativeWidth = precision / 100
    plan.maximumTrials = trials
    plan.minimumTrials = min(plan.minimumTrials, trials)
    plan.timeLimit = .seconds(self.timeLimit ?? timeLimit)
    return plan
  }

  func validate() throws {
    if warmUps < 0 { throw ValidationError("--warm-ups is \(warmUps); it can be 0 or more") }
    if trials < 1 { throw ValidationError("--trials is \(trials); it must be at least 1") }
    if !(precision >= 0) { throw ValidationError("--precision is \(precision); it can be 0 or more") }
    if let timeLimit, !(timeLimit >= 0 && timeLimit <= 1e6) {
      throw ValidationError("--time-limit is \(timeLimit); it can be 0 to 1000000")
    }
  }
}

/// Where the results go.
struct BenchOutputOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Write a row for each configuration; - is standard output.", valueName: "file"))
  var csv: String?

  @Option(help: ArgumentHelp("Write all, every trial too, as JSON.", valueName: "file"))
  var json: String?

  @Option(help: ArgumentHelp("Write the tables in Markdown.", valueName: "file"))
  var markdown: String?

  @Option(
    help: ArgumentHelp(
      "Draw speed-up and efficiency over the number of workers, as .png, .svg or .pdf; of workloads that have a serial run.",
      valueName: "file"))
  var plot: String?

  @Option(
    help: ArgumentHelp(
      "Compare with an earlier run's JSON file: the ratio of the medians, and whether the trials differ by the rank-sum test (p < 0.01).",
      valueName: "file"))
  var baseline: String?

  /// Those asked for, and the tables on standard output, unless something else goes there.
  var files: [BenchFile] {
    let asked = [(BenchFile.Kind.csv, csv), (.json, json), (.markdown, markdown), (.plot, plot)]
    var files = asked.compactMap { kind, path in
      path.map { BenchFile(kind: kind, path: StandardStreams.standardName($0, input: false)) }
    }
    if !files.contains(where: { $0.path == "-" }) { files.append(BenchFile(kind: .text, path: "-")) }
    return files
  }

  func validate() throws {
    if files.contains(where: \.path.isEmpty) { throw ValidationError("an output's name is empty") }
    if let plot, plot != "-", PlotOutput.kind(of: plot) == nil {
      throw ValidationError("--plot \(plot): its name must end with .png, .svg or .pdf")
    }
    if files.count(where: { $0.path == "-" }) > 1 {
      throw ValidationError("only one output can go to standard output (-)")
    }
  }
}

/// "1,2,4"
struct CommaSeparated<Element: ExpressibleByArgument>: ExpressibleByArgument {
  let values: [Element]

  init(_ values: [Element]) { self.values = values }

  init?(argument: String) {
    let parts = argument.split(separator: ",", omittingEmptySubsequences: false)
    values = parts.compactMap { Element(argument: String($0)) }
    guard values.count == parts.count else { return nil }
  }

  var defaultValueDescription: String { values.map(\.defaultValueDescription).joined(separator: ",") }
}

struct PositiveInteger: ExpressibleByArgument {
  let value: Int

  init(_ value: Int) { self.value = value }

  init?(argument: String) {
    guard let value = Int(argument), (1...1024).contains(value) else { return nil }
    self.value = value
  }

  var defaultValueDescription: String { "\(value)" }
}

extension Schedule: ExpressibleByArgument {
  /// Reads a schedule as `Schedule.init(_:)` does; nil for anything else, which the parser refuses.
  public init?(argument: String) { self.init(argument) }
}
