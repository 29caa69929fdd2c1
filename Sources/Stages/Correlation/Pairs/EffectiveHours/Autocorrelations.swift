import CCorrelation
import LinearAlgebra
import Workers

/// The autocorrelations of stations, weighted so that the product of two rows is the sum that effective hours follow
/// from, less 1.
///
/// rho(k) = (sum over t with both bins of z(t) z(t + k) / their number) / (sum of z^2 / n), z what a bin is above the
/// station's mean; 0 where there are no such t, and within -1 ... 1.
final class Autocorrelations: Sendable {
  /// Stations x lags.
  let rows: Matrix
  /// By station: the norm of its row, and how far the row may be off, by norm; infinite where nothing is known of that.
  let norms, errors: [Double]

  /// Throws `ThreadError`.
  init(_ source: some LagSource, _ rule: LagRule, threads: Int) throws {
    let lags = rule.lags(bins: source.bins)
    var rows = Matrix(rows: source.stations, columns: lags)
    let threads = max(1, min(threads, source.stations))
    let parts = try unsafe rows.withRows { rows in
      try concurrently(threads) { thread in
        var maker = Maker(source, rule)
        return WorkSplit.part(thread, of: threads, count: source.stations).map { station in
          unsafe maker.write(station, to: rows[station])
        }
      }
    }.flatMap { $0 }
    self.rows = rows
    (norms, errors) = (parts.map(\.norm), parts.map(\.error))
  }

  /// Makes rows. Working memory of one thread.
  private struct Maker<Source: LagSource> {
    private let source: Source
    private let rule: LagRule
    private let lags: Int
    private let weights: [Double]
    private var values, counts: [Double]
    /// A bit a bin: of a station, and with what is beyond its end.
    private var set, later: [UInt64]

    init(_ source: Source, _ rule: LagRule) {
      (self.source, self.rule) = (source, rule)
      let bins = source.bins
      lags = rule.lags(bins: bins)
      let unit = Double(rule.unit(bins: bins))
      weights = (0..<lags).map { (Double(rule.weight($0 + 1, bins: bins)) / unit).squareRoot() }
      let group = Int(VELIBCORR_LAG_GROUP)
      values = [Double](repeating: 0, count: bins + (lags + group - 1) / group * group + 1)
      counts = [Double](repeating: 0, count: lags)
      set = [UInt64](repeating: 0, count: (bins + 63) / 64)
      later = [UInt64](repeating: 0, count: set.count + lags / 64 + 1)
    }

    mutating func write(
      _ station: Int, to row: UnsafeMutableBufferPointer<Double>
    ) -> (norm: Double, error: Double) {
      guard lags > 0 else { return (0, 0) }
      let bins = source.bins
      let squares = unsafe values.withUnsafeMutableBufferPointer {
        unsafe source.writeDeviations(of: station, to: $0.baseAddress!)
      }
      guard squares > 0 else {
        unsafe row.update(repeating: 0)
        return (0, squares == 0 ? 0 : .infinity)
      }
      // What is beyond the end of a day is its beginning, beyond that of a series nothing.
      for lag in 0..<lags where rule == .circular { values[bins + lag] = values[lag] }
      unsafe velibcorr_lag_products(values, bins, lags, row.baseAddress!)
      let present = source.commonBins(station, station)
      countPairs(of: station, isComplete: present == bins)
      return unsafe finish(row, squares: squares, present: Double(present))
    }

    /// How many pairs of bins, so many lags apart, the station has.
    private mutating func countPairs(of station: Int, isComplete: Bool) {
      let bins = source.bins
      if isComplete {
        for lag in 0..<lags { counts[lag] = Double(rule == .circular ? bins : bins - lag - 1) }
        return
      }
      for word in set.indices { set[word] = 0 }
      for word in later.indices { later[word] = 0 }
      for bin in 0..<bins where source.hasBin(station, bin) {
        set[bin / 64] |= 1 << UInt64(bin % 64)
        later[bin / 64] |= 1 << UInt64(bin % 64)
        guard rule == .circular, bin < lags else { continue }
        later[(bins + bin) / 64] |= 1 << UInt64((bins + bin) % 64)
      }
      unsafe velibcorr_lag_counts(set, set.count, later, lags, &counts)
    }

    /// Turns sums of products into weighted autocorrelations.
    private func finish(
      _ row: UnsafeMutableBufferPointer<Double>, squares: Double, present: Double
    ) -> (norm: Double, error: Double) {
      let u = 0x1p-53
      // Of the products' sum, relative to the squares; those of its factors add two, second order less than another.
      let sumError = Double(velibcorr_lag_steps(source.bins) + 3) * u
      var (norm, error) = (0.0, 0.0)
      for lag in 0..<lags {
        let scale = counts[lag] == 0 ? 0 : present / counts[lag]
        let rho = unsafe max(-1, min(1, scale * (row[lag] / squares)))
        unsafe row[lag] = weights[lag] * rho
        // Three roundings to rho, two of its weight and their product.
        let off = weights[lag] * (scale * sumError + 6 * u)
        norm += weights[lag] * weights[lag] * rho * rho
        error += off * off
      }
      return (norm.squareRoot() * (1 + 0x1p-30), error.squareRoot() * (1 + 0x1p-30))
    }
  }
}
