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
  /// What the significance of the correlation r of two stations follows from.
  func evidence(_ a: Int, _ b: Int, r: Double) -> Evidence
  /// What puts the pairs in the order of their significance.
  var keyScale: KeyScale { get }
  /// Bins of a profile.
  var bins: Int { get }
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
  /// What a method wants from tile to tile.
  let scratch: AnyObject?

  init(_ grid: TileGrid, scratch: AnyObject? = nil) {
    correlations = Matrix(rows: grid.tileSize, columns: grid.tileSize)
    self.scratch = scratch
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
  /// Pairs of different stations in a tile, each once: those above the diagonal.
  func pairCount(_ rows: Range<Int>, _ columns: Range<Int>) -> Int {
    rows == columns ? rows.count * (rows.count - 1) / 2 : rows.count * columns.count
  }
}
