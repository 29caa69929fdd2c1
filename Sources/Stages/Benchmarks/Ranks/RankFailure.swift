/// A rank could not do its part.
package struct RankFailure: Error, Equatable, CustomStringConvertible {
  package let rank: Int
  package let cause: String

  package var description: String { "rank \(rank) failed: \(cause)" }
}
