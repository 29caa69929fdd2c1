import Text

/// Who has computed, and whether each had the CPU time that its threads could use: the lines of a summary.
struct SummaryRanks {
  private let ranks: [RankUsage]
  private let usesMPI: Bool

  init(_ ranks: [RankUsage], usesMPI: Bool) {
    self.ranks = ranks
    self.usesMPI = usesMPI
  }

  var lines: [String] {
    guard usesMPI else {
      return [RunSummary.line("process", "\(Self.threads(ranks[0])), \(usage(ranks[0]))")]
    }
    guard ranks.count > Self.mostLines else { return [overview] + ranks.map(line) }
    // Of many, those that lacked most.
    let lacking = ranks.sorted { Self.granted($0) < Self.granted($1) }.prefix(Self.lackingLines)
    return [overview, extremes] + lacking.sorted { $0.rank < $1.rank }.map(line)
  }

  private static let mostLines = 16
  private static let lackingLines = 4

  /// "ranks      4 x 2 threads on 2 hosts (n1, n2)"
  private var overview: String {
    let threads = ranks.map(\.threads)
    let (least, most) = (threads.min()!, threads.max()!)
    let each = least == most ? "x \(Self.threads(ranks[0]))" : "of \(least) to \(most) threads"
    let shown = hosts.prefix(4).joined(separator: ", ") + (hosts.count > 4 ? ", ..." : "")
    return RunSummary.line(
      "ranks", "\(ranks.count) \(each) on \(hosts.count) host\(hosts.count == 1 ? "" : "s") (\(shown))")
  }

  private var extremes: String {
    func span(_ values: [Double]) -> String {
      "\(Self.percent(values.min()!)) to \(Self.percent(values.max()!))"
    }
    let peaks = ranks.map(\.peakBytes)
    return RunSummary.line(
      "",
      "\(span(ranks.map(Self.granted))) % of their threads' CPU, \(span(ranks.map(\.mpiShare))) % in MPI, "
        + "peak \(Figures.size(peaks.min()!)) to \(Figures.size(peaks.max()!)); least CPU:")
  }

  private func line(_ usage: RankUsage) -> String {
    let place = hosts.count == 1 ? "" : " on \(usage.host)"
    return RunSummary.line(
      "rank \(usage.rank)", "\(Self.threads(usage))\(place), \(self.usage(usage, inMPI: true))")
  }

  /// Without repetition, in the order of ranks.
  private var hosts: [String] {
    var seen: Set<String> = []
    return ranks.map(\.host).filter { seen.insert($0).inserted }
  }

  private static func threads(_ usage: RankUsage) -> String {
    usage.threads == 1 ? "1 thread" : "\(usage.threads) threads"
  }

  /// "187 of 200 % CPU, 2 % in MPI, peak 66.1 MB": 100 % is one core all the time.
  /// Numbers stand below one another.
  private func usage(_ usage: RankUsage, inMPI: Bool = false) -> String {
    func percent(_ share: KeyPath<RankUsage, Double>) -> String {
      let width = ranks.map { "\(Self.percent($0[keyPath: share]))".count }.max()!
      let text = "\(Self.percent(usage[keyPath: share]))"
      return String(repeating: " ", count: width - text.count) + text
    }
    return "\(percent(\.cpuShare)) of \(100 * usage.threads) % CPU, "
      + (inMPI ? "\(percent(\.mpiShare)) % in MPI, " : "") + "peak \(Figures.size(usage.peakBytes))"
  }

  /// Of the CPU time that its threads could use.
  private static func granted(_ usage: RankUsage) -> Double { usage.cpuShare / Double(usage.threads) }

  private static func percent(_ share: Double) -> Int { Int(share * 100 + 0.5) }
}
