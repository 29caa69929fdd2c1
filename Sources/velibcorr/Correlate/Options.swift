import ArgumentParser
import Availability
import Correlation
import Ingestion
import Jobs

/// Where the records are.
struct InputOptions: ParsableArguments {
  @Argument(
    help: ArgumentHelp(
      "Availability logs with a header line, or JSON of an API; folders of them; - is standard input.",
      valueName: "file"),
    completion: .file())
  var files: [String] = []

  @Option(
    help: ArgumentHelp(
      "Read also the files that this list names, one a line (or as find -print0 writes them).",
      valueName: "list"), completion: .file())
  var filesFrom: String?

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

  @Option(
    help: ArgumentHelp(
      "The column of all docks, where there is none of free ones, or of bikes: these are what the others leave.",
      valueName: "column"))
  var capacity: String?

  @Option(
    help: ArgumentHelp(
      "What separates fields, a character or tab. (default: what finds the columns)",
      valueName: "delimiter"))
  var delimiter: String?

  @Option(
    help: ArgumentHelp(
      "Order of dates that do not begin with the year: \(DateOrder.allCases.map(\.rawValue).joined(separator: ", ")). (default: what the dates prove)",
      valueName: "order"))
  var dateOrder: DateOrder?

  @Option(
    help: ArgumentHelp(
      "Local time of epochs and of times with an offset, as Europe/Paris. (default: as written, epochs in UTC)",
      valueName: "zone"), completion: .shellCommand(Self.zones))
  var timezone: String?

  /// Lists the names of the system's database.
  private static let zones = #"grep -v "^#" /usr/share/zoneinfo/zone.tab | cut -f3"#

  @Option(
    help: ArgumentHelp(
      "Leave out records before this local time, as '2013-09-10 11:30:19'.", valueName: "time"))
  var since: String?

  @Option(help: ArgumentHelp("Leave out records from this local time on.", valueName: "time"))
  var until: String?

  @Option(
    help: ArgumentHelp(
      "Use records of some days only, by local date: weekdays, weekends, days like mon,tue, or not:FILE, all but the dates in a file, as 2013-12-25.",
      valueName: "days"))
  var days: String?

  @Flag(help: "Of the records of one station and time, use the first only.")
  var deduplicate = false

  @Option(
    help: ArgumentHelp(
      "Take the records of a file away that was added before, exactly: a log, or profiles. May be given several times.",
      valueName: "file"), completion: .file())
  var without: [String] = []

  @Option(
    help: ArgumentHelp(
      "Compare the pairs with those of another period: a log, or profiles that keep days. May be given several times, for its files. --since and --until are not of it.",
      valueName: "file"), completion: .file())
  var compare: [String] = []

  @Flag(
    help:
      "Count a file again that is given twice, or whose records are in the profiles that it is added to; add up files that contradict each other."
  )
  var again = false

  @Flag(help: "End at the first row that cannot be used, with its place.")
  var strict = false

  @Option(
    help: ArgumentHelp("Write the rows that cannot be used: file,line,reason,row.", valueName: "file"),
    completion: .file())
  var rejects: String?

  @Option(
    help: ArgumentHelp(
      "A list of stations with their names, or lat and lng. (default: such columns of the log, or a list in its archive)",
      valueName: "file"), completion: .file())
  var stations: String?

  static let noFile = "Missing expected argument '<file> ...'"

  mutating func validate() throws {
    if let filesFrom {
      guard let list = fileContents(filesFrom) else {
        throw ValidationError("--files-from: cannot read \(filesFrom)")
      }
      let named = InputFolder.paths(inList: list)
      if named.isEmpty { throw ValidationError("--files-from: \(filesFrom) names no file") }
      files += named
    }
    if files.isEmpty { throw ValidationError(Self.noFile) }
    if let delimiter, ColumnChoice.delimiter(named: delimiter) == nil {
      throw ValidationError("--delimiter '\(delimiter)' is not one character, or tab")
    }
    if paths.filter({ $0 == "-" }).count > 1 {
      throw ValidationError("standard input (-) can be read once only")
    }
    if without.contains("-") { throw ValidationError("--without reads files, not standard input (-)") }
    if compare.contains("-") { throw ValidationError("--compare reads files, not standard input (-)") }
    if hour != nil && time != nil {
      throw ValidationError("--hour and --time both give the hour; use one of them")
    }
  }

  /// The inputs, standard input as `-`.
  var paths: [String] { files.map { StandardStreams.standardName($0, input: true) } }

  private var columns: ColumnChoice {
    let named: [(ColumnRole, String?)] = [
      (.station, station), (.freeDocks, freeDocks), (.bikes, bikes), (.hour, hour), (.time, time),
    ]
    var choice = ColumnChoice(
      Dictionary(uniqueKeysWithValues: named.compactMap { role, name in name.map { (role, $0) } }),
      capacity: capacity, dateOrder: dateOrder)
    choice.delimiter = delimiter.flatMap(ColumnChoice.delimiter(named:))
    return choice
  }

  /// The options as they are used.
  var settings: InputSettings {
    var settings = InputSettings(paths: paths)
    settings.columns = columns
    (settings.timezone, settings.since, settings.until) = (timezone, since, until)
    (settings.deduplicates, settings.isStrict) = (deduplicate, strict)
    (settings.countsAgain, settings.without) = (again, without)
    settings.compared = compare
    settings.keepsRejects = rejects != nil
    settings.stationList = stations
    settings.days = days
    return settings
  }
}

/// What is computed.
struct AnalysisOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Bins of a profile: \(BinKind.allCases.map(\.rawValue).joined(separator: ", ")) (each hour of the calendar).",
      valueName: "bins"))
  var bins = BinKind.hourOfDay

  @Option(
    help: ArgumentHelp(
      "With --bins series, compare each hour less: \(SeriesTransform.allCases.map(\.rawValue).joined(separator: ", ")) (the mean of the 25 hours around it, the hour before, the mean of that hour of the week).",
      valueName: "transform"))
  var transform: SeriesTransform?

  @Option(
    help: ArgumentHelp(
      "Correlation: \(CorrelationMethod.allCases.map(\.rawValue).joined(separator: ", ")) (tau-b).",
      valueName: "method"))
  var method = CorrelationMethod.pearson

  @Option(
    help: ArgumentHelp(
      "Fewest common hours for a correlation; less is undefined. (default: 3 in a matrix, in lists and groups half of the hours of the best known station)",
      valueName: "n"))
  var minHours: Int?

  @Option(
    help: ArgumentHelp(
      "Also say of listed pairs what r may be on other days: days,se,low,high, the 95 % interval of the jackknife over days. Of groups, how alike they are without a day. Reads days as --keep-days does.",
      valueName: "days"))
  var interval: IntervalKind?

  @Flag(
    help:
      "Take the hours of a pair for independent of one another: p and q of the hours, not of the effective ones. Only to compare."
  )
  var independentHours = false

  func validate() throws {
    if let transform, bins != .series {
      throw ValidationError(
        "--transform \(transform.rawValue) is of the hours of a calendar: it wants --bins series")
    }
    if let minHours, minHours < 2 {
      throw ValidationError("--min-hours is \(minHours); a correlation needs at least 2")
    }
  }
}

extension AnalysisOptions {
  /// The options as they are used.
  var settings: AnalysisSettings {
    var settings = AnalysisSettings()
    (settings.bins, settings.method, settings.minimumBins) = (bins, method, minHours)
    settings.transform = transform
    settings.hasIntervals = interval != nil
    settings.takesHoursForIndependent = independentHours
    return settings
  }
}

/// What intervals are of, by its name on the command line.
enum IntervalKind: String, CaseIterable, ExpressibleByArgument {
  case days
}

extension BinKind: ExpressibleByArgument {}
extension CorrelationMethod: ExpressibleByArgument {}
extension PairRanking: ExpressibleByArgument {}
extension SeriesTransform: ExpressibleByArgument {}
extension DateOrder: ExpressibleByArgument {}
