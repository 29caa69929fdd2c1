import LinearAlgebra

/// A symmetric matrix of correlations that is computed tile by tile and never held whole.
///
/// An r that is not defined is NaN. A tile depends on nothing but its place: not on ranks, threads or what was
/// computed before.
package protocol MatrixTiles: Sendable {
  /// The tiles that there are.
  var grid: TileGrid { get }
  /// Working memory for one thread.
  func makeWorkspace() -> TileWorkspace
  /// Computes the tile of tile row `i` and tile column `j`, i <= j. In a tile on the diagonal the part below the
  /// diagonal means nothing.
  func compute(_ i: Int, _ j: Int, into workspace: inout TileWorkspace)
}

/// Correlations of pairs of profiles, whose significance follows from the two profiles alone.
package protocol CorrelationTiles: MatrixTiles {
  /// Number of bins that both stations have.
  func commonBins(_ a: Int, _ b: Int) -> Int
  /// Writes that number for a station and each of some.
  func writeCommonBins(of a: Int, with stations: Range<Int>, to common: UnsafeMutablePointer<Double>)
  /// What the significance of the correlation r of two stations follows from.
  func evidence(_ a: Int, _ b: Int, r: Double) -> Evidence
  /// The same, as if of so many effective hours.
  func evidence(_ a: Int, _ b: Int, r: Double, hours: Double) -> Evidence
  /// What puts the pairs in the order of their significance.
  var keyScale: KeyScale { get }
  /// The key of the correlation r of two stations by their common bins, where that is known without `evidence`.
  func knownKey(_ a: Int, _ b: Int, r: Double) -> Double?
  /// The coefficient.
  var method: CorrelationMethod { get }
  /// r of a pair that has one, as near to it as `errorBound` says.
  func proposal(_ a: Int, _ b: Int) -> Double
  /// Effective hours of pairs of these profiles. Throws `ThreadError`.
  func makeEffectiveHours(_ rule: LagRule, threads: Int) throws -> EffectiveHours
  /// How far a tile's r may be from the exact one.
  var errorBound: Double { get }
  /// Decides what that leaves open; for one thread.
  func makeReferee() -> any Referee
  /// Bins of a profile.
  var bins: Int { get }
  /// Bins of the station that has the most.
  var mostBins: Int { get }
  /// Fewest common bins of a defined r.
  var minimumBins: Int { get }
  /// The same correlations, of which those with fewer common bins are not defined.
  func requiring(_ minimumBins: Int) -> Self
  /// Stations whose r with every other is undefined because their own profile is constant.
  var constantStations: [Int] { get }
  /// Stations that have fewer bins than r wants.
  var shortStations: [Int] { get }
  /// Stations with an r as vectors whose inner products are r; nil where r is no such product.
  func vectors(of stations: [Int]) -> StationVectors?
}

/// A coefficient of correlation, by its name on the command line.
package enum CorrelationMethod: String, CaseIterable, Sendable {
  case pearson, spearman, kendall
}

/// Working memory of one thread, with the tile computed last.
package struct TileWorkspace: ~Copyable {
  /// The tile, in the upper left corner.
  package var correlations: Matrix
  /// Undefined pairs of different stations in it, each once.
  package var undefined = UndefinedCounts()
  /// The tile as whole numbers, once it is rounded.
  package private(set) var wholes = WholeMatrix(rows: 0, columns: 0)
  /// Decides what `correlations` leave open; nil of a matrix whose numbers are as they are computed.
  let referee: (any Referee)?
  /// How it did so, in all tiles so far.
  package var decisions = Decisions()
  /// What a method wants from tile to tile.
  let scratch: AnyObject?
  private var places: [UInt32]

  init(_ grid: TileGrid, _ referee: (any Referee)? = nil, scratch: AnyObject? = nil) {
    correlations = Matrix(rows: grid.tileSize, columns: grid.tileSize)
    self.referee = referee
    self.scratch = scratch
    places = [UInt32](repeating: 0, count: grid.tileSize)
  }

  /// Rounds the tile, whose rows and columns are these stations, to `wholes`: each is the whole number nearest to
  /// r 10^decimals, `WholeMatrix.none` where r is undefined. `bound` is how far `correlations` may be off.
  package mutating func round(
    _ rows: Range<Int>, _ columns: Range<Int>, to rounding: Rounding, bound: Double
  ) {
    if wholes.rows == 0 { wholes = WholeMatrix(rows: correlations.rows, columns: correlations.columns) }
    let (scale, reach) = (rounding.scale, rounding.reach(error: bound))
    guard reach > 0 else { return decideAll(rows, columns, rounding) }
    let referee = referee!
    var decisions = decisions
    for (row, a) in rows.enumerated() {
      wholes.round(
        row: row, columns: (rows == columns ? row : 0)..<columns.count, of: correlations, scale: scale,
        reach: reach, places: &places
      ) { column, proposal in
        referee.nearest(a, columns.lowerBound + column, proposal: proposal, rounding, &decisions)
      }
    }
    self.decisions = decisions
  }

  /// Counts the proposals of the tile that are farther from r than `bound`, in `decisions`.
  package mutating func checkBound(_ rows: Range<Int>, _ columns: Range<Int>, bound: Double) {
    for (row, a) in rows.enumerated() {
      for (column, b) in columns.enumerated()
      where (rows != columns || a < b) && !correlations[row, column].isNaN {
        let proposal = correlations[row, column]
        let precise = referee!.precise(a, b, proposal: proposal)
        if precise.error < bound && abs((precise.high - proposal) + precise.low) > bound + precise.error {
          decisions.beyond += 1
        }
      }
    }
  }

  /// The same where no proposal is near enough.
  private mutating func decideAll(_ rows: Range<Int>, _ columns: Range<Int>, _ rounding: Rounding) {
    for (row, a) in rows.enumerated() {
      for (column, b) in columns.enumerated() where rows != columns || a <= b {
        let proposal = correlations[row, column]
        wholes[row, column] =
          proposal.isNaN
          ? WholeMatrix.none
          : a == b ? rounding.one : referee!.nearest(a, b, proposal: proposal, rounding, &decisions)
      }
    }
  }

  /// Takes each r of a tile to the nearest number in -1 ... 1; NaN stays.
  mutating func clamp(_ rows: Range<Int>, _ columns: Range<Int>) {
    for row in 0..<rows.count {
      correlations.clamp(row: row, columns: (rows == columns ? row : 0)..<columns.count)
    }
  }
}

/// Why a correlation is undefined, counted over pairs of different stations.
package struct UndefinedCounts: Equatable, Sendable {
  /// Fewer common bins than `--min-hours`.
  package var tooFewBins = 0
  /// One of the two profiles is constant over the common bins.
  package var constant = 0

  /// So many pairs for each reason.
  package init(tooFewBins: Int = 0, constant: Int = 0) {
    self.tooFewBins = tooFewBins
    self.constant = constant
  }

  /// Adds the counts of other pairs.
  package static func += (a: inout UndefinedCounts, b: UndefinedCounts) {
    a.tooFewBins += b.tooFewBins
    a.constant += b.constant
  }
}

extension CorrelationTiles {
  /// Of a correlation that is judged by its number of hours alone.
  package func evidence(_ a: Int, _ b: Int, r: Double, hours: Double) -> Evidence { .hours(hours) }

  /// None is known.
  @inline(__always)
  package func knownKey(_ a: Int, _ b: Int, r: Double) -> Double? { nil }

  /// Has every station every bin? Then all pairs have as many in common.
  package var isComplete: Bool { (0..<grid.size).allSatisfy { commonBins($0, $0) == bins } }

  /// Pairs of different stations in a tile, each once: those above the diagonal.
  func pairCount(_ rows: Range<Int>, _ columns: Range<Int>) -> Int {
    rows == columns ? rows.count * (rows.count - 1) / 2 : rows.count * columns.count
  }
}
