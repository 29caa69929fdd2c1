import LinearAlgebra
import Workers

/// How far apart some stations are, in whole numbers: 1 - r in a unit of their own, and 1 where r is undefined, as for
/// uncorrelated ones.
///
/// Stations go by their places among these.
package protocol PairDistances: ~Copyable, Sendable {
  /// The stations by their numbers in the matrix, rising.
  var stations: [Int] { get }

  /// What distances are multiples of.
  var unit: DistanceUnit { get }

  /// 1 - r of the stations at two places; 0 of a station from itself.
  func distance(_ a: Int, _ b: Int) -> UInt128

  /// Of each of `places` the sums of its distances from the stations of each group; `labels` are the groups of
  /// all stations, below `groups`. `progress` counts places.
  func sums(of places: Range<Int>, labels: [Int], groups: Int, progress: Progress?) -> [[UInt128]]

  /// Calls `body` with r of pairs of `order`, blocks of `rows` places at a time: the block's rows are those places,
  /// its columns all from the first of them on. What is below the diagonal is not to be used. Each r is a rounded one,
  /// the same double on every machine.
  func forEachBlock(
    of order: [Int], rows: Int, _ body: (_ places: Range<Int>, _ r: borrowing Matrix) -> Void)
}

extension PairDistances where Self: ~Copyable {
  /// The number of stations.
  package var count: Int { stations.count }
}
