import CRanks
import LinearAlgebra
import Workers

/// Profiles shifted and scaled to mean 0 and norm 1 over the bins that each station has.
///
/// The product of two rows without missing bins is their Pearson r. `values` is stations x bins, 0
/// where a bin is missing.
package final class StandardisedProfiles: Sendable {
  package let stations: Int
  package let bins: Int
  /// (x - mean) / sqrt(sum of (x - mean)^2); 0 for missing bins and in constant profiles.
  let values: Matrix
  /// 1 where a station has a bin, else 0. Without rows when no bin is missing.
  let masks: Matrix
  /// The squares of `values`. Without rows when no bin is missing.
  let squares: Matrix
  /// The profiles as they came, row-major, NaN where missing: for pairs that need care.
  let means: [Double]
  /// Row-major, stations x bins: 1 where a station has a bin, else 0. Empty when no bin is missing.
  private let present: [UInt8]
  /// By station: number of bins that it has.
  let binCounts: [Int]
  /// By station: is the greatest mean the least? (True for a station without bins.)
  let isConstant: [Bool]

  /// `means` is row-major, stations x bins, NaN where a station has no record in a bin.
  package init(means: [Double], bins: Int, threads: Int = 1) {
    precondition(bins > 0 && means.count % bins == 0)
    let stations = means.count / bins
    self.stations = stations
    self.bins = bins
    self.means = means
    var values = Matrix(rows: stations, columns: bins)
    let threads = max(1, min(threads, stations))
    let shares = (0..<threads).map { stations * $0 / threads..<stations * ($0 + 1) / threads }
    let profiles = unsafe values.withRows { values in
      // Nothing in it throws.
      try! concurrently(threads) { thread in
        unsafe means.withUnsafeBufferPointer { means in
          shares[thread].map { station in
            let means = unsafe UnsafeBufferPointer(rebasing: means[station * bins..<(station + 1) * bins])
            return unsafe Self.standardise(means, into: values[station])
          }
        }
      }
    }.flatMap { $0 }
    binCounts = profiles.map(\.binCount)
    isConstant = profiles.map(\.isConstant)
    let maskRows = binCounts.allSatisfy { $0 == bins } ? 0 : stations
    var masks = Matrix(rows: maskRows, columns: bins)
    var squares = Matrix(rows: maskRows, columns: bins)
    if maskRows > 0 {
      unsafe values.withRows { values in
        unsafe masks.withRows { masks in
          unsafe squares.withRows { squares in
            _ = try! concurrently(threads) { thread in
              for station in shares[thread] {
                let (values, masks, squares) = unsafe (values[station], masks[station], squares[station])
                for bin in 0..<bins where !means[station * bins + bin].isNaN {
                  unsafe masks[bin] = 1
                  unsafe squares[bin] = values[bin] * values[bin]
                }
              }
            }
          }
        }
      }
    }
    present = maskRows == 0 ? [] : means.map { $0.isNaN ? 0 : 1 }
    self.masks = masks
    self.squares = squares
    self.values = values
  }

  /// Writes the standardised values of a profile that are not 0.
  private static func standardise(
    _ means: UnsafeBufferPointer<Double>, into values: UnsafeMutableBufferPointer<Double>
  ) -> (binCount: Int, isConstant: Bool) {
    var binCount = 0
    var (least, greatest) = (Double.infinity, -Double.infinity)
    for i in means.indices {
      let mean = unsafe means[i]
      binCount += mean.isNaN ? 0 : 1
      least = mean < least ? mean : least
      greatest = mean > greatest ? mean : greatest
    }
    guard least < greatest else { return (binCount, true) }
    // From an origin among the values, differences of like values are exact, however small they are.
    let origin = unsafe means.first { !$0.isNaN }!
    let centre = unsafe sum(means) { $0 - origin } / Double(binCount)
    let norm = unsafe sum(means) { ($0 - origin - centre) * ($0 - origin - centre) }.squareRoot()
    for i in means.indices {
      let mean = unsafe means[i]
      unsafe values[i] = mean.isNaN ? 0 : (mean - origin - centre) / norm
    }
    return (binCount, false)
  }

  /// Sums a term of each value that is not missing: four sums side by side, as one alone would wait for itself.
  @inline(__always)
  private static func sum(_ values: UnsafeBufferPointer<Double>, _ term: (Double) -> Double) -> Double {
    func summand(_ i: Int) -> Double {
      let value = unsafe values[i]
      return value.isNaN ? 0 : term(value)
    }
    var (a, b, c, d) = (0.0, 0.0, 0.0, 0.0)
    var i = 0
    while i &+ 4 <= values.count {
      a += summand(i)
      b += summand(i &+ 1)
      c += summand(i &+ 2)
      d += summand(i &+ 3)
      i &+= 4
    }
    while i < values.count {
      a += summand(i)
      i &+= 1
    }
    return (a + b) + (c + d)
  }

  /// Has every station every bin?
  var isComplete: Bool { masks.rows == 0 }

  func hasAllBins(_ range: Range<Int>) -> Bool { binCounts[range].allSatisfy { $0 == bins } }

  /// Stations whose r with every other is undefined because their own profile is constant.
  package var constantStations: [Int] { (0..<stations).filter { isConstant[$0] && binCounts[$0] > 0 } }

  /// Stations that have fewer bins than r wants.
  package func stations(withFewerBinsThan minimum: Int) -> [Int] {
    (0..<stations).filter { binCounts[$0] < minimum }
  }

  /// The places in `range` of stations with a constant profile.
  func constant(_ range: Range<Int>) -> [Int] {
    range.filter { isConstant[$0] }.map { $0 - range.lowerBound }
  }

  func commonBins(_ a: Int, _ b: Int) -> Int {
    if binCounts[a] == bins { return binCounts[b] }
    if binCounts[b] == bins { return binCounts[a] }
    return unsafe present.withUnsafeBufferPointer {
      unsafe Int(velibcorr_common_bins($0.baseAddress! + a * bins, $0.baseAddress! + b * bins, bins))
    }
  }

  func profile(_ station: Int) -> ArraySlice<Double> { means[station * bins..<(station + 1) * bins] }
}
