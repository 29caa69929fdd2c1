import LinearAlgebra

/// Orders of the bins of some stations by their means, and the ties among these; places count from a station's first.
struct BinOrders: Sendable {
  /// Row-major, stations x bins: the bins that a station has by rising mean, then those that it lacks.
  private(set) var bins: [Int32] = []
  /// By station: number of bins that it has.
  private(set) var binCounts: [Int] = []
  /// By station: its ties over all bins that it has.
  private(set) var ties: [TieSums] = []
  /// By station: number of its groups of two equal means and more.
  private(set) var groupCounts: [Int] = []
  /// The places of each group, station by station.
  private(set) var groups: [Range<Int>] = []

  /// Some rows of `means`, which is NaN where a station lacks a bin.
  init(_ means: borrowing Matrix, _ stations: Range<Int>) {
    bins.reserveCapacity(stations.count * means.columns)
    for station in stations {
      unsafe means.withRow(station) { means in
        let profile = unsafe zip(means, Int32(0)...)
        let ordered = unsafe profile.filter { !$0.0.isNaN }.sorted { $0.0 < $1.0 }
        bins += ordered.lazy.map(\.1)
        unsafe bins += profile.lazy.filter(\.0.isNaN).map(\.1)
        binCounts.append(ordered.count)
        appendTies(of: ordered)
      }
    }
  }

  private mutating func appendTies(of ordered: [(Double, Int32)]) {
    let before = groups.count
    var sums = TieSums()
    var place = 0
    while place < ordered.count {
      var end = place + 1
      while end < ordered.count && ordered[end].0 == ordered[place].0 { end += 1 }
      if end - place > 1 {
        groups.append(place..<end)
        sums.add(group: end - place)
      }
      place = end
    }
    ties.append(sums)
    groupCounts.append(groups.count - before)
  }
}
