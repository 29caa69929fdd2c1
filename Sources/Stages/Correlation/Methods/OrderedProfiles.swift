import CCorrelation
import LinearAlgebra
import Workers

/// Profiles as orders: for each station its bins by rising mean, with groups of equal means.
package final class OrderedProfiles: Sendable {
  /// The number of stations.
  package let stations: Int
  /// Bins of a profile, those that are missing among them.
  package let bins: Int
  /// By station: number of bins that it has.
  let binCounts: [Int]
  /// By station: its ties over all bins that it has.
  let ties: [TieSums]
  /// Row-major, stations x bins: 1 where a station has a bin, else 0.
  private let present: [UInt8]
  private let binSets: BinSets
  /// Row-major, stations x bins: the bins that a station has by rising mean, then those that it lacks.
  private let order: [Int32]
  /// Groups of two equal means and more, station by station, as places in its order.
  private let groups: [Range<Int>]
  /// By station: where its groups begin in `groups`; then their end.
  private let firstGroup: [Int]

  /// `means` is stations x bins, NaN where a station has no record in a bin. Means are tied when they are the same
  /// double. Throws `ThreadError`.
  package init(_ means: borrowing Matrix, threads: Int = 1) throws {
    let (stations, bins) = (means.rows, means.columns)
    // Sums of cubes are 64-bit integers.
    precondition(bins > 0 && bins <= 1 << 20)
    self.stations = stations
    self.bins = bins
    let threads = max(1, min(threads, stations))
    let parts = try concurrently(threads) { thread in
      BinOrders(means, stations * thread / threads..<stations * (thread + 1) / threads)
    }
    var present = [UInt8](repeating: 0, count: stations * bins)
    for station in 0..<stations {
      unsafe means.withRow(station) { means in
        for bin in 0..<bins where unsafe !means[bin].isNaN { present[station * bins + bin] = 1 }
      }
    }
    self.present = present
    binSets = BinSets(present, bins: bins)
    order = parts.flatMap(\.bins)
    binCounts = parts.flatMap(\.binCounts)
    ties = parts.flatMap(\.ties)
    groups = parts.flatMap(\.groups)
    firstGroup = parts.flatMap(\.groupCounts).reduce(into: [0]) { $0.append($0.last! + $1) }
  }

  /// Stations whose r with every other is undefined because their own profile is constant.
  package var constantStations: [Int] {
    (0..<stations).filter { binCounts[$0] > 0 && ties[$0].untiedPairs(of: binCounts[$0]) == 0 }
  }

  /// Stations that have fewer bins than r wants.
  package func stations(withFewerBinsThan minimum: Int) -> [Int] {
    (0..<stations).filter { binCounts[$0] < minimum }
  }

  /// Has every station every bin?
  var isComplete: Bool { binCounts.allSatisfy { $0 == bins } }

  func hasAllBins(_ station: Int) -> Bool { binCounts[station] == bins }

  /// Has the station that bin?
  package func hasBin(_ station: Int, _ bin: Int) -> Bool { present[station * bins + bin] == 1 }

  /// The number of bins that both stations have.
  package func commonBins(_ a: Int, _ b: Int) -> Int {
    if hasAllBins(a) { return binCounts[b] }
    if hasAllBins(b) { return binCounts[a] }
    return binSets.common(a, b)
  }

  /// Writes that number for a station and each of some.
  func writeCommonBins(of a: Int, with stations: Range<Int>, to common: UnsafeMutablePointer<Double>) {
    unsafe binSets.write(of: a, with: stations, to: common)
  }

  /// Calls `body` with where the bins begin that each station lacks, and with these.
  func withMissing<R>(_ body: (UnsafePointer<UInt32>, UnsafePointer<UInt32>) -> R) -> R {
    unsafe binSets.withMissing(body)
  }

  /// The bins that a station has, by rising mean.
  func orderedBins(of station: Int) -> ArraySlice<Int32> {
    order[station * bins..<station * bins + binCounts[station]]
  }

  /// A station's groups of two equal means and more, as places in its order.
  func tieGroups(of station: Int) -> ArraySlice<Range<Int>> {
    groups[firstGroup[station]..<firstGroup[station + 1]]
  }

  /// By bin: the number of lower means, the same for equal means; `missing` where the station lacks the bin.
  func levels<Level: Numeric>(of station: Int, missing: Level) -> [Level] {
    var levels = [Level](repeating: missing, count: bins)
    let ordered = Array(orderedBins(of: station))
    for (place, bin) in ordered.enumerated() { levels[Int(bin)] = Level(exactly: place)! }
    for group in tieGroups(of: station) {
      for bin in ordered[group] { levels[Int(bin)] = Level(exactly: group.lowerBound)! }
    }
    return levels
  }

  /// The ties of a station over the bins that it shares with another.
  func ties(of station: Int, over other: Int) -> TieSums {
    if ties[station].pairs == 0 || hasAllBins(other) { return ties[station] }
    var sums = TieSums()
    forEachTie(of: station, over: other) { _, common in sums.add(group: common) }
    return sums
  }

  /// Has one of two stations equal means among their common bins?
  func hasTies(_ a: Int, _ b: Int) -> Bool {
    ties(of: a, over: b).pairs > 0 || ties(of: b, over: a).pairs > 0
  }

  /// Writes a station's average ranks over the `common` bins that it shares with another, doubled and centred: with R
  /// the average rank from 1 on, 2 R - (common + 1), an integer. Their sum is 0. Returns the ties over those bins.
  ///
  /// Bins that the station lacks get 0; what is written to those that only the other lacks has no meaning.
  func averageRanks(
    of station: Int, over other: Int, common: Int, into ranks: inout [Int32]
  ) -> TieSums {
    precondition(ranks.count == bins)
    var sums = TieSums()
    let row = station * bins
    let otherRow = other * bins
    let present = binCounts[station]
    unsafe order.withUnsafeBufferPointer { order in
      unsafe self.present.withUnsafeBufferPointer { isPresent in
        unsafe ranks.withUnsafeMutableBufferPointer { ranks in
          var rank = Int32(1 - common)
          for place in row..<row + present {
            let bin = unsafe Int(order[place])
            unsafe ranks[bin] = rank
            rank &+= unsafe 2 &* Int32(isPresent[otherRow &+ bin])
          }
          for place in row + present..<row + bins { unsafe ranks[Int(order[place])] = 0 }
          forEachTie(of: station, over: other) { group, common in
            let average = unsafe ranks[Int(order[row + group.lowerBound])] + Int32(common) - 1
            for place in group { unsafe ranks[Int(order[row &+ place])] = average }
            sums.add(group: common)
          }
        }
      }
    }
    return sums
  }

  /// The groups of a station's equal means, each with the number of its bins that another station has.
  @inline(__always)
  private func forEachTie(
    of station: Int, over other: Int, _ body: (_ group: Range<Int>, _ common: Int) -> Void
  ) {
    let row = station * bins
    let otherRow = other * bins
    unsafe order.withUnsafeBufferPointer { order in
      unsafe present.withUnsafeBufferPointer { isPresent in
        for group in tieGroups(of: station) {
          var common = 0
          for place in group { common &+= unsafe Int(isPresent[otherRow &+ Int(order[row &+ place])]) }
          body(group, common)
        }
      }
    }
  }
}
