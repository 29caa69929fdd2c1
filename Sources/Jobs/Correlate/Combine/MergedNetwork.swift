import Availability
import Correlation
import Distribution
import Ingestion
import Text
import Workers

/// The stations, bins and row counts of all ranks together.
struct MergedNetwork {
  let counts: RowCounts
  /// Of the profiles that are correlated.
  let bins: HourBins
  /// In which records were added up: those of the profiles, or hours of the calendar.
  let keptBins: HourBins
  let span: TimeSpan
  private let exchange: ProfileExchange

  init(_ rows: ProfileSums, _ analysis: AnalysisSettings, on job: Job) throws {
    let communicator = job.communicator
    exchange = ProfileExchange(communicator, stations: rows.stations, hasProfile: rows.hasProfile)
    counts = RowCounts(communicator.sum(rows.counts.numbers))
    let hours = rows.bins == .series ? rows.hours : nil
    let ends = communicator.allGather(
      ([hours?.lowerBound ?? .max, hours?.upperBound ?? .min] + rows.span.numbers).map { Int64($0) }
    ).map { $0.map { Int($0) } }
    let first = ends.map { $0[0] }.min()!
    let end = ends.map { $0[1] }.max()!
    span = ends.reduce(into: TimeSpan()) { $0 += TimeSpan($1[2...]) }
    func bins(_ kind: BinKind) -> HourBins {
      switch kind {
      case .hourOfDay: .hourOfDay
      case .hourOfWeek: .hourOfWeek
      case .series: .series(first < end ? first..<end : 0..<1)
      }
    }
    (self.bins, keptBins) = (bins(analysis.bins), bins(rows.bins))
    try requireRecords()
    try requireBins()
  }

  /// Those that have a profile, in the order of every output.
  var stations: [StationID] { exchange.stations }
  var closedStations: [StationID] { exchange.closedStations }

  /// The stations that a rank owns.
  func block(of rank: Int) -> Range<Int> { exchange.block(of: rank) }

  /// The exact tallies of the stations that this rank owns, in the bins in which records were added up.
  func reduce(_ rows: ProfileSums) -> HourlyProfiles {
    exchange.reduce(bins: keptBins, stations: rows.stations) { [keptBins] places, tallies in
      rows.copyTallies(of: places, bins: keptBins, to: &tallies)
    }
  }

  /// The profiles that are correlated: what is kept of days, folded by several threads. Throws `ThreadError`.
  func profiles(of kept: HourlyProfiles, threads: Int) throws -> HourlyProfiles {
    guard bins != keptBins else { return kept }
    let dated = DatedProfiles(kept)
    let parts = try concurrently(threads) { [bins] thread in
      dated.folded(to: bins.kind, of: WorkSplit.part(thread, of: threads, count: kept.stations.count))
    }
    return HourlyProfiles(bins: bins, stations: kept.stations, tallies: parts.flatMap(\.self))
  }

  /// Throws `Failure` where all records are of one moment, or each station has but one: every correlation would be
  /// undefined.
  func require(hours: Int) throws {
    // Profiles have records of other times.
    guard !span.isEmpty, counts.added == 0, stations.count > 1 else { return }
    let isMoment = span.first == span.last
    guard isMoment || counts.used <= stations.count else { return }
    let times =
      isMoment
      ? "all records are of one moment, \(LocalTime(ordinal: span.first))"
      : "each station has one record only"
    throw Failure(
      .badData, "\(times); a correlation needs at least \(hours) hours (--min-hours)",
      advice:
        "a log needs records of each station over a day or more: collect for longer, and name all files in "
        + "one run (or name the column that tells stations apart with --station, that of the times with --time); for "
        + "what is there, --no-matrix --profiles FILE")
  }

  /// The first and the last local time of the records, in words; nil where only hours were read.
  var period: String? {
    span.isEmpty ? nil : Self.words(span.first...span.last)
  }

  private static func words(_ times: ClosedRange<Int>) -> String {
    [times.lowerBound, times.upperBound].map { LocalTime(ordinal: $0).description }.joined(separator: " to ")
  }

  /// What there is to say about the times of the records.
  func timeNotes(_ rules: RowRules) -> [String] {
    guard !span.isEmpty else { return [] }
    guard let zone = rules.zone else {
      return span.hasEpochs ? ["epoch times are taken as UTC; for local time give --timezone"] : []
    }
    // Local times are within a day of UTC.
    let setBacks = zone.setBacks(
      from: span.first / 1_000_000 - 86_400, through: span.last / 1_000_000 + 86_400
    ).filter { moment in
      // The hour that comes twice, in local time: is it among the records'?
      let (before, after) = (zone.offset(at: moment - 1), zone.offset(at: moment))
      return (moment + after) * 1_000_000 <= span.last && (moment + before) * 1_000_000 > span.first
    }
    let days = setBacks.prefix(3).map { moment in
      let time = LocalTime(ordinal: (moment + zone.offset(at: moment)) * 1_000_000)
      return "\(time.description.prefix(16))"
    }
    guard !days.isEmpty else { return [] }
    return [
      "clocks in \(zone.name) were set back to \(days.joined(separator: ", "))"
        + "\(setBacks.count > 3 ? ", ..." : ""): records of the hour that came twice share a bin"
    ]
  }

  /// What a picture says of its numbers: `Pearson's r by hour of day · 2013-09-10 to 2013-09-18`.
  func caption(_ analysis: AnalysisSettings, days: String?) -> String {
    let name = analysis.method.title
    let transform = analysis.transform.map { ", " + $0.title(bins: self.bins.count) } ?? ""
    let bins =
      switch self.bins.kind {
      case .hourOfDay: "by hour of the day"
      case .hourOfWeek: "by hour of the week"
      case .series:
        "over \(Figures.grouped(Int64(self.bins.count))) hours\(transform)"
      }
    guard !span.isEmpty else { return "\(name) \(bins)" }
    let ends = [span.first, span.last].map { LocalTime(ordinal: $0) }
    let dates = ends.map { $0.description.prefix(10) }
    let count = ends[1].day - ends[0].day + 1
    let period = count == 1 ? "\(dates[0])" : "\(dates[0]) to \(dates[1]) (\(count) days)"
    return "\(name) \(bins) \u{B7} \(period)\(days.map { ", \($0)" } ?? "")"
  }

  /// Without a single usable record there is no matrix.
  private func requireRecords() throws {
    guard stations.isEmpty else { return }
    guard counts.read > 0 else {
      throw Failure(
        .badData, "no rows after the header",
        advice:
          "is the input cut off? In JSON, a station and its counts stand in one object: else bring them there first"
      )
    }
    let reasons = LeftOut.allCases.filter { counts[$0] > 0 }.map { "\(counts[$0]) \($0.title)" }
    throw Failure(
      .badData, "none of the \(counts.read) rows is a usable record: \(reasons.joined(separator: ", "))",
      advice: advice)
  }

  /// What to do about the most frequent reason.
  private var advice: String {
    let others = "other columns can be named with --station, --free-docks, --bikes, --hour and --time"
    guard let most = LeftOut.allCases.max(by: { counts[$0] < counts[$1] }) else { return others }
    switch most {
    case .closed: return "all its stations are closed: where counts are elsewhere, " + others
    case .period:
      return span.ofAll.map { "its records are from \(Self.words($0))" }
        ?? "leave --since and --until out, and the summary says what period the log is of"
    case .time:
      return
        "write its times as 2013-09-10 11:30:19 (or as the book's page on inputs has them), or name another "
        + "column with --time or --hour"
    case .fieldCount: return "every row needs as many fields as the header has names"
    case .quote, .header, .duplicate, .noStation, .freeDocks, .bikes: return others
    }
  }

  /// A stale record from another decade would make a series of nothing but gaps.
  private func requireBins() throws {
    let bins = keptBins
    guard bins.count > Self.mostBins else { return }
    throw Failure(
      .badData, "the series has \(bins.count) hours, from \(bins.label(0)) to \(bins.label(bins.count - 1))",
      advice: "bound it with --since and --until")
  }

  /// Eleven years and a half.
  private static let mostBins = 100_000
}

extension SeriesTransform {
  /// In words, for people; of a series of so many bins.
  func title(bins: Int) -> String {
    switch self {
    case .daily: "less the mean of the 25 hours around each"
    case .change: "less the hour before"
    case .anomaly:
      "less the mean of that hour of the \(SeriesTransform.cells(bins: bins) == 24 ? "day" : "week")"
    }
  }
}

extension CorrelationMethod {
  /// In words, for people.
  var title: String {
    switch self {
    case .pearson: "Pearson's r"
    case .spearman: "Spearman's rho"
    case .kendall: "Kendall's tau-b"
    }
  }

  var symbol: String {
    switch self {
    case .pearson: "r"
    case .spearman: "rho"
    case .kendall: "tau"
    }
  }
}
