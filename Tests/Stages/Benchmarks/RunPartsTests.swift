import Benchmarks
import Testing

@Suite("RunParts: the times of the ranks become those of the run")
struct RunPartsTests {
  /// A rank that computes, then moves results.
  private static func rank(start: Double, computing: Double, moving: Double = 0, clock: UInt64 = 7)
    -> RankTimes
  {
    var times = RankTimes()
    times.start = start
    times.clock = clock
    times.computing = computing
    times.arrival = computing
    times.end = computing + moving
    return times
  }

  @Test("parts of ranks that begin together: who is done first waits, then results are moved")
  func together() {
    let (parts, seconds) = RunParts.combine([
      Self.rank(start: 100, computing: 1, moving: 3.5), Self.rank(start: 100, computing: 3),
    ])
    #expect(seconds == 4.5)
    #expect(parts.computing == 2)
    // Rank 0 moves from 3 to 4.5; it waits before, the other after.
    #expect(parts.communicating == 0.75)
    #expect(parts.waiting == 1.75)
    #expect(parts.total == seconds)
  }

  @Test("a rank of the same host that gets to run later makes the run longer, and has waited till then")
  func late() {
    let (parts, seconds) = RunParts.combine([
      Self.rank(start: 100.5, computing: 1), Self.rank(start: 100, computing: 1),
    ])
    #expect(seconds == 1.5)
    #expect(parts.computing == 1)
    #expect(parts.waiting == 0.5)
    #expect(parts.total == seconds)
  }

  @Test("clocks of different hosts are not compared: the first rank of each begins when the barrier ends")
  func hosts() {
    let (parts, seconds) = RunParts.combine([
      Self.rank(start: 100, computing: 1, clock: 1), Self.rank(start: 9000.25, computing: 1, clock: 2),
      Self.rank(start: 9000, computing: 1, clock: 2),
    ])
    #expect(seconds == 1.25)
    #expect(parts.computing == 1)
    #expect((parts.total - seconds).magnitude < 1e-12)
  }
}
