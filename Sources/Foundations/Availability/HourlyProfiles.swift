import CAvailability

/// The exact tallies of every station that has a usable record: `stations.count` rows of `bins.count`.
///
/// They may be spread over the pages of a year, so they are copied out, some stations at a time.
package struct HourlyProfiles: Sendable {
  /// The columns of the tallies.
  package let bins: HourBins
  /// In the order of every output, each once.
  package let stations: [StationID]
  private let copy: @Sendable (_ stations: Range<Int>, _ rows: inout [Tally]) -> Void

  /// `copy` writes the tallies of some stations, row-major, to the front of `rows`; what is there and has no record
  /// may be left, as it is empty.
  package init(
    bins: HourBins, stations: [StationID],
    copy: @escaping @Sendable (_ stations: Range<Int>, _ rows: inout [Tally]) -> Void
  ) {
    self.bins = bins
    self.stations = stations
    self.copy = copy
  }

  /// `tallies` is row-major, stations x bins.
  package init(bins: HourBins, stations: [StationID], tallies: [Tally]) {
    precondition(tallies.count == stations.count * bins.count)
    self.init(bins: bins, stations: stations) { stations, rows in
      let source = stations.lowerBound * bins.count..<stations.upperBound * bins.count
      rows.replaceSubrange(0..<source.count, with: tallies[source])
    }
  }

  /// Goes over some stations, a block of them at a time. `body` gets the block and its tallies, row-major.
  package func forEachBlock(
    of stations: Range<Int>, _ body: (_ block: Range<Int>, _ tallies: ArraySlice<Tally>) -> Void
  ) {
    let size = min(max(1, stations.count), blockSize)
    for start in stride(from: stations.lowerBound, to: stations.upperBound, by: size) {
      let block = start..<min(stations.upperBound, start + size)
      var rows = [Tally](repeating: Tally(), count: block.count * bins.count)
      copy(block, &rows)
      body(block, rows[...])
    }
  }

  /// The most stations of a block.
  package var blockSize: Int { max(Self.leastBlock, Self.blockTallies / bins.count) }

  /// As many as the second-level cache holds, and enough to use whole lines of a page.
  private static let blockTallies = 1 << 16
  private static let leastBlock = 16

  /// The tallies of one station, `bins.count` of them; those of bins without a record are empty.
  package func tallies(of station: Int) -> [Tally] {
    var row = [Tally](repeating: Tally(), count: bins.count)
    copy(station..<station + 1, &row)
    return row
  }

  /// Writes the mean share of each bin of some stations where it belongs in `means`, row-major, for all stations. Means
  /// that are equal may differ in their last bit: see `unify`.
  package func writeMeans(of stations: Range<Int>, to means: UnsafeMutableBufferPointer<Double>) {
    precondition(
      means.count >= self.stations.count * bins.count && stations.upperBound <= self.stations.count)
    var (least, greatest) = (0.0, 0.0)
    forEachBlock(of: stations) { block, tallies in
      unsafe tallies.withUnsafeBufferPointer { tallies in
        for station in block {
          _ = unsafe velibcorr_means(
            tallies.baseAddress! + (station - block.lowerBound) * bins.count, bins.count,
            means.baseAddress! + station * bins.count, &least, &greatest)
        }
      }
    }
  }

  /// Equal means are nearer than this to each other, and hardly any others are.
  static let nearness = 1e-15

  /// Makes means of a station that are equal equal doubles: where they come from different numbers of records (1/70,
  /// and the mean of 0/70 and 2/70), they may differ in the last bit.
  ///
  /// A share is rounded to 2^-60, so a mean is off by 2^-61 at most, and equal means by 2^-60 from each other. Of a
  /// station's means that near each other all become the least.
  package func unify(
    _ stations: some Sequence<Int>, in means: UnsafeMutableBufferPointer<Double>
  ) {
    for station in stations where unsafe hasNearMeans(station, means) {
      let tallies = tallies(of: station)
      let first = station * bins.count
      let order = (0..<bins.count).filter { unsafe !means[first + $0].isNaN }
        .sorted { unsafe means[first + $0] < means[first + $1] }
      for (lower, upper) in zip(order, order.dropFirst())
      where unsafe means[first + lower] != means[first + upper] {
        guard unsafe means[first + upper] - means[first + lower] < Self.nearness,
          let a = tallies[lower].quotient()?.value, let b = tallies[upper].quotient()?.value,
          max(a, b) - min(a, b) <= 1 << 30
        else { continue }
        unsafe means[first + upper] = means[first + lower]
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
