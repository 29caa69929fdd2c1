/// Where the time of a run went, on average over all workers. Together it is the time of the run, as far as each part
/// was measured rightly.
package struct RunParts: Sendable, Equatable, Codable {
  /// In tasks, in seconds as the other parts.
  package var computing = 0.0
  /// Being given tasks, and bringing the results to rank 0.
  package var communicating = 0.0
  /// For other workers, and for a core to start on.
  package var waiting = 0.0

  /// All zero.
  package init() {}

  /// All parts together, in seconds.
  package var total: Double { computing + communicating + waiting }

  /// A run by the times of its ranks, which a barrier let go together; and how long it took: from when the first
  /// was let go until the last was done. With more ranks than cores some get to run later; of ranks on different
  /// hosts, whose clocks cannot be compared, the first of each counts as let go at the same time.
  ///
  /// Until all have arrived, a rank waits; from then on, results are moved.
  package static func combine(_ ranks: [RankTimes]) -> (parts: RunParts, seconds: Double) {
    var firsts: [UInt64: Double] = [:]
    for rank in ranks { firsts[rank.clock] = min(rank.start, firsts[rank.clock] ?? .infinity) }
    let delayed = ranks.map { rank in
      var rank = rank
      let delay = rank.start - firsts[rank.clock]!
      rank.waiting += delay
      rank.arrival += delay
      rank.end += delay
      return rank
    }
    let arrival = delayed.lazy.map(\.arrival).max()!
    let end = delayed.lazy.map(\.end).max()!
    var parts = RunParts()
    if let alone = delayed.first, delayed.count == 1 {
      // Nobody to move results to.
      parts.computing = alone.computing + alone.end - alone.arrival
      (parts.communicating, parts.waiting) = (alone.communicating, alone.waiting)
      return (parts, alone.end)
    }
    for rank in delayed {
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
