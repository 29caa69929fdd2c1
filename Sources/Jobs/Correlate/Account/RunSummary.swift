import Availability
import Correlation
import Distribution
import Glibc
import Ingestion
import LinearAlgebra
import Rendering
import Text

/// The words at the end of a run, and those about what is missing from its result.
struct RunSummary {
  private let findings: Findings
  /// Those that count, in words.
  private let days: String?
  private let isVerbose: Bool
  private let checksBounds: Bool
  private let clock: RunClock
  private let outputs: [(path: String, bytes: Int)]
  private var network: MergedNetwork { findings.network }
  private var correlations: Correlations? { findings.correlations }

  init(_ findings: Findings, _ settings: CorrelateSettings, _ outputs: Outputs, _ clock: RunClock) {
    self.findings = findings
    days = settings.input.daysTitle
    isVerbose = settings.running.isVerbose
    checksBounds = settings.running.checksBounds
    self.outputs = outputs.sizes
    self.clock = clock
  }

  /// Gathers what each rank has used; rank 0 prints the lines, unless the run is quiet. Collective.
  /// Throws what coding of the ranks' values throws.
  func tell(on job: Job) throws {
    guard job.isTalking else { return }
    let usages = try job.communicator.gather(RankUsage(clock, threads: job.threads, on: job))
    guard job.communicator.isRoot else { return }
    let ranks = SummaryRanks(usages, usesMPI: job.communicator.usesMPI)
    var lines =
      readLines + rowLines + leftOutLines + stationLines + pairLines + evidenceLines + comparisonLines
      + groupLines
      + partialLines + [timeLine]
      + ranks.lines
    if isVerbose {
      lines +=
        [
          line("kernel", "BLAS \(BLASRuntime.kernel), \(BLASRuntime.library)"),
          line("", "scanner \(StructuralIndex.kernel)"),
        ] + decisionLines
    }
    lines += outputs.map {
      let name = $0.path == "-" ? "standard output" : Printable.lines($0.path)
      return line("output", "\(style.main(name)) (\(Figures.size($0.bytes)))")
    }
    if let columns = Terminal.columns {
      lines = lines.map { TextLines.wrapped($0, columns: columns, indent: Self.indent) }
    }
    Messages.write(lines.map { $0 + "\n" }.joined())
  }

  /// Columns of the labels.
  static let indent = 11
  private var style: TextStyle { Terminal.style }

  static func line(_ label: String, _ text: String) -> String {
    Terminal.style.label(label) + String(repeating: " ", count: max(1, indent - label.count)) + text
  }

  private func line(_ label: String, _ text: String) -> String { Self.line(label, text) }

  /// What was understood before reading, and the time that was read.
  private var readLines: [String] {
    let columns = findings.understood.enumerated().map { number, words in
      line(number == 0 ? "read as" : "", Printable.lines(words))
    }
    return columns + (network.period.map { [line("period", $0 + (days.map { ", \($0)" } ?? ""))] } ?? [])
  }

  /// Of the rows read, and of the records whose rows an earlier run has read.
  private var rowLines: [String] {
    let counts = network.counts
    let known = findings.provenance.rowsOfProfiles
    let added =
      known.used + known.added > 0
      ? [line("profiles", "\(style.main(Figures.grouped(known.used + known.added))) records of earlier runs")]
      : []
    guard counts.read > 0 else { return added }
    let left = LeftOut.allCases.filter { counts[$0] > 0 }.map { "\(Figures.grouped(counts[$0])) \($0.title)" }
    let reasons = left.isEmpty ? "" : "; " + style.attention("left out: " + left.joined(separator: ", "))
    return [
      line(
        "rows",
        "\(style.main(Figures.grouped(counts.read))) read, \(Figures.grouped(counts.used)) used" + reasons)
    ] + added
  }

  /// What rows that were left out look like.
  private var leftOutLines: [String] { findings.leftOut.map { line("", Printable.lines($0)) } }

  private var stationLines: [String] {
    let stations = network.stations
    let lines =
      [line("stations", style.main(Figures.grouped(stations.count)))]
      + note(network.closedStations, "more without a profile, always closed")
    guard let correlations else { return lines }
    return lines
      + note(
        correlations.short.map { stations[$0] },
        "with fewer than \(correlations.minimumBins) hours, every correlation undefined")
      + note(
        correlations.constant.filter { !correlations.short.contains($0) }.map { stations[$0] },
        "with a constant profile, every correlation undefined")
  }

  /// A line about some stations, if there are any.
  private func note(_ ids: [StationID], _ what: String) -> [String] {
    guard !ids.isEmpty else { return [] }
    let named = ids.prefix(5).map { id in
      Printable.name("\(id)") + (findings.names[id].map { " (\(Printable.name($0)))" } ?? "")
    }
    let list = named.joined(separator: ", ") + (ids.count > 5 ? ", ..." : "")
    return [line("", "\(style.attention("\(Figures.grouped(ids.count)) \(what)")): \(list)")]
  }

  private var partialLines: [String] {
    guard let partial = findings.partial else { return [] }
    let covariance = partial.covariance
    let stations = network.stations
    return [
      line(
        "partial",
        "\(style.main(Figures.grouped(covariance.variables))) stations over \(covariance.observations) bins, "
          + "\(Figures.size(partial.bytes)): Ledoit-Wolf shrinkage \(Figures.significant(covariance.shrinkage)), "
          + "condition number \(Figures.significant(covariance.conditionNumber)), "
          + "smallest eigenvalue \(Figures.significant(covariance.smallestEigenvalue))")
    ]
      + note(
        partial.incomplete.map { stations[$0] }, "lacking a bin, every partial correlation undefined")
      + note(
        partial.constant.map { stations[$0] }, "with a constant profile, every partial correlation undefined")
  }

  private var groupLines: [String] {
    guard let groups = correlations?.groups else { return [] }
    let silhouette = groups.silhouette.map { ", mean silhouette \(Figures.significant($0))" } ?? ""
    let stations = groups.apart == 1 ? "station" : "stations"
    let apart = groups.apart > 0 ? "; \(Figures.grouped(groups.apart)) \(stations) in none" : ""
    let stability = groups.stability.map {
      "; without a day as they are by \(Figures.significant($0)) (mean adjusted Rand index)"
    }
    let lines = [
      line(
        "groups",
        "\(style.main("\(groups.count)")), \(Figures.size(groups.bytes))\(silhouette)\(apart)\(stability ?? "")"
      )
    ]
    guard groups.silhouettes.count > 1 else { return lines }
    let all = groups.silhouettes.map { "\($0.groups): \(Figures.significant($0.mean))" }
    let silhouettes = wrapped("mean silhouettes", all)
    guard !groups.agreements.isEmpty else { return lines + silhouettes }
    let agreements = zip(groups.silhouettes, groups.agreements).map {
      "\($0.groups): \(Figures.significant($1))"
    }
    let again = wrapped("of a group found again without a day", agreements)
    return lines + silhouettes + again + [line("", "chosen by the product of both")]
  }

  /// A list behind what it is of, in lines that fit a terminal.
  private func wrapped(_ words: String, _ items: [String]) -> [String] {
    var texts = [words]
    for item in items.dropLast().map({ $0 + "," }) + items.suffix(1) {
      let isRoom = texts.last!.count + item.count < 68
      texts.append(isRoom ? "\(texts.removeLast()) \(item)" : item)
    }
    return texts.map { line("", $0) }
  }

  private var pairLines: [String] {
    guard let correlations else { return [] }
    let pairs = network.stations.count * (network.stations.count - 1) / 2
    let missing = definedWords(correlations.undefined, minimumBins: correlations.minimumBins)
    return [line("pairs", "\(style.main(Figures.grouped(pairs))), \(missing)")] + listLines(correlations)
  }

  private var evidenceLines: [String] {
    guard let pairs = correlations?.pairs else { return [] }
    return [line("evidence", pairs.words)]
  }

  private var comparisonLines: [String] {
    guard let found = findings.comparison else { return [] }
    guard found.pairs > 0 else {
      return [
        line("compared", "none of the pairs: an interval wants \(DayIntervalRule.fewestDays) days in both")
      ]
    }
    return [
      line(
        "compared",
        "\(Figures.grouped(found.pairs)) pairs of \(Figures.grouped(found.stations)) stations of both periods; "
          + "q < \(PairFindings.level) in \(Figures.grouped(found.significant))")
    ]
  }

  private func definedWords(_ undefined: UndefinedCounts, minimumBins: Int) -> String {
    let reasons = [
      (undefined.constant, "a constant profile"),
      (undefined.tooFewBins, "fewer than \(minimumBins) common hours"),
    ].filter { $0.0 > 0 }.map { "\(Figures.grouped($0.0)) by \($0.1)" }
    return reasons.isEmpty ? "all defined" : style.attention("undefined: " + reasons.joined(separator: ", "))
  }

  /// Where lists want more common hours than the matrix.
  private func listLines(_ correlations: Correlations) -> [String] {
    guard let lists = correlations.lists else { return [] }
    return [
      line(
        "lists",
        "of pairs with at least \(lists.minimumBins) common hours, half of the most that a station has "
          + "(--min-hours): " + definedWords(lists.undefined, minimumBins: lists.minimumBins))
    ]
  }

  /// How r was decided where the product left its last digit open.
  private var decisionLines: [String] {
    guard let decisions = correlations?.decisions else { return [] }
    let steps = [
      (decisions.careful, "by a closer bound"), (decisions.precise, "by two doubles"),
      (decisions.exact, "by whole numbers"),
    ].filter { $0.0 > 0 }.map { "\(Figures.grouped($0.0)) \($0.1)" }
    let open = steps.isEmpty ? "none" : steps.joined(separator: ", ")
    let time = Figures.seconds(Double(decisions.nanoseconds) / 1e9)
    let lines = [
      line("exact", "last digits that the product leaves open: \(open); rounding took \(time) of threads")
    ]
    guard checksBounds else { return lines }
    return lines + [line("", "\(Figures.grouped(decisions.beyond)) proposals beyond their bound")]
  }

  private var timeLine: String {
    let laps = clock.laps.map { "\($0.stage.rawValue) \(Figures.seconds($0.seconds))" }.joined(
      separator: ", ")
    let rows = network.counts.read - findings.provenance.rowsOfProfiles.read
    let rate = Double(rows) / max(clock.seconds(of: .read), 1e-9) / 1e6
    let speed = rows > 0 ? " (\(Figures.fixed(rate, 1)) M rows/s)" : ""
    return line("time", "\(style.main(Figures.seconds(clock.total))): \(laps)\(speed)")
  }
}
