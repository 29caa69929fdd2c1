import Correlation
import LinearAlgebra
import TestSupport

/// What the tiles are held against: profiles, and Pearson's r of each pair by its definition.
struct PlainProfiles {
  let bins: Int
  /// Row-major, NaN where a bin is missing.
  var means: [Double]
  var stations: Int { means.count / bins }

  init(bins: Int, means: [Double]) {
    self.bins = bins
    self.means = means
  }

  init(bins: Int, rows: [[Double]]) { self.init(bins: bins, means: rows.flatMap { $0 }) }

  /// Random means, of which each is missing with the probability `missing`.
  static func random(
    _ stations: Int, bins: Int = 24, missing: Double = 0, _ random: inout SeededGenerator
  ) -> PlainProfiles {
    PlainProfiles(
      bins: bins,
      means: (0..<stations * bins).map { _ in
        let mean = Double.random(in: 0...1, using: &random)
        return Double.random(in: 0..<1, using: &random) < missing ? .nan : mean
      })
  }

  subscript(_ station: Int) -> [Double] { Array(means[station * bins..<(station + 1) * bins]) }

  enum Outcome: Equatable {
    case r(Double)
    case tooFewBins, constant
  }

  /// Two passes over the common bins. The profiles are shifted by their first value beforehand, which
  /// changes nothing in r and leaves the differences of a nearly constant profile exact (Sterbenz).
  func outcome(_ a: Int, _ b: Int, minimumBins: Int) -> Outcome {
    let common = zip(self[a], self[b]).filter { !$0.isNaN && !$1.isNaN }
    guard common.count >= minimumBins else { return .tooFewBins }
    let (x, y) = (common.map { $0.0 - common[0].0 }, common.map { $0.1 - common[0].1 })
    guard x.contains(where: { $0 != 0 }), y.contains(where: { $0 != 0 }) else { return .constant }
    let count = Double(common.count)
    let (meanX, meanY) = (x.reduce(0, +) / count, y.reduce(0, +) / count)
    var (product, squareX, squareY) = (0.0, 0.0, 0.0)
    for (x, y) in zip(x, y) {
      product += (x - meanX) * (y - meanY)
      squareX += (x - meanX) * (x - meanX)
      squareY += (y - meanY) * (y - meanY)
    }
    return .r(product / (squareX.squareRoot() * squareY.squareRoot()))
  }

  func undefined(minimumBins: Int) -> UndefinedCounts {
    var counts = UndefinedCounts()
    for a in 0..<stations {
      for b in 0..<a {
        switch outcome(a, b, minimumBins: minimumBins) {
        case .r: break
        case .tooFewBins: counts.tooFewBins += 1
        case .constant: counts.constant += 1
        }
      }
    }
    return counts
  }

  /// The whole matrix by tiles.
  func byTiles(minimumBins: Int = 3) -> (r: [[Double]], undefined: UndefinedCounts) {
    let tiles = PearsonTiles(StandardisedProfiles(means: means, bins: bins), minimumBins: minimumBins)
    var workspace = tiles.makeWorkspace()
    var r = [[Double]](repeating: [Double](repeating: .infinity, count: stations), count: stations)
    var undefined = UndefinedCounts()
    for i in 0..<tiles.grid.count {
      for j in i..<tiles.grid.count {
        tiles.compute(i, j, into: &workspace)
        undefined += workspace.undefined
        let (rows, columns) = (tiles.grid.range(i), tiles.grid.range(j))
        for a in rows {
          for b in columns {
            r[a][b] = workspace.correlations[a - rows.lowerBound, b - columns.lowerBound]
            if i != j { r[b][a] = r[a][b] }
          }
        }
      }
    }
    return (r, undefined)
  }

  /// How far r may be from the reference.
  ///
  /// Sums of K <= 276 products of rows of norm 1, in different orders, differ by at most
  /// K * 2^-52 = 6e-14. Over common bins the sums are divided by at least a tenth of the squares that
  /// they were taken from (else r is computed directly): ten times as much, below 1e-12.
  static let tolerance = 1e-12

  /// Holds the tiles against the reference; returns the pairs that differ.
  func differences(minimumBins: Int = 3) -> [String] {
    let (r, undefined) = byTiles(minimumBins: minimumBins)
    var differences: [String] = []
    for a in 0..<stations {
      for b in 0..<stations where a != b {
        let found = r[a][b]
        let outcome = outcome(a, b, minimumBins: minimumBins)
        let agrees =
          if case .r(let expected) = outcome {
            abs(found - expected) <= Self.tolerance && abs(found) <= 1
          } else {
            found.isNaN
          }
        if !agrees { differences.append("r(\(a), \(b)) = \(found), expected \(outcome)") }
      }
    }
    let expected = self.undefined(minimumBins: minimumBins)
    if undefined != expected { differences.append("\(undefined), expected \(expected)") }
    return differences
  }
}
