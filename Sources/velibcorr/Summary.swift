import Availability
import Correlation
import Distribution
import Glibc
import Ingestion
import LinearAlgebra
import Rendering

/// The words at the end of a run, and those about what is missing from its result.
struct Summary {
  let network: Network
  let names: [StationID: String]
  let correlations: Correlations?
  let partial: PartialReport?
  let minimumBins: Int
  let watch: Stopwatch
  let outputs: [(path: String, bytes: Int)]

  /// Gathers what each rank has used; rank 0 tells.
  func tell(_ usage: RankUsage, verbose: Bool, on job: Job) throws {
    let usages = try job.communicator.gather(usage)
    guard job.communicator.isRoot else { return }
    let ranks = SummaryRanks(usages, usesMPI: job.communicator.usesMPI)
    var lines =
      [rowLine] + stationLines + pairLines + groupLines + partialLines + [timeLine] + ranks.lines
    if verbose {
      lines += [
        line("kernel", "BLAS \(BLASRuntime.kernel), \(BLASRuntime.library)"),
        line("", "scanner \(StructuralIndex.kernel)"),
      ]
    }
    lines += outputs.map {
      let name = $0.path == "-" ? "standard output" : Printable.lines($0.path)
      return line("output", "\(style.main(name)) (\(Self.size($0.bytes)))")
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

  private var rowLine: String {
    let counts = network.counts
    let left = LeftOut.allCases.filter { counts[$0] > 0 }.map { "\(Self.grouped(counts[$0])) \($0.title)" }
    let reasons = left.isEmpty ? "" : "; " + style.attention("left out: " + left.joined(separator: ", "))
    return line(
      "rows", "\(style.main(Self.grouped(counts.read))) read, \(Self.grouped(counts.used)) used" + reasons)
  }

  private var stationLines: [String] {
    let stations = network.stations
    let lines =
      [line("stations", style.main(Self.grouped(stations.count)))]
      + note(network.closedStations, "more without a profile, always closed")
    guard let correlations else { return lines }
    return lines
      + note(
        correlations.short.map { stations[$0] },
        "with fewer than \(minimumBins) hours, every correlation undefined")
      + note(
        correlations.constant.filter { !correlations.short.contains($0) }.map { stations[$0] },
        "with a constant profile, every correlation undefined")
  }

  /// A line about some stations, if there are any.
  private func note(_ ids: [StationID], _ what: String) -> [String] {
    guard !ids.isEmpty else { return [] }
    let named = ids.prefix(5).map { id in
      Printable.name("\(id)") + (names[id].map { " (\(Printable.name($0)))" } ?? "")
    }
    let list = named.joined(separator: ", ") + (ids.count > 5 ? ", ..." : "")
    return [line("", "\(style.attention("\(Self.grouped(ids.count)) \(what)")): \(list)")]
  }

  private var partialLines: [String] {
    guard let partial else { return [] }
    let covariance = partial.covariance
    let stations = network.stations
    return [
      line(
        "partial",
        "\(style.main(Self.grouped(covariance.variables))) stations over \(covariance.observations) bins, "
          + "\(Self.size(partial.bytes)): Ledoit-Wolf shrinkage \(Self.significant(covariance.shrinkage)), "
          + "condition number \(Self.significant(covariance.conditionNumber)), "
          + "smallest eigenvalue \(Self.significant(covariance.smallestEigenvalue))")
    ]
      + note(
        partial.incomplete.map { stations[$0] }, "lacking a bin, every partial correlation undefined")
      + note(
        partial.constant.map { stations[$0] }, "with a constant profile, every partial correlation undefined")
  }

  private var groupLines: [String] {
    guard let groups = correlations?.groups else { return [] }
    let silhouette = groups.silhouette.map { ", mean silhouette \(Self.significant($0))" } ?? ""
    let stations = groups.apart == 1 ? "station" : "stations"
    let apart = groups.apart > 0 ? "; \(Self.grouped(groups.apart)) \(stations) in none" : ""
    return [
      line("groups", "\(style.main("\(groups.clusters)")), \(Self.size(groups.bytes))\(silhouette)\(apart)")
    ]
  }

  private var pairLines: [String] {
    guard let undefined = correlations?.undefined else { return [] }
    let pairs = network.stations.count * (network.stations.count - 1) / 2
    var reasons: [String] = []
    if undefined.constant > 0 {
      reasons.append("\(Self.grouped(undefined.constant)) by a constant profile")
    }
    if undefined.tooFewBins > 0 {
      reasons.append(
        "\(Self.grouped(undefined.tooFewBins)) by fewer than \(minimumBins) common hours")
    }
    let missing =
      reasons.isEmpty ? "all defined" : style.attention("undefined: " + reasons.joined(separator: ", "))
    return [line("pairs", "\(style.main(Self.grouped(pairs))), \(missing)")]
  }

  private var timeLine: String {
    let laps = watch.laps.map { "\($0.name) \(Self.seconds($0.seconds))" }.joined(separator: ", ")
    let rate = Double(network.counts.read) / max(watch.laps[0].seconds, 1e-9) / 1e6
    return line(
      "time", "\(style.main(Self.seconds(watch.total))): \(laps) (\(Self.fixed(rate, 1)) M rows/s)")
  }

  // MARK: - Numbers

  /// 1103787 -> "1,103,787"
  static func grouped(_ number: some BinaryInteger) -> String {
    let digits = Array(String(number))
    return String(
      digits.enumerated().flatMap { i, digit in
        i > 0 && (digits.count - i) % 3 == 0 ? [",", digit] : [digit]
      })
  }

  static func seconds(_ seconds: Double) -> String { fixed(seconds, 3) + " s" }

  static func size(_ bytes: Int) -> String {
    bytes < 1_000_000 ? fixed(Double(bytes) / 1e3, 1) + " kB" : fixed(Double(bytes) / 1e6, 1) + " MB"
  }

  /// Four significant digits: 0.02134, 3.125e-05.
  static func significant(_ value: Double) -> String {
    var text = [CChar](repeating: 0, count: 32)
    let count = unsafe withVaList([value]) { unsafe vsnprintf(&text, text.count, "%.4g", $0) }
    return String(decoding: text[..<Int(count)].map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  static func fixed(_ value: Double, _ places: Int) -> String {
    let scale = (0..<places).reduce(1) { scale, _ in scale * 10 }
    let scaled = Int64((value * Double(scale)).rounded())
    let fraction = String(scaled % Int64(scale))
    return "\(scaled / Int64(scale))." + String(repeating: "0", count: places - fraction.count) + fraction
  }
}
