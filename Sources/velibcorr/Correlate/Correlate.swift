import ArgumentParser
import Glibc
import Ingestion
import Jobs
import Rendering

/// `velibcorr correlate`, the main job: log -> profiles -> correlation matrix.
struct Correlate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write the correlation matrix of a log's stations (the default subcommand).",
    discussion: """
      The availability of a record is free docks / (free docks + bikes); a station's profile is its mean by \
      hour of the day (or of the week, or of the calendar); the correlation is Pearson's r of two profiles \
      over the hours that both have, or Spearman's, or Kendall's tau-b. A correlation that is not defined is \
      an empty field.

      Of pairs, p is the probability that unrelated profiles correlate as strongly, by the effective hours of \
      both, hours_eff, as each hour resembles the next; q is Benjamini and Hochberg's over all pairs.

      Columns are found by their names and what is in them; of the names, without case, blanks and marks \
      (all are in the book, Inputs):
        station     number, station_id, stationcode, ident, terminal_name, sno, id
        free docks  available_bike_stands, num_docks_available, empty_slots, nbplaces
        bikes       available_bikes, num_bikes_available, free_bikes, nbvelos, sbi
        hour        hour, heure: 0 to 23, or 1 to 12 beside ampm
        time        last_update, last_reported, timestamp, duedate, datetime, date
      Times:
        2013-09-10 11:25:19, also with T, /, a fraction, Z or +02:00
        10/09/2013 11:25, 09/10/2013 11:25 AM, 10.09.13: the order is proved
        20130910112519, 201309101125; 1378812319 (seconds since 1970; ms, us, ns)

      Examples:
        velibcorr data.txt
        velibcorr data.txt --ranks 4 -o r.csv --profiles profiles.csv
        velibcorr today.csv yesterday.profiles.csv --profiles today.profiles.csv
        velibcorr data.txt --method spearman --no-matrix --top 1000 --neighbours 5
        velibcorr data.txt --no-matrix --groups groups.csv
        velibcorr data.txt --no-matrix --plot matrix.png --plot-profiles days.png
        velibcorr 2013-*.csv.gz -o year.csv --resume
        collector | velibcorr - -o - | gzip > r.csv.gz
        velibcorr log.csv --station id --free-docks docks --bikes bikes --time when

      Exit codes: 0 done, 64 usage, 65 bad data, 66 no such input, 69 MPI does not work, 70 a bug, \
      73 output can't be created, 74 I/O error, 75 try again: a rank was lost (--resume), or \
      another run writes the profiles, 130/143 interrupted.
      """)

  @OptionGroup(title: "Input") var input: InputOptions
  @OptionGroup(title: "Analysis") var analysis: AnalysisOptions
  @OptionGroup(title: "Output") var output: OutputOptions
  @OptionGroup(title: "Running") var running: RunningOptions

  func validate() throws {
    if output.plotProfiles != nil && analysis.bins == .series {
      throw ValidationError(
        "--plot-profiles shows days or weeks: use --bins hour-of-day or hour-of-week, not series")
    }
    try requireIntervals()
    let outputs = outputPaths.all.map(\.path)
    if outputs.contains("") { throw ValidationError("an output's name is empty") }
    if outputs.filter({ $0 == "-" }).count > 1 {
      throw ValidationError("only one output can go to standard output (-)")
    }
    let places = outputs.filter { $0 != "-" }.compactMap(OutputFile.place)
    if Set(places).count < places.count { throw ValidationError("two outputs name the same file") }
    let read =
      input.paths.flatMap { path in
        // What cannot be listed is told when it is opened.
        isAbove(places, path) ? (try? InputFolder.allFiles(path)) ?? [path] : [path]
      } + [input.filesFrom, input.stations, output.basemap].compactMap(\.self) + input.without
      + input.compare
    if let input = read.first(where: { OutputFile.place($0).map(places.contains) ?? false }) {
      throw ValidationError("\(input) is an input: an output would replace it")
    }
    try requireResumable()
  }

  /// Is `path` a folder with any of these files in it?
  private func isAbove(_ places: [String], _ path: String) -> Bool {
    guard InputFolder.isFolder(path), let inner = OutputFile.place("\(path)/-") else { return false }
    return places.contains { $0.hasPrefix(inner.dropLast()) }
  }

  private func requireIntervals() throws {
    if output.rankBy == .low && analysis.interval == nil {
      throw ValidationError("--rank-by low is the end of an interval: it wants --interval days")
    }
    if output.compareOutput != nil && input.compare.isEmpty {
      throw ValidationError("--compare-output wants --compare, the other period")
    }
    let paths = outputPaths
    let users: [OutputKind] = [.pairs, .neighbours, .groups, .plot, .plotProfiles, .report]
    if analysis.interval != nil && users.allSatisfy({ paths[$0] == nil }) {
      throw ValidationError(
        "--interval is of pairs, neighbours and groups: name one of --pairs, --neighbours and --groups")
    }
  }

  /// `--resume` reads again what was not saved, and saves sums.
  private func requireResumable() throws {
    guard running.resume else { return }
    if input.paths.contains("-") {
      throw ValidationError("--resume reads again: standard input (-) comes but once")
    }
    if let path = input.paths.first(where: { isUnrepeatable($0) }) {
      throw ValidationError("--resume reads again: \(path) is no regular file")
    }
    if input.deduplicate { throw ValidationError("--resume and --deduplicate exclude each other") }
    if settings.resumeFolder == nil {
      throw ValidationError("--resume saves beside an output that is a file: name one")
    }
  }

  /// Is it there, and a pipe or the like?
  private func isUnrepeatable(_ path: String) -> Bool {
    StandardStreams.exists(path) && !isRegularFile(path) && !InputFolder.isFolder(path)
  }

  func run() throws {
    try exiting { try CorrelateJob(settings).run() }
  }

  /// The options as they are used.
  private var settings: CorrelateSettings {
    var analysis = analysis.settings
    analysis.keepsDays = output.keepDays
    analysis.comparesPeriods = !input.compare.isEmpty
    return CorrelateSettings(
      input: input.settings, analysis: analysis, output: output.settings(outputPaths),
      running: running.settings)
  }

  /// By kind, the matrix first.
  var outputPaths: OutputPaths {
    let first = input.paths[0]
    let stem = first == "-" ? "stdin" : first.lastPathComponent.withoutExtension
    var paths = OutputPaths()
    output.place(stem, compares: !input.compare.isEmpty, in: &paths)
    paths[.rejects] = input.rejects
    for kind in paths.kinds { paths[kind] = StandardStreams.standardName(paths[kind]!, input: false) }
    return paths
  }
}

extension String {
  /// `data.txt` -> `data`; `.hidden` stays.
  fileprivate var withoutExtension: String {
    guard let point = lastIndex(of: "."), point > startIndex else { return self }
    return String(self[..<point])
  }
}
