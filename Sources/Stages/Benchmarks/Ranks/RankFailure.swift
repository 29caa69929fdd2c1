/// A rank could not do its part.
package struct RankFailure: Error, Equatable, CustomStringConvertible {
  /// The rank that failed.
  package let rank: Int
  /// Its error, in words.
  package let cause: String

  package var description: String { "rank \(rank) failed: \(cause)" }
}
