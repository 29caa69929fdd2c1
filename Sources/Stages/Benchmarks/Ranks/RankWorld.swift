/// All ranks of a job, of which some may be resting.
package protocol RankWorld: Ranks {
  /// Gives all ranks the number that rank 0 has; they wait for it without keeping a core busy.
  func announce(_ number: Int) -> Int
  /// The first ranks, among themselves; nil on the others. Every rank of the world has to come here, once for each
  /// number.
  func first(_ ranks: Int) -> (any Ranks)?
}
