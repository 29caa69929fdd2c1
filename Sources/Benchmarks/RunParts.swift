/// Where the time of a run went on one rank, in seconds since its start, on average over its threads.
package struct RankTimes: Sendable, Equatable {
  /// In tasks.
  package var computing = 0.0
  /// To be given tasks, and in what else is told between ranks during the work.
  package var communicating = 0.0
  /// For other threads of the rank: starting them, and until the last is done.
  package var waiting = 0.0
  /// Since the start, when the rank was done and ready to bring results together.
  package var arrival = 0.0
  /// Since the start, when it had its part of that done too.
  package var end = 0.0

  package init() {}
}

/// Where the time of a run went, on average over all workers. Together it is the time of the run, as far as each part
/// was measured rightly.
package struct RunParts: Sendable, Equatable, Codable {
  package var computing = 0.0
  /// Being given tasks, and bringing the results to rank 0.
  package var communicating = 0.0
  /// For other workers.
  package var waiting = 0.0

  package init() {}

  package var total: Double { computing + communicating + waiting }

  /// A run by the times of its ranks, all of which started together; and how long it took: until the last was done.
  ///
  /// Until all have arrived, a rank waits; from then on, results are moved.
  static func combine(_ ranks: [RankTimes]) -> (parts: RunParts, seconds: Double) {
    let arrival = ranks.lazy.map(\.arrival).max()!
    let end = ranks.lazy.map(\.end).max()!
    var parts = RunParts()
    for rank in ranks {
      parts.computing += rank.computing
      parts.communicating += rank.communicating + max(0, rank.end - arrival)
      parts.waiting += rank.waiting + (arrival - rank.arrival) + (end - max(rank.end, arrival))
    }
    return (parts.scaled(by: 1 / Double(ranks.count)), end)
  }

  func scaled(by factor: Double) -> RunParts {
    var parts = self
    parts.computing *= factor
    parts.communicating *= factor
    parts.waiting *= factor
    return parts
  }

  static func + (a: RunParts, b: RunParts) -> RunParts {
    var sum = a
    sum.computing += b.computing
    sum.communicating += b.communicating
    sum.waiting += b.waiting
    return sum
  }
}
