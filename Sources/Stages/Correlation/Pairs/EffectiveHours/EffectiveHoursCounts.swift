extension EffectiveHours {
  /// Pairs by their effective hours, which are few different numbers.
  package struct Counts: Sendable {
    /// By what is above one hour, of 12 significant bits.
    package private(set) var counts: [Int64]

    private static let shift = UInt64(41)
    private static let first = (1.0).bitPattern >> shift

    private static func place(_ hours: Double) -> Int { Int(hours.bitPattern >> shift - first) }

    /// None yet, of profiles of so many bins.
    package init(bins: Int) { counts = [Int64](repeating: 0, count: Self.place(Double(bins)) + 2) }

    /// What others have counted.
    package init(_ counts: [Int64]) { self.counts = counts }

    /// Counts a pair.
    package mutating func add(_ hours: Double) { counts[Self.place(hours)] += 1 }

    /// The lower one of two; nil of none.
    package var median: Double? {
      let total = counts.reduce(0, +)
      guard total > 0 else { return nil }
      var before: Int64 = 0
      let place = counts.firstIndex {
        before += $0
        return before > (total - 1) / 2
      }!
      return Double(bitPattern: (UInt64(place) + Self.first) << Self.shift)
    }
  }
}

extension PairInference {
  /// Counts the effective hours of a station with others, of pairs that may have an r.
  package func countHours(
    of a: Int, with others: some Sequence<Int>, into counts: inout EffectiveHours.Counts
  ) {
    guard let effective else { return }
    for b in others where tiles.commonBins(a, b) >= tiles.minimumBins { counts.add(effective.hours(a, b)) }
  }
}
