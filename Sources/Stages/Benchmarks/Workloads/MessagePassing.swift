/// Messages that ranks pass on, round after round.
package protocol MessageExchange: AnyObject {
  /// Begins anew.
  func reset()
  func run(_ rounds: Int)
  /// Changes a word of this rank's message.
  func spoil()
  /// How many words of this rank are not what the rounds since then must have left.
  func wrongWords() -> Int
}

/// One pattern of messages of one size, to be timed: a run is so many rounds that the clock is fine enough.
package final class MessagePassing: Subject {
  package let name = "ring"
  package let problem: String
  private let words: Int
  private let rounds: Int
  private let hops: (_ ranks: Int) -> Int
  private let make: (_ words: Int, _ ranks: any Ranks) -> any MessageExchange
  private var exchanges: [Int: any MessageExchange] = [:]
  private var wrongWords = 0

  /// - Parameters:
  ///   - problem: for people.
  ///   - words: of 8 bytes.
  ///   - rounds: `defaultRounds` when not given.
  ///   - hops: the messages that wait for one another in a round.
  package init(
    _ problem: String, words: Int, rounds: Int? = nil, hops: @escaping (_ ranks: Int) -> Int,
    make: @escaping (_ words: Int, _ ranks: any Ranks) -> any MessageExchange
  ) {
    precondition(words > 0 && rounds ?? 1 > 0)
    self.problem = problem
    self.words = words
    self.rounds = rounds ?? Self.defaultRounds(words: words)
    self.hops = hops
    self.make = make
  }

  /// Some milliseconds by shared memory: 1,000 rounds, of larger messages fewer, 32 MiB together, but at least ten.
  package static func defaultRounds(words: Int) -> Int { max(10, min(1000, (4 << 20) / words)) }

  package var usesBLASThreads: Bool { false }
  package var failures: [TaskFailure] { [] }

  /// One after the other: a second over the rate of messages is their latency, the rate of bytes their bandwidth.
  package func amount(_ configuration: Configuration) -> Amount {
    let messages = rounds * hops(configuration.ranks)
    return Amount(items: messages, unit: "messages", bytes: Double(messages * words * 8))
  }

  package func prepare(_ configuration: Configuration, on ranks: any Ranks) {
    if exchanges[ranks.size] == nil { exchanges[ranks.size] = make(words, ranks) }
    exchanges[ranks.size]!.reset()
    // Between its trials other patterns have had the caches and the pages of the transport.
    exchanges[ranks.size]!.run(1)
    exchanges[ranks.size]!.reset()
  }

  package func run(
    _ configuration: Configuration, on ranks: any Ranks, since start: ContinuousClock.Instant
  ) -> RankTimes {
    exchanges[ranks.size]!.run(rounds)
    var times = RankTimes()
    times.arrival = seconds(start, .now)
    times.communicating = times.arrival
    return times
  }

  /// One more round, in which rank 0 hands on a message that is not what it was.
  package func spoil(_ configuration: Configuration, on ranks: any Ranks) {
    if ranks.rank == 0 { exchanges[ranks.size]!.spoil() }
    exchanges[ranks.size]!.run(1)
  }

  package func check(_ configuration: Configuration, on ranks: any Ranks) {
    let wrong = "\(exchanges[ranks.size]!.wrongWords())"
    wrongWords = ranks.allGather(Array(wrong.utf8)).reduce(0) {
      $0 + Int(String(decoding: $1, as: UTF8.self))!
    }
  }

  package func verdict() -> Verdict { Verdict("wrong words", value: Double(wrongWords), limit: 0) }
}
