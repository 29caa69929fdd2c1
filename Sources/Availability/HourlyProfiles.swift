/// The exact tallies of every station that has a usable record: `stations.count` rows of `bins.count`.
package struct HourlyProfiles: Equatable, Sendable {
  package let bins: HourBins
  /// In the order of every output, each once.
  package let stations: [StationID]
  /// Row-major, stations x bins.
  package let tallies: [Tally]

  package init(bins: HourBins, stations: [StationID], tallies: [Tally]) {
    precondition(tallies.count == stations.count * bins.count)
    self.bins = bins
    self.stations = stations
    self.tallies = tallies
  }

  package func tallies(of station: Int) -> ArraySlice<Tally> {
    tallies[station * bins.count..<(station + 1) * bins.count]
  }

  /// The mean share of each bin, row-major; NaN where a station has no record in a bin. Means of a station that are
  /// equal are equal doubles, so that a profile is constant exactly when its greatest mean is its least.
  package var means: [Double] {
    unsafe [Double](unsafeUninitializedCapacity: tallies.count) { means, count in
      unsafe writeMeans(of: stations.indices, to: means)
      unsafe unify(stations.indices, in: means)
      count = tallies.count
    }
  }

  /// How the means of some stations are.
  package struct MeansCheck: Sendable {
    /// Does a station lack a bin?
    package var lacksBins = false
    /// Stations whose means are all so near each other that they may be equal.
    package var nearlyConstant: [Int] = []
  }

  /// Writes the mean share of each bin of some stations where it belongs in `means`, row-major, for all stations.
  /// Means that are equal may differ in their last bit: see `unify`.
  @discardableResult
  package func writeMeans(
    of stations: Range<Int>, to means: UnsafeMutableBufferPointer<Double>
  ) -> MeansCheck {
    precondition(means.count >= tallies.count)
    var check = MeansCheck()
    unsafe tallies.withUnsafeBufferPointer { tallies in
      for station in stations {
        var (least, greatest) = (Double.infinity, -Double.infinity)
        for i in station * bins.count..<(station + 1) * bins.count {
          if let mean = unsafe tallies[i].mean {
            unsafe means.initializeElement(at: i, to: mean)
            if mean < least { least = mean }
            if mean > greatest { greatest = mean }
          } else {
            unsafe means.initializeElement(at: i, to: .nan)
            check.lacksBins = true
          }
        }
        if greatest - least < Self.nearness { check.nearlyConstant.append(station) }
      }
    }
    return check
  }

  /// Equal means are nearer than this to each other, and hardly any others are.
  private static let nearness = 1e-15

  /// Makes means of a station that are equal equal doubles: where they come from different numbers of records (1/70,
  /// and the mean of 0/70 and 2/70), they may differ in the last bit.
  ///
  /// A share is rounded to 2^-60, so a mean is off by 2^-61 at most, and equal means by 2^-60 from each other. Of a
  /// station's means that near each other all become the least.
  package func unify(
    _ stations: some Sequence<Int>, in means: UnsafeMutableBufferPointer<Double>
  ) {
    for station in stations where unsafe hasNearMeans(station, means) {
      let bins = station * bins.count..<(station + 1) * bins.count
      let order = bins.filter { unsafe !means[$0].isNaN }.sorted { unsafe means[$0] < means[$1] }
      for (lower, upper) in zip(order, order.dropFirst()) where unsafe means[lower] != means[upper] {
        guard unsafe means[upper] - means[lower] < Self.nearness, let a = tallies[lower].quotient()?.value,
          let b = tallies[upper].quotient()?.value, max(a, b) - min(a, b) <= 1 << 30
        else { continue }
        unsafe means[upper] = means[lower]
      }
    }
  }

  /// Has the station different means that may be equal? Most have not, and to sort means alone is quick.
  private func hasNearMeans(_ station: Int, _ means: UnsafeMutableBufferPointer<Double>) -> Bool {
    let row = unsafe means[station * bins.count..<(station + 1) * bins.count]
    let sorted = unsafe row.filter { !$0.isNaN }.sorted()
    return zip(sorted, sorted.dropFirst()).contains { $0 != $1 && $1 - $0 < Self.nearness }
  }
}
