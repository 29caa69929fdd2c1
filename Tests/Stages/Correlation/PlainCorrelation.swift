import Availability
import Correlation
import LinearAlgebra
import TestSupport
import Testing

/// What the tiles are held against: profiles, and the correlation of each pair by its definition.
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

  /// Random means, of which each is missing with the probability `missing`; if `values` is given, of so many
  /// different ones.
  static func random(
    _ stations: Int, bins: Int = 24, missing: Double = 0, values: Int? = nil, _ random: inout SeededGenerator
  ) -> PlainProfiles {
    PlainProfiles(
      bins: bins,
      means: (0..<stations * bins).map { _ in
        let mean =
          values.map { Double(Int.random(in: 0..<$0, using: &random)) / 7 }
          ?? Double.random(in: 0...1, using: &random)
        return Double.random(in: 0..<1, using: &random) < missing ? .nan : mean
      })
  }

  subscript(_ station: Int) -> [Double] { Array(means[station * bins..<(station + 1) * bins]) }

  enum Outcome: Equatable {
    case r(Double)
    case tooFewBins, constant
  }

  func outcome(_ a: Int, _ b: Int, _ method: CorrelationMethod = .pearson, minimumBins: Int) -> Outcome {
    let common = common(a, b)
    guard common.count >= minimumBins else { return .tooFewBins }
    let (x, y) = (common.map(\.0), common.map(\.1))
    guard x.contains(where: { $0 != x[0] }), y.contains(where: { $0 != y[0] }) else { return .constant }
    return switch method {
    case .pearson: .r(PlainCorrelation.pearson(x, y))
    case .spearman: .r(PlainCorrelation.spearman(x, y))
    case .kendall: .r(PlainCorrelation.kendall(x, y))
    }
  }

  /// The values of two stations in the bins that both have.
  func common(_ a: Int, _ b: Int) -> [(Double, Double)] {
    zip(self[a], self[b]).filter { !$0.isNaN && !$1.isNaN }
  }

  func undefined(_ method: CorrelationMethod = .pearson, minimumBins: Int) -> UndefinedCounts {
    var counts = UndefinedCounts()
    for a in 0..<stations {
      for b in 0..<a { counts.add(outcome(a, b, method, minimumBins: minimumBins)) }
    }
    return counts
  }

  func tiles(_ method: CorrelationMethod, minimumBins: Int = 3) -> any CorrelationTiles {
    switch method {
    case .pearson:
      PearsonTiles(try! StandardisedProfiles(means, bins: bins), minimumBins: minimumBins)
    case .spearman:
      SpearmanTiles(try! OrderedProfiles(Matrix(means, columns: bins)), minimumBins: minimumBins)
    case .kendall: KendallTiles(try! OrderedProfiles(Matrix(means, columns: bins)), minimumBins: minimumBins)
    }
  }

  /// The whole matrix by tiles.
  func byTiles(
    _ method: CorrelationMethod = .pearson, minimumBins: Int = 3
  ) -> (r: [[Double]], undefined: UndefinedCounts) {
    Self.matrix(tiles(method, minimumBins: minimumBins))
  }

  static func matrix(_ tiles: some CorrelationTiles) -> (r: [[Double]], undefined: UndefinedCounts) {
    let stations = tiles.grid.size
    var workspace = tiles.makeWorkspace()
    var r = [[Double]](repeating: [Double](repeating: .infinity, count: stations), count: stations)
    var undefined = UndefinedCounts()
    for i in 0..<tiles.grid.count {
      for j in i..<tiles.grid.count {
        tiles.compute(i, j, into: &workspace)
        undefined += workspace.undefined
        let (rows, columns) = (tiles.grid.range(i), tiles.grid.range(j))
        for a in rows {
          for b in columns where a <= b {
            r[a][b] = workspace.correlations[a - rows.lowerBound, b - columns.lowerBound]
            r[b][a] = r[a][b]
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
  func differences(_ method: CorrelationMethod = .pearson, minimumBins: Int = 3) -> [String] {
    let (r, undefined) = byTiles(method, minimumBins: minimumBins)
    var differences: [String] = []
    var expected = UndefinedCounts()
    for a in 0..<stations {
      for b in a + 1..<max(stations, a + 1) {
        let outcome = outcome(a, b, method, minimumBins: minimumBins)
        expected.add(outcome)
        for (a, b) in [(a, b), (b, a)] where !outcome.agrees(with: r[a][b]) {
          differences.append("\(method) (\(a), \(b)) = \(r[a][b]), expected \(outcome)")
        }
      }
    }
    if undefined != expected { differences.append("\(undefined), expected \(expected)") }
    return differences
  }
}

extension PlainProfiles.Outcome {
  func agrees(with found: Double) -> Bool {
    guard case .r(let expected) = self else { return found.isNaN }
    return abs(found - expected) <= PlainProfiles.tolerance && abs(found) <= 1
  }
}

extension UndefinedCounts {
  fileprivate mutating func add(_ outcome: PlainProfiles.Outcome) {
    switch outcome {
    case .r: break
    case .tooFewBins: tooFewBins += 1
    case .constant: constant += 1
    }
  }
}

/// The coefficients by their definitions.
enum PlainCorrelation {
  /// In two passes. The values are shifted by their first beforehand, which changes nothing in r and leaves the
  /// differences of a nearly constant profile exact (Sterbenz).
  static func pearson(_ x: [Double], _ y: [Double]) -> Double {
    let (x, y) = (x.map { $0 - x[0] }, y.map { $0 - y[0] })
    let count = Double(x.count)
    let (meanX, meanY) = (x.reduce(0, +) / count, y.reduce(0, +) / count)
    var (product, squareX, squareY) = (0.0, 0.0, 0.0)
    for (x, y) in zip(x, y) {
      product += (x - meanX) * (y - meanY)
      squareX += (x - meanX) * (x - meanX)
      squareY += (y - meanY) * (y - meanY)
    }
    return product / (squareX.squareRoot() * squareY.squareRoot())
  }

  /// Pearson's of the average ranks.
  static func spearman(_ x: [Double], _ y: [Double]) -> Double { pearson(averageRanks(x), averageRanks(y)) }

  static func averageRanks(_ x: [Double]) -> [Double] {
    x.map { value in
      let below = x.count { $0 < value }
      let equal = x.count { $0 == value }
      return Double(below) + Double(equal + 1) / 2
    }
  }

  /// tau-b, pair by pair.
  static func kendall(_ x: [Double], _ y: [Double]) -> Double {
    let pairs = pairs(x, y)
    return Double(pairs.concordant - pairs.discordant)
      / (Double(pairs.untiedX).squareRoot() * Double(pairs.untiedY).squareRoot())
  }

  static func pairs(_ x: [Double], _ y: [Double]) -> (
    concordant: Int, discordant: Int, untiedX: Int, untiedY: Int
  ) {
    var (concordant, discordant, untiedX, untiedY) = (0, 0, 0, 0)
    for k in x.indices {
      for l in 0..<k {
        if (x[k] > x[l] && y[k] > y[l]) || (x[k] < x[l] && y[k] < y[l]) { concordant += 1 }
        if (x[k] > x[l] && y[k] < y[l]) || (x[k] < x[l] && y[k] > y[l]) { discordant += 1 }
        if x[k] != x[l] { untiedX += 1 }
        if y[k] != y[l] { untiedY += 1 }
      }
    }
    return (concordant, discordant, untiedX, untiedY)
  }
}

extension HourlyProfiles {
  /// Stations whose bins have one record each, NaN for none: means from 0 on, taken to 2^-60.
  init(means: [Double], bins: Int) {
    let tallies = means.map { mean in
      mean.isNaN ? Tally() : Tally(packed: 1 << Tally.countShift | UInt128((mean * 0x1p60).rounded()))
    }
    self.init(
      bins: .series(0..<bins), stations: (0..<means.count / bins).map { StationID("\($0)") }, tallies: tallies
    )
  }

  /// The means, row-major; NaN where there is none.
  var means: [Double] {
    stations.indices.flatMap { tallies(of: $0).map { $0.mean ?? .nan } }
  }
}

extension StandardisedProfiles {
  /// Of the same profiles.
  convenience init(_ means: [Double], bins: Int, threads: Int = 1) throws {
    let profiles = HourlyProfiles(means: means, bins: bins)
    try self.init(Matrix(profiles.means, columns: bins), of: profiles, threads: threads)
  }
}

extension CorrelationTiles {
  /// Expects of tiles that are computed in a used workspace the bits of those in a fresh one.
  func expectFreshTiles() {
    var used = makeWorkspace()
    for (i, j) in [(0, 0), (0, 1), (1, 1), (0, 1), (0, 0), (1, 1)] {
      compute(i, j, into: &used)
      var fresh = makeWorkspace()
      compute(i, j, into: &fresh)
      #expect(used.undefined == fresh.undefined)
      for a in 0..<grid.range(i).count {
        for b in (i == j ? a : 0)..<grid.range(j).count {
          #expect(used.correlations[a, b].bitPattern == fresh.correlations[a, b].bitPattern)
        }
      }
    }
  }
}
