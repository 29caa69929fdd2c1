import Availability
import Correlation
import Ingestion
import Rendering

/// All that decides about a run of the main job: the options as they are used, whoever has typed them.
package struct CorrelateSettings: Sendable {
  /// Where the records are.
  package var input: InputSettings
  /// What is computed.
  package var analysis: AnalysisSettings
  /// Where the results go.
  package var output: OutputSettings
  /// Who computes.
  package var running: RunningSettings

  /// Settings for one run.
  package init(
    input: InputSettings, analysis: AnalysisSettings, output: OutputSettings, running: RunningSettings
  ) {
    self.input = input
    self.analysis = analysis
    self.output = output
    self.running = running
  }

  /// With `--resume`, where an output is a file.
  package var resumeFolder: ResumeFolder? { running.resumes ? ResumeFolder(output.paths) : nil }
}

/// Where the records are, and which of them count.
package struct InputSettings: Sendable {
  /// Standard input is `-`.
  package var paths: [String]
  /// Columns named by the user.
  package var columns = ColumnChoice()
  /// A name in the system's database of time zones.
  package var timezone: String?
  /// The first local time that counts, as it was written.
  package var since: String?
  /// The local time from which on nothing counts, as it was written.
  package var until: String?
  /// Files whose rows are taken away again.
  package var without: [String] = []
  /// Files of another period, whose pairs these are compared with.
  package var compared: [String] = []
  /// Does a source that is there already count again?
  package var countsAgain = false
  /// The days that count, as they were written: `weekdays`, `mon,tue`, or `not:` and a file of dates.
  package var days: String?
  /// Is a record that comes twice used once?
  package var deduplicates = false
  /// Does the first faulty row end the run?
  package var isStrict = false
  /// Are faulty rows an output?
  package var keepsRejects = false
  /// A list of stations with names or places.
  package var stationList: String?

  /// With all columns found by their names, and all records used.
  package init(paths: [String]) { self.paths = paths }

  /// The days that count, in words; nil for all.
  var daysTitle: String? {
    days.map {
      $0.hasPrefix("not:") ? "but for the days in \(String($0.dropFirst(4)).lastPathComponent)" : "\($0) only"
    }
  }

  /// Is standard input among the inputs?
  package var readsStandardInput: Bool { paths.contains("-") }

  /// The rules for rows. Sets the process's time zone: to be called before threads start. Throws `Failure` for a zone
  /// or a time that is not known.
  func rules(bins: BinKind) throws -> RowRules {
    let zone = try timezone.map { name in
      guard let zone = TimeZoneRules(name: name) else {
        throw Failure(
          .usage, "no time zone '\(name)' in the system's database",
          advice: TimeZoneRules.similar(to: name).map { "did you mean --timezone \($0)?" }
            ?? "names are like Europe/Paris; see /usr/share/zoneinfo (Debian: apt install tzdata)")
      }
      return zone
    }
    func moment(_ text: String?, _ option: String) throws -> LocalTime? {
      guard let text else { return nil }
      let orders = columns.dateOrder.map { [$0] } ?? [.dayFirst, .monthFirst]
      let times = orders.compactMap { order in
        var reader = TimestampReader(zone: zone, style: TimestampStyle(order: order, years: 1970...9999))
        return reader.read(text) ?? reader.read(text + " 00:00")
      }
      guard let time = times.first else {
        throw Failure(
          .usage, "\(option) '\(text)' is not understood",
          advice: "write it as '2013-09-10 11:30:19' or 2013-09-10")
      }
      guard times.allSatisfy({ $0.ordinal == time.ordinal }) else {
        let days = times.map { "\($0.description.prefix(10))" }
        throw Failure(
          .usage, "\(option) '\(text)' can be read as \(days.joined(separator: " and as "))",
          advice:
            "begin with the year: \(option) \(days[0]); or give --date-order, which the log is read by, too")
      }
      return time
    }
    return RowRules(
      bins: bins, zone: zone, since: try moment(since, "--since"), until: try moment(until, "--until"),
      days: try days.map { try DayChoice(option: $0) }, isStrict: isStrict, deduplicates: deduplicates)
  }
}

/// What is computed.
package struct AnalysisSettings: Sendable {
  /// What a profile has a number for.
  package var bins = BinKind.hourOfDay
  /// Are the tallies of each day kept, beside what they are folded to?
  package var keepsDays = false
  /// Are pairs given the interval that other days leave r?
  package var hasIntervals = false
  /// Is each pair compared with what it is in another period?
  package var comparesPeriods = false
  /// What is taken off the hours of a series; nil for nothing.
  package var transform: SeriesTransform?
  /// The coefficient.
  package var method = CorrelationMethod.pearson
  /// Fewest common bins of a defined correlation; nil for 3 in a matrix, in lists half of the most that a station has.
  package var minimumBins: Int?

  /// The defaults of the command line.
  package init() {}

  /// Are all common hours of a pair taken for independent?
  package var takesHoursForIndependent = false

  /// Fewest common bins of a correlation in a matrix.
  var matrixMinimum: Int { minimumBins ?? 3 }

  /// Fewest common bins of a correlation in a list, and of stations in groups, where a station has `most` bins: r of a
  /// few hours is near 1 or -1 by chance.
  func listMinimum(most: Int) -> Int { minimumBins ?? max(3, (most + 1) / 2) }

  /// The bins that records are added up in: a day is kept by its hours.
  var keptBins: BinKind { keepsDays || wantsDays ? .series : bins }

  /// Do days have to be known?
  var wantsDays: Bool { hasIntervals || comparesPeriods }
}

/// What the best of all pairs are best by, by its name on the command line.
package enum PairRanking: String, CaseIterable, Sendable {
  /// The greatest |r|.
  case r
  /// The least p.
  case p
  /// The greatest |r| that days leave no doubt of: of the ends of their interval the one nearer to 0.
  case low
}

/// Where the results go, and which of them.
package struct OutputSettings: Sendable {
  /// The outputs that are wanted.
  package var paths = OutputPaths()
  /// Decimal places of numbers; nil for those of `Rounding(bins:)` in a matrix, elsewhere for as many as give back the
  /// same double.
  package var digits: Int?
  /// What the best pairs are best by.
  package var ranking = PairRanking.r
  /// Of the pairs, so many of the best.
  package var top: Int?
  /// Of the pairs, those of at least this |r|.
  package var leastMagnitude: Double?
  /// Of the pairs, those of stations at most so many metres apart.
  package var within: Double?
  /// Of the pairs, those of stations at least so many metres apart.
  package var beyond: Double?
  /// Are names listed beside identifiers?
  package var listsNames = false
  /// Of the report; nil for the usual one.
  package var title: String?
  /// A GeoJSON file for the ground of the report's map.
  package var basemap: String?
  /// Best correlated others of each station.
  package var neighbours: Int?
  /// Number of groups; nil for a choice.
  package var groups: Int?
  /// Of pictures.
  package var pictureSize = PictureSize()
  /// Bytes that a matrix's file may have; nil for 20 GB, or what its disk has room for.
  package var mostBytes: Int?

  /// Without outputs.
  package init() {}

  var criterion: PairCriterion { PairCriterion(minimum: leastMagnitude ?? 0, top: top) }
  var format: NumberFormat { digits.map { .decimals($0) } ?? .shortest }

  /// Of the matrix.
  func rounding(bins: Int) -> Rounding { digits.map { Rounding(decimals: $0) } ?? Rounding(bins: bins) }
}

/// Who computes, and what is said meanwhile.
package struct RunningSettings: Sendable {
  /// MPI ranks to start; nil for one process.
  package var ranks: Int?
  /// Of each rank; nil for its share of the cores.
  package var threads: Int?
  /// Bytes that `--deduplicate`, `--pairs`, `--partial`, `--groups` and `--report` may use.
  package var memory = defaultMemory
  /// Is what is read saved, and what was saved read?
  package var resumes = false
  /// Bytes read between two savings; nil for a choice.
  package var savingInterval: Int?
  /// Nil: unless quiet.
  package var showsProgress: Bool?
  /// Is nothing printed but errors?
  package var isQuiet = false
  /// Does the summary name kernels?
  package var isVerbose = false
  /// Is each r that a product proposes held against its bound, and does the summary say how many were beyond it?
  package var checksBounds = false

  /// 2 GiB.
  package static let defaultMemory = 2 << 30

  /// The defaults of the command line.
  package init() {}

  /// How progress is shown; nil for not at all.
  var progressStyle: ProgressDisplay.Style? {
    guard showsProgress ?? !isQuiet else { return nil }
    return Terminal.canErase ? .terminal : .log
  }

  /// Under a launcher it has decided on the ranks. Throws `Failure` where the user has asked for others.
  func require(launchedRanks: Int) throws {
    guard let ranks, ranks != launchedRanks else { return }
    throw Failure(
      .usage, "--ranks \(ranks), but the launcher has started \(launchedRanks)",
      advice: "leave --ranks out under mpiexec or srun, or let velibcorr start the ranks")
  }
}
