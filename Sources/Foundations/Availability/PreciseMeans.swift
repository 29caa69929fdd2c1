import CAvailability

/// The means of one station's bins to 102 bits: `means` + `rests`. Working memory of one thread.
package struct PreciseMeans: Sendable {
  /// The doubles nearest to the means, NaN where a bin has no record.
  package private(set) var means: [Double]
  /// What the means lack; 0 where a bin has no record.
  package private(set) var rests: [Double]
  /// Bins with a record.
  package private(set) var present = 0
  /// The least and the greatest of `means`: infinity and minus infinity without one.
  package private(set) var least = Double.infinity, greatest = -Double.infinity

  /// Room for so many bins.
  package init(bins: Int) {
    means = [Double](repeating: .nan, count: bins)
    rests = [Double](repeating: 0, count: bins)
  }

  /// Takes the tallies of a station, as many as there is room for.
  package mutating func take(_ tallies: ArraySlice<Tally>) {
    precondition(tallies.count == means.count)
    present = unsafe tallies.withUnsafeBufferPointer { tallies in
      unsafe velibcorr_precise_means(
        tallies.baseAddress!, tallies.count, &means, &rests, &least, &greatest)
    }
  }

  /// May all means be equal? They are nearer to each other than means are that differ, but for hardly any.
  package var mayBeConstant: Bool { greatest - least < HourlyProfiles.nearness }

  /// Are all means equal, as far as records can tell: is each within 2^-60 of the next? Without a mean they are.
  package static func areConstant(_ tallies: ArraySlice<Tally>) -> Bool {
    let means = tallies.compactMap { $0.quotient()?.value }.sorted()
    return zip(means, means.dropFirst()).allSatisfy { $1 - $0 <= 1 << 30 }
  }
}
