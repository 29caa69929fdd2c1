import Glibc

/// Every rank says who it is, and rank 0 hears it: all ranks are there, and find one another.
package final class Hello: Subject {
  package let name = "ring"
  package let problem = "hello"
  private var heard: [String] = []
  private var expected = 0

  /// Nothing was heard yet.
  package init() {}

  package var usesBLASThreads: Bool { false }
  package var failures: [TaskFailure] { [] }

  package func amount(_ configuration: Configuration) -> Amount {
    Amount(items: configuration.ranks, unit: "greetings")
  }

  package func prepare(_ configuration: Configuration, on ranks: any Ranks) {
    heard = []
    expected = ranks.size
  }

  package func run(
    _ configuration: Configuration, on ranks: any Ranks, since start: ContinuousClock.Instant
  ) -> RankTimes {
    let words = Self.beginning(ranks.rank, of: ranks.size) + "\(Self.host), process \(getpid())"
    heard = ranks.allGather(Array(words.utf8)).map { String(decoding: $0, as: UTF8.self) }
    var times = RankTimes()
    times.arrival = seconds(start, .now)
    times.communicating = times.arrival
    return times
  }

  package func spoil(_ configuration: Configuration, on ranks: any Ranks) {
    if !heard.isEmpty { heard[heard.count - 1] = "" }
  }

  /// Each must have said its own number, and how many there are. What they said is remarked.
  package func verdict() -> Verdict {
    let silent = (0..<expected).count { rank in
      !(rank < heard.count && heard[rank].hasPrefix(Self.beginning(rank, of: expected)))
    }
    return Verdict("ranks not heard", value: Double(silent), limit: 0, remarks: heard)
  }

  private static func beginning(_ rank: Int, of size: Int) -> String { "rank \(rank) of \(size) on " }

  private static var host: String {
    var name = [CChar](repeating: 0, count: 256)
    _ = unsafe gethostname(&name, name.count - 1)
    return String(decoding: name.prefix { $0 != 0 }.map { UInt8(truncatingIfNeeded: $0) }, as: UTF8.self)
  }
}
