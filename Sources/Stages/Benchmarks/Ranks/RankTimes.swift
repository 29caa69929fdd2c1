/// Where the time of a run went on one rank, in seconds since its start, on average over its threads.
package struct RankTimes: Sendable, Equatable {
  /// In tasks.
  package var computing = 0.0
  /// To be given tasks, and in other messages between ranks during the work.
  package var communicating = 0.0
  /// For other threads of the rank: starting them, and until the last is done.
  package var waiting = 0.0
  /// Since the start, when the rank was done and ready to bring results together.
  package var arrival = 0.0
  /// Since the start, when it had its part of that done too.
  package var end = 0.0
  /// The start, by the clock that all processes of a host share.
  package var start = 0.0
  /// Whose clock that is: ranks with the same number share one.
  package var clock: UInt64 = 0

  /// All zero.
  package init() {}
}
