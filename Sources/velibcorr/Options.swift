import ArgumentParser
import Availability
import Correlation
import Ingestion
import Rendering

/// Where the records are.
struct InputOptions: ParsableArguments {
  @Argument(
    help: ArgumentHelp("Availability logs with a header line; - is standard input.", valueName: "file"),
    completion: .file())
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

  @Option(
    help: ArgumentHelp(
      "The column of all docks, where there is none of free ones: these are what the bikes leave.",
      valueName: "column"))
  var capacity: String?

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

  @Flag(help: "Of the records of one station and time, use the first only.")
  var deduplicate = false

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

  func validate() throws {
    if files.isEmpty { throw ValidationError("no input file") }
    if paths.filter({ $0 == "-" }).count > 1 {
      throw ValidationError("standard input (-) can be read once only")
    }
    if hour != nil && time != nil {
      throw ValidationError("--hour and --time both give the hour; use one of them")
    }
  }

  /// The rules for rows. Sets the process's time zone: to be called before threads start.
  func rules(bins: BinKind) throws -> RowRules {
    let zone = try timezone.map { name in
      guard let zone = TimeZoneRules(name: name) else {
        throw Failure(
          .usage, "no time zone '\(name)' in the system's database",
          advice: "names are like Europe/Paris; see /usr/share/zoneinfo (Debian: apt install tzdata)")
      }
      return zone
    }
    func moment(_ text: String?, _ option: String) throws -> LocalTime? {
      guard let text else { return nil }
      var reader = TimestampReader(
        zone: zone, style: TimestampStyle(order: dateOrder ?? .dayFirst, years: 1970...9999))
      guard let time = reader.read(text) ?? reader.read(text + " 00:00") else {
        throw Failure(
          .usage, "\(option) '\(text)' is not understood",
          advice: "write it as '2013-09-10 11:30:19' or 2013-09-10")
      }
      return time
    }
    return RowRules(
      bins: bins, zone: zone, since: try moment(since, "--since"), until: try moment(until, "--until"),
      isStrict: strict, deduplicates: deduplicate)
  }

  /// The inputs, standard input as `-`.
  var paths: [String] { files.map { StandardStreams.standardName($0, input: true) } }

  var columns: ColumnChoice {
    let named: [(ColumnRole, String?)] = [
      (.station, station), (.freeDocks, freeDocks), (.bikes, bikes), (.hour, hour), (.time, time),
    ]
    return ColumnChoice(
      Dictionary(uniqueKeysWithValues: named.compactMap { role, name in name.map { (role, $0) } }),
      capacity: capacity, dateOrder: dateOrder)
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
      "Correlation: \(CorrelationMethod.allCases.map(\.rawValue).joined(separator: ", ")) (tau-b).",
      valueName: "method"))
  var method = CorrelationMethod.pearson

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
      valueName: "file"), completion: .file())
  var output: String?

  @Flag(help: "Write no CSV matrix, only the other outputs.")
  var noMatrix = false

  @Option(
    help: ArgumentHelp("Also write the matrix as a NumPy array of doubles.", valueName: "file"),
    completion: .file())
  var npy: String?

  @Option(
    help: ArgumentHelp(
      "Also write pairs of stations, best first: station_a,station_b,r,hours,p,q. (default with --top or --min-abs-r: the first file's name with .pairs.csv, here)",
      valueName: "file"), completion: .file())
  var pairs: String?

  @Option(help: ArgumentHelp("Of the pairs, the k with the greatest |r|.", valueName: "k"))
  var top: Int?

  @Option(help: ArgumentHelp("Of the pairs, those with |r| of at least this.", valueName: "r"))
  var minAbsR: Double?

  @Option(
    help: ArgumentHelp("Also write each station's k best correlated others, by |r|.", valueName: "k"))
  var neighbours: Int?

  @Option(
    help: ArgumentHelp(
      "Where those go. (default: the first file's name with .neighbours.csv, here)", valueName: "file"),
    completion: .file())
  var neighboursOutput: String?

  @Option(
    help: ArgumentHelp(
      "Also write the matrix of partial correlations: of two stations, all others held fixed (of complete profiles, by Ledoit-Wolf shrinkage). Needs 8 bytes x the square of the stations, within --memory.",
      valueName: "file"), completion: .file())
  var partial: String?

  @Option(
    help: ArgumentHelp(
      "Also write groups of stations that fill and empty together: station,cluster,order,name,lat,lng (average linkage on 1 - r). Complete profiles of many stations need twice their own memory, others 4 bytes x the square of the stations, within --memory.",
      valueName: "file"), completion: .file())
  var groups: String?

  @Option(
    help: ArgumentHelp(
      "How many. (default: 2 to 12, by the greatest mean silhouette)", valueName: "k"))
  var clusters: Int?

  @Option(
    help: ArgumentHelp(
      "Also draw the matrix, like stations side by side, as .png, .svg or .pdf. Memory as for --groups.",
      valueName: "file"), completion: .file(extensions: PlotOutput.extensions))
  var plot: String?

  @Option(
    help: ArgumentHelp(
      "Also draw the mean day of each group (the mean week, by --bins hour-of-week) and the middle half of its stations, as .png, .svg or .pdf. Memory as for --groups.",
      valueName: "file"), completion: .file(extensions: PlotOutput.extensions))
  var plotProfiles: String?

  @Option(
    help: ArgumentHelp(
      "Also write a report to look at in a browser: one HTML file with the matrix, groups, days, pairs and stations. At most 4,000 stations. Memory as for --groups, and 6 bytes x the square of the stations.",
      valueName: "file"), completion: .file(extensions: ["html"]))
  var report: String?

  @Option(
    help: ArgumentHelp("Also write the profiles, which can be an input of a later run.", valueName: "file"),
    completion: .file())
  var profiles: String?

  @Option(
    help: ArgumentHelp("Write what the run read, did and made as JSON.", valueName: "file"),
    completion: .file())
  var summary: String?

  @Option(
    help: ArgumentHelp(
      "Decimal places of the numbers, 1 to 17. (default: as many as give back the same double)",
      valueName: "n"))
  var digits: Int?

  /// Where each result goes; `stem` is what default names begin with.
  func place(_ stem: String, in paths: inout OutputPaths) {
    paths[.matrix] = noMatrix ? nil : output ?? "\(stem).correlation.csv"
    paths[.npy] = npy
    paths[.pairs] = pairs ?? (top != nil || minAbsR != nil ? "\(stem).pairs.csv" : nil)
    paths[.neighbours] = neighbours.map { _ in neighboursOutput ?? "\(stem).neighbours.csv" }
    paths[.partial] = partial
    paths[.groups] = groups
    paths[.plot] = plot
    paths[.plotProfiles] = plotProfiles
    paths[.report] = report
    paths[.profiles] = profiles
    paths[.summary] = summary
  }

  var criterion: PairCriterion { PairCriterion(minimum: minAbsR ?? 0, top: top) }

  var format: NumberFormat { digits.map { .decimals($0) } ?? .shortest }

  func validate() throws {
    if let digits, !NumberFormat.decimalsRange.contains(digits) {
      throw ValidationError("--digits is \(digits); it can be 1 to 17")
    }
    if let top, top < 1 { throw ValidationError("--top is \(top); it must be at least 1") }
    if let minAbsR, !(0...1).contains(minAbsR) {
      throw ValidationError("--min-abs-r is \(minAbsR); it can be 0 to 1")
    }
    if let neighbours, neighbours < 1 {
      throw ValidationError("--neighbours is \(neighbours); it must be at least 1")
    }
    if neighboursOutput != nil && neighbours == nil {
      throw ValidationError("--neighbours-output wants --neighbours, how many for each station")
    }
    if let clusters, clusters < 1 {
      throw ValidationError("--clusters is \(clusters); it must be at least 1")
    }
    if clusters != nil && [groups, plot, plotProfiles, report].allSatisfy({ $0 == nil }) {
      throw ValidationError("--clusters wants --groups, --plot, --plot-profiles or --report, where they go")
    }
    for (option, plot) in [("--plot", plot), ("--plot-profiles", plotProfiles)] {
      if let plot, plot != "-", PlotOutput.kind(of: plot) == nil {
        throw ValidationError("\(option) \(plot): its name must end with .png, .svg or .pdf")
      }
    }
    if noMatrix && output != nil { throw ValidationError("--no-matrix and --output exclude each other") }
  }
}

extension BinKind: ExpressibleByArgument {}
extension CorrelationMethod: ExpressibleByArgument {}
extension DateOrder: ExpressibleByArgument {}
