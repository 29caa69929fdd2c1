import LinearAlgebra

/// The partial correlations of stations: of two, the correlation that is left when all others are held fixed.
///
///     r(a, b) = -P_ab / sqrt(P_aa P_bb)
///
/// where P is the inverse of the Ledoit-Wolf covariance of the profiles: bins are the observations, stations the
/// variables. 1 on the diagonal; NaN for stations that `CompleteProfiles` leaves out.
package final class PartialCorrelations: MatrixTiles {
  /// The tiles of the matrix of all stations.
  package let grid: TileGrid
  /// The covariance that was inverted.
  package let covariance: LedoitWolf
  /// The upper triangle of P.
  private let precision: Matrix
  /// 1 / sqrt(P_aa).
  private let scales: [Double]
  /// By station: its row in `precision`.
  private let places: [Int?]

  /// Throws `PartialCorrelationsError.singular`; `FactorisationError` where LAPACK fails otherwise. `tileSize` is for
  /// tests.
  package init(
    _ profiles: borrowing CompleteProfiles, tileSize: Int = PartialCorrelations.tileSize
  ) throws {
    let covariance = try LedoitWolf(centred: profiles.centred)
    let precision = try Self.invert(covariance, of: profiles)
    var scales = [Double](repeating: 0, count: profiles.stations.count)
    var places = [Int?](repeating: nil, count: profiles.stationCount)
    for (row, station) in profiles.stations.enumerated() {
      scales[row] = 1 / precision[row, row].squareRoot()
      places[station] = row
    }
    grid = TileGrid(size: profiles.stationCount, tileSize: tileSize)
    self.covariance = covariance
    self.precision = precision
    self.scales = scales
    self.places = places
  }

  private static func invert(
    _ covariance: LedoitWolf, of profiles: borrowing CompleteProfiles
  ) throws -> Matrix {
    guard !covariance.isSingular else { throw PartialCorrelationsError.singular(covariance) }
    do {
      return try Cholesky(covariance.covariance(of: profiles.centred)).inverse()
    } catch FactorisationError.notPositiveDefinite {
      throw PartialCorrelationsError.singular(covariance)
    }
  }

  /// The tiles of the matrix of so many stations.
  package static func grid(stations: Int) -> TileGrid { TileGrid(size: stations, tileSize: tileSize) }

  /// A tile of that size is still in the cache when its text is made.
  package static let tileSize = 128

  /// Without more than the tile.
  package func makeWorkspace() -> TileWorkspace { TileWorkspace(grid) }

  /// Takes the tile from P: -P_ab / sqrt(P_aa P_bb), on and above the diagonal.
  package func compute(_ i: Int, _ j: Int, into workspace: inout TileWorkspace) {
    let (rows, columns) = (grid.range(i), grid.range(j))
    for a in rows {
      unsafe workspace.correlations.withMutableRow(a - rows.lowerBound) { values in
        for b in columns where b >= a {
          unsafe values[b - columns.lowerBound] = correlation(a, b)
        }
      }
    }
  }

  @inline(__always)
  private func correlation(_ a: Int, _ b: Int) -> Double {
    guard let row = places[a], let column = places[b] else { return .nan }
    return a == b ? 1 : clamped(-precision[row, column] * scales[row] * scales[column])
  }
}
