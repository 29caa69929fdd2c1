import Benchmarks
import Testing

/// Messages of no ranks, some of whose words may be wrong.
private final class FakeMessages: MessageExchange {
  private var wrong: Int
  private(set) var rounds = 0
  private(set) var all = 0

  init(wrong: Int) { self.wrong = wrong }

  func reset() {
    rounds = 0
  }

  func run(_ rounds: Int) {
    self.rounds += rounds
    all += rounds
  }
  func spoil() { wrong += 1 }
  func wrongWords() -> Int { wrong }
}

/// Messages between ranks are tested with the command line (`BenchRankTests`).
@Suite("ring: patterns of messages, and hello")
struct MessagePassingTests {
  @Test("the verdict has the wrong words of all ranks", arguments: [[0, 0, 0], [0, 0, 2], [5, 1, 3]])
  func verdict(_ wrong: [Int]) throws {
    let configuration = Configuration(.static, ranks: 3)
    let verdict = try ThreadRanks.run(3) { ranks in
      let subject = MessagePassing("ring, 8 bytes", words: 1, hops: { $0 }) { _, ranks in
        FakeMessages(wrong: wrong[ranks.rank])
      }
      subject.prepare(configuration, on: ranks)
      let times = subject.run(configuration, on: ranks, since: .now)
      #expect(times.communicating == times.arrival)
      subject.check(configuration, on: ranks)
      return subject.verdict()
    }[0].get()
    #expect(verdict.value == Double(wrong.reduce(0, +)))
    #expect(verdict.passed == (wrong == [0, 0, 0]))
  }

  @Test("a message that rank 0 spoils fails")
  func spoiled() throws {
    let configuration = Configuration(.static, ranks: 2)
    let verdict = try ThreadRanks.run(2) { ranks in
      let subject = MessagePassing("", words: 1, hops: { $0 }) { _, _ in FakeMessages(wrong: 0) }
      subject.prepare(configuration, on: ranks)
      _ = subject.run(configuration, on: ranks, since: .now)
      subject.spoil(configuration, on: ranks)
      subject.check(configuration, on: ranks)
      return subject.verdict()
    }[0].get()
    #expect(verdict.value == 1 && !verdict.passed)
  }

  @Test("each run begins anew, with all its rounds, after one that is not timed")
  func rounds() throws {
    _ = try ThreadRanks.run(1) { ranks in
      let fake = FakeMessages(wrong: 0)
      let subject = MessagePassing("", words: 7, rounds: 30, hops: { $0 }) { words, _ in
        #expect(words == 7)
        return fake
      }
      for run in 1...2 {
        subject.prepare(.serial, on: ranks)
        _ = subject.run(.serial, on: ranks, since: .now)
        #expect(fake.rounds == 30)
        #expect(fake.all == 31 * run)
      }
    }[0].get()
  }

  @Test("messages and bytes of a run: rounds times hops, of eight bytes a word")
  func amount() {
    let subject = MessagePassing(
      "", words: 100, rounds: 30, hops: { 2 * $0 }, make: { _, _ in FakeMessages(wrong: 0) })
    #expect(
      subject.amount(Configuration(.static, ranks: 3))
        == Amount(items: 180, unit: "messages", bytes: 144_000))
  }

  @Test("fewer rounds of large messages", arguments: [(1, 1000), (4194, 1000), (8192, 512), (1 << 24, 10)])
  func defaultRounds(words: Int, rounds: Int) {
    #expect(MessagePassing.defaultRounds(words: words) == rounds)
  }

  @Test("hello is heard from every rank, with its number and process", arguments: [1, 3])
  func hello(size: Int) throws {
    let configuration = Configuration(.static, ranks: size)
    let verdict = try ThreadRanks.run(size) { ranks in
      let subject = Hello()
      #expect(subject.amount(configuration) == Amount(items: size, unit: "greetings"))
      subject.prepare(configuration, on: ranks)
      _ = subject.run(configuration, on: ranks, since: .now)
      return subject.verdict()
    }[0].get()
    #expect(verdict.passed)
    #expect(verdict.remarks.count == size)
    for (rank, words) in verdict.remarks.enumerated() {
      #expect(words.hasPrefix("rank \(rank) of \(size) on "))
      #expect(words.contains(", process "))
    }
  }

  @Test("before anything was heard, no rank has been")
  func silence() throws {
    let verdict = try ThreadRanks.run(2) { ranks in
      let subject = Hello()
      subject.prepare(.serial, on: ranks)
      return subject.verdict()
    }[0].get()
    #expect(verdict.value == 2)
    #expect(!verdict.passed)
  }
}
