/// What is taken off the numbers of a series, so that they say more than what hour it is; by its name on the command line.
package enum SeriesTransform: String, CaseIterable, Sendable {
  /// The mean of the 25 hours around each, of which 13 are there.
  case daily
  /// The hour before.
  case change
  /// The mean of that hour of the week, or of the day in series of less than four weeks; of hours that come twice.
  case anomaly

  /// The hours that make a cell of `anomaly`, in a series of so many bins.
  package static func cells(bins: Int) -> Int { bins < 4 * 168 ? 24 : 168 }
}

extension HourlyProfiles {
  /// The same profiles with each hour less its mean over others. What is left, between -1 and 1, becomes a share in
  /// 0 ... 1, half of it and one half, of one record: r is the same of both.
  ///
  /// Of quotients of 90 bits, rounded once, to 2^-59: so it is the same for every order of the records.
  package func transformed(_ transform: SeriesTransform) -> HourlyProfiles {
    precondition(bins.kind == .series)
    var all: [Tally] = []
    all.reserveCapacity(stations.count * bins.count)
    forEachBlock(of: stations.indices) { block, tallies in
      for station in 0..<block.count {
        let first = tallies.startIndex + station * bins.count
        let means = tallies[first..<first + bins.count].map { $0.quotient().map { Int128($0.value) } }
        all += differences(means, transform)
      }
    }
    return HourlyProfiles(bins: bins, stations: stations, tallies: all)
  }

  /// `means` in units of 2^-90, nil where there is none.
  private func differences(_ means: [Int128?], _ transform: SeriesTransform) -> [Tally] {
    switch transform {
    case .change:
      return means.indices.map { bin in
        guard bin > 0, let mean = means[bin], let before = means[bin - 1] else { return Tally() }
        return Tally(difference: mean - before, parts: 1)
      }
    case .daily:
      return means.indices.map { bin in
        let around = means[max(0, bin - 12)...min(means.count - 1, bin + 12)].compactMap { $0 }
        guard let mean = means[bin], around.count >= 13 else { return Tally() }
        return Tally(mean, less: around.reduce(0, +), of: around.count)
      }
    case .anomaly:
      let cells = SeriesTransform.cells(bins: bins.count)
      var sums = [(sum: Int128, count: Int)](repeating: (0, 0), count: cells)
      for (bin, mean) in means.enumerated() {
        guard let mean else { continue }
        sums[(bins.firstHour + bin) % cells].sum += mean
        sums[(bins.firstHour + bin) % cells].count += 1
      }
      return means.enumerated().map { bin, mean in
        let (sum, count) = sums[(bins.firstHour + bin) % cells]
        guard let mean, count > 1 else { return Tally() }
        return Tally(mean, less: sum, of: count)
      }
    }
  }
}

extension Tally {
  /// A mean less the mean of `count` that have that sum.
  fileprivate init(_ mean: Int128, less sum: Int128, of count: Int) {
    self.init(difference: Int128(count) * mean - sum, parts: count)
  }

  /// One record of half of `difference` / `parts`, in units of 2^-90, and one half.
  fileprivate init(difference: Int128, parts: Int) {
    let unit = Int128(parts) << 31
    let (quotient, rest) = (difference + unit / 2).quotientAndRemainder(dividingBy: unit)
    let rounded = rest < 0 ? quotient - 1 : quotient
    self.init(count: 1, sum: UInt128(rounded + (1 << 59)))!
  }
}
