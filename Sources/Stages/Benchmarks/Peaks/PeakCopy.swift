import LinearAlgebra

/// How fast one thread copies a message of some size within its memory, again and again: no message gets to another
/// rank of the host with less work.
@safe package final class PeakCopy: Subject {
  package let name = "peak"
  /// Of the message that is copied.
  package let bytes: Int
  package let usesBLASThreads = false
  package let failures: [TaskFailure] = []
  private let source: UnsafeMutableBufferPointer<Int>
  private let target: UnsafeMutableBufferPointer<Int>
  private let rounds: Int

  /// - Parameter bytes: a multiple of 8.
  package init(bytes: Int) {
    precondition(bytes > 0 && bytes % 8 == 0)
    self.bytes = bytes
    rounds = max(10, min(100_000, (64 << 20) / bytes))
    unsafe source = .allocate(capacity: bytes / 8)
    unsafe target = .allocate(capacity: bytes / 8)
    unsafe source.initialize(repeating: 1)
    unsafe target.initialize(repeating: 0)
  }

  deinit {
    unsafe source.deallocate()
    unsafe target.deallocate()
  }

  package var problem: String { "copies of \(bytes) bytes" }

  package func amount(_ configuration: Configuration) -> Amount {
    Amount(items: rounds, unit: "copies", bytes: Double(rounds * bytes))
  }

  package func prepare(_ configuration: Configuration, on ranks: any Ranks) {}

  package func run(
    _ configuration: Configuration, on ranks: any Ranks, since start: ContinuousClock.Instant
  ) -> RankTimes {
    for round in 0..<rounds {
      // Each copy is another one, so that none can be left out.
      unsafe source[0] = round
      _ = unsafe target.update(fromContentsOf: source)
    }
    var times = RankTimes()
    times.arrival = seconds(start, .now)
    times.computing = times.arrival
    return times
  }

  /// The last copy must be there.
  package func verdict() -> Verdict {
    let wrong = unsafe target.indices.count { unsafe target[$0] != ($0 == 0 ? rounds - 1 : 1) }
    return Verdict("wrong words", value: Double(wrong), limit: 0)
  }
}
