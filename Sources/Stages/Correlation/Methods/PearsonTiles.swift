import Availability
import LinearAlgebra

/// Pearson's r of profiles, tile by tile.
///
/// r(a, b) = sum (a - mean a)(b - mean b) / sqrt(sum (a - mean a)^2 sum (b - mean b)^2), all over the
/// bins that both have. Over complete profiles that is one product of standardised rows; with missing
/// bins the sums over common bins are products with the masks. NaN where r is undefined.
package struct PearsonTiles: CorrelationTiles {
  /// The profiles whose correlations these are.
  package let profiles: StandardisedProfiles
  /// Fewest common bins of a defined r, at least 1.
  package let minimumBins: Int
  /// The tiles of the matrix of all stations.
  package let grid: TileGrid

  /// Tiles of the r of `profiles`; pairs with fewer than `minimumBins` common bins have none. `tileSize` is for tests.
  package init(_ profiles: StandardisedProfiles, minimumBins: Int, tileSize: Int? = nil) {
    precondition(minimumBins >= 1)
    grid =
      tileSize.map { TileGrid(size: profiles.stations, tileSize: $0) }
      ?? TileGrid(stations: profiles.stations, bins: profiles.bins)
    self.profiles = profiles
    self.minimumBins = minimumBins
  }

  /// Of the same profiles.
  package func requiring(_ minimumBins: Int) -> PearsonTiles {
    PearsonTiles(profiles, minimumBins: minimumBins, tileSize: grid.tileSize)
  }

  /// Of a tile row with more stations that lack bins, the sums of all its pairs are made.
  private var fewStations: Int { max(1, grid.tileSize / 4) }

  /// With room for the sums over common bins, where bins are missing.
  package func makeWorkspace() -> TileWorkspace {
    TileWorkspace(
      grid, makeReferee(),
      scratch: profiles.isComplete ? nil : Scratch(grid.tileSize, few: fewStations, bins: bins))
  }

  /// Decides from the exact sums.
  package func makeReferee() -> any Referee { PearsonReferee(profiles) }

  /// Of complete profiles that of a product. Where bins are missing: the product P of both rows over the n common bins,
  /// their sums A, B and squares a, b, where A^2 <= t n a and B^2 <= t n b (t = 0.04, else r is decided by the exact
  /// sums). Each sum is off by (n + 3) u of the root of what its factors' squares add up to. So P - A B / n is off by
  /// (n + 3) u (1 + 2 t^1/2) sqrt(a b), either variance by (n + 3) u (1 + 2 t^1/2) of its square, r by (n + 3) u
  /// (2 + 4 t^1/2) / (1 - t) = 2.92 (n + 3) u and a few roundings.
  package var errorBound: Double {
    profiles.isComplete
      ? Proposal.closeError(bins: bins) : 3 * (Proposal.productError(bins: bins) + 0x1p-52)
  }

  /// The number of bins that both stations have.
  package func commonBins(_ a: Int, _ b: Int) -> Int { profiles.commonBins(a, b) }
  /// Writes that number for a station and each of some.
  package func writeCommonBins(of a: Int, with stations: Range<Int>, to common: UnsafeMutablePointer<Double>)
  {
    unsafe profiles.writeCommonBins(of: a, with: stations, to: common)
  }
  /// The number of common bins, from which the t distribution of r follows.
  package func evidence(_ a: Int, _ b: Int, r: Double) -> Evidence { .commonBins(commonBins(a, b)) }
  /// Pearson's r.
  package var method: CorrelationMethod { .pearson }
  /// From the exact sums.
  package func proposal(_ a: Int, _ b: Int) -> Double {
    var decisions = Decisions()
    return makeReferee().nearestDouble(a, b, proposal: .nan, &decisions)
  }
  /// Of the standardised profiles.
  package func makeEffectiveHours(_ rule: LagRule, threads: Int) throws -> EffectiveHours {
    try EffectiveHours(profiles, rule, threads: threads)
  }
  /// |r| where all pairs have the same bins in common, else -log p.
  package var keyScale: KeyScale { profiles.isComplete ? .magnitude(bins: bins) : .logarithm }
  /// Bins of a profile.
  package var bins: Int { profiles.bins }
  /// Bins of the station that has the most.
  package var mostBins: Int { profiles.binCounts.max() ?? 0 }
  /// Stations all of whose means are the same.
  package var constantStations: [Int] { profiles.constantStations }
  /// Stations with fewer than `minimumBins` bins.
  package var shortStations: [Int] { profiles.stations(withFewerBinsThan: minimumBins) }

  /// The standardised rows; nil where one of the stations lacks a bin.
  package func vectors(of stations: [Int]) -> StationVectors? {
    guard stations.allSatisfy({ profiles.binCounts[$0] == bins }) else { return nil }
    return unsafe StationVectors(stations: stations, coordinates: bins) { station, vector in
      unsafe profiles.rows.values.withRow(station) { _ = unsafe vector.update(fromContentsOf: $0) }
    }
  }

  /// One product (`cblas_dsyrk`, `cblas_dgemm`); where bins are missing, five more with the masks.
  package func compute(_ i: Int, _ j: Int, into workspace: inout TileWorkspace) {
    precondition(i <= j)
    let rows = grid.range(i)
    let columns = grid.range(j)
    workspace.undefined = UndefinedCounts()
    if i == j {
      multiplyRows(of: profiles.rows.values, rows, into: &workspace.correlations)
    } else {
      multiplyRows(
        of: profiles.rows.values, rows, by: profiles.rows.values, columns, into: &workspace.correlations)
    }
    let (rowGaps, columnGaps) = (profiles.incomplete(rows), i == j ? [] : profiles.incomplete(columns))
    guard max(rowGaps.count, columnGaps.count) <= fewStations else {
      if hasFewGaps(rows, columns) {
        finishGaps(rows, columns, &workspace)
      } else {
        finishPairwise(rows, columns, &workspace)
      }
      return
    }
    finishComplete(rows, columns, &workspace)
    guard profiles.bins >= minimumBins else { return }
    decideDelicate(rows, columns, &workspace)
    finish(rowGaps, with: columns, rows, columns, &workspace)
    finish(columnGaps, with: rows, rows, columns, &workspace)
  }

  /// r of complete stations whose rows are not near enough to what they stand for.
  private func decideDelicate(_ rows: Range<Int>, _ columns: Range<Int>, _ workspace: inout TileWorkspace) {
    let (some, others) = (profiles.delicate(rows), profiles.delicate(columns))
    guard !some.isEmpty || !others.isEmpty else { return }
    for a in rows where !profiles.isConstant(a) && profiles.hasAllBins(a) {
      let stations = some.contains(a) ? Array(columns) : others
      for b in stations where (b > a || columns != rows) && !profiles.isConstant(b) && profiles.hasAllBins(b)
      {
        workspace.correlations[a - rows.lowerBound, b - columns.lowerBound] =
          workspace.referee!.nearestDouble(a, b, proposal: .nan, &workspace.decisions)
      }
    }
  }

  /// The product is r but for rounding beyond 1, and for stations without an r.
  private func finishComplete(_ rows: Range<Int>, _ columns: Range<Int>, _ workspace: inout TileWorkspace) {
    let pairs = pairCount(rows, columns)
    guard profiles.bins >= minimumBins else {
      workspace.correlations.fill(rows.count, columns.count, with: .nan)
      workspace.undefined.tooFewBins = pairs
      return
    }
    workspace.clamp(rows, columns)
    if rows == columns {
      for row in 0..<rows.count { workspace.correlations[row, row] = 1 }
    }
    let (constantRows, constantColumns) = (profiles.constant(rows), profiles.constant(columns))
    guard !constantRows.isEmpty || !constantColumns.isEmpty else { return }
    for row in constantRows {
      for column in 0..<columns.count { workspace.correlations[row, column] = .nan }
    }
    for column in constantColumns {
      for row in 0..<rows.count { workspace.correlations[row, column] = .nan }
    }
    let (variedRows, variedColumns) = (rows.count - constantRows.count, columns.count - constantColumns.count)
    let defined = rows == columns ? variedRows * (variedRows - 1) / 2 : variedRows * variedColumns
    workspace.undefined.constant = pairs - defined
  }

  private func finishPairwise(_ rows: Range<Int>, _ columns: Range<Int>, _ workspace: inout TileWorkspace) {
    let sums = scratch(of: workspace).sums
    add(profiles.rows, rows, columns, to: sums)
    let referee = workspace.referee!
    var counts = PairCounts(workspace)
    for a in rows {
      let row = a - rows.lowerBound
      unsafe sums.withRow(row) { sums in
        unsafe workspace.correlations.withMutableRow(row) { correlations in
          for b in columns where b >= a || rows.lowerBound != columns.lowerBound {
            let column = b - columns.lowerBound
            let product = unsafe correlations[column]
            unsafe correlations[column] = pairwise(a, b, product, sums, column, referee, &counts)
          }
        }
      }
    }
    (workspace.undefined, workspace.decisions) = (counts.undefined, counts.decisions)
  }

  /// Corrects a tile, which is finished as if no bin were missing, for `stations` of its rows, or of its columns, that
  /// lack bins: their r with the `others`.
  private func finish(
    _ stations: [Int], with others: Range<Int>, _ rows: Range<Int>, _ columns: Range<Int>,
    _ workspace: inout TileWorkspace
  ) {
    guard !stations.isEmpty else { return }
    let scratch = scratch(of: workspace)
    for (place, station) in stations.enumerated() { scratch.few.copy(profiles.rows, row: station, to: place) }
    add(scratch.few, 0..<stations.count, others, to: scratch.sums)
    let referee = workspace.referee!
    var counts = PairCounts(workspace)
    for (place, a) in stations.enumerated() {
      unsafe scratch.sums.withRow(place) { sums in
        // A pair of which both lack bins belongs to the lower.
        for b in others where b >= a || profiles.hasAllBins(b) {
          let (row, column) = (min(a, b) - rows.lowerBound, max(a, b) - columns.lowerBound)
          if a != b && (profiles.isConstant(a) || profiles.isConstant(b)) {
            counts.undefined.constant -= 1
          }
          let product = workspace.correlations[row, column]
          workspace.correlations[row, column] = unsafe pairwise(
            a, b, product, sums, b - others.lowerBound, referee, &counts)
        }
      }
    }
    (workspace.undefined, workspace.decisions) = (counts.undefined, counts.decisions)
  }

  /// What is counted of pairs.
  struct PairCounts {
    var undefined: UndefinedCounts
    var decisions: Decisions

    init(_ workspace: borrowing TileWorkspace) {
      (undefined, decisions) = (workspace.undefined, workspace.decisions)
    }
  }

  func scratch(of workspace: borrowing TileWorkspace) -> Scratch {
    guard let scratch = workspace.scratch as? Scratch else {
      preconditionFailure("a workspace of other tiles")
    }
    return scratch
  }

  /// Makes the sums of pairs of some rows with stations.
  private func add(_ some: borrowing MaskedRows, _ rows: Range<Int>, _ stations: Range<Int>, to sums: Sums) {
    multiplyRows(of: some.masks, rows, by: profiles.rows.masks, stations, into: &sums.common)
    multiplyRows(of: some.values, rows, by: profiles.rows.masks, stations, into: &sums.a)
    multiplyRows(of: some.masks, rows, by: profiles.rows.values, stations, into: &sums.b)
    multiplyRows(of: some.squares, rows, by: profiles.rows.masks, stations, into: &sums.squareA)
    multiplyRows(of: some.masks, rows, by: profiles.rows.squares, stations, into: &sums.squareB)
  }

  /// r of a pair, whose sums are at `column`, and whose standardised rows have the product `product`.
  @inline(__always)
  private func pairwise(
    _ a: Int, _ b: Int, _ product: Double, _ sums: Sums.Row, _ column: Int, _ referee: any Referee,
    _ counts: inout PairCounts
  ) -> Double {
    let count = unsafe sums.common[column]
    guard count >= Double(minimumBins) else {
      if a != b { counts.undefined.tooFewBins += 1 }
      return .nan
    }
    guard !profiles.isConstant(a) && !profiles.isConstant(b) else {
      if a != b { counts.undefined.constant += 1 }
      return .nan
    }
    guard a != b else { return 1 }
    if profiles.hasAllBins(a) && profiles.hasAllBins(b) { return clamped(product) }
    let (sumA, sumB) = unsafe (sums.a[column], sums.b[column])
    let (squareA, squareB) = unsafe (sums.squareA[column], sums.squareB[column])
    if isAccurate(sumA, squareA, count) && isAccurate(sumB, squareB, count)
      && !profiles.isDelicate(a) && !profiles.isDelicate(b)
    {
      let varianceA = squareA - sumA * sumA / count
      let varianceB = squareB - sumB * sumB / count
      let covariance = product - sumA * sumB / count
      return clamped(covariance / (varianceA * varianceB).squareRoot())
    }
    guard !profiles.isConstantOverCommonBins(a, b) else {
      counts.undefined.constant += 1
      return .nan
    }
    return referee.nearestDouble(a, b, proposal: .nan, &counts.decisions)
  }

  /// Is what the mean takes off a small part of the squares? See `errorBound`.
  @inline(__always)
  private func isAccurate(_ sum: Double, _ square: Double, _ count: Double) -> Bool {
    sum * sum <= 0.04 * count * square && square > 0
  }
}
