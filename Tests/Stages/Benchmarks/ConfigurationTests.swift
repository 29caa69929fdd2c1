import Benchmarks
import Testing

@Suite("Configurations: schedules by name, and their combinations with ranks and threads")
struct ConfigurationTests {
  @Test(
    "a schedule is read as it is written", arguments: ["serial", "threads", "static", "chunked:8", "dynamic"])
  func names(name: String) {
    #expect(Schedule(name)?.description == name)
  }

  @Test(
    "other words are none",
    arguments: ["", "Serial", "chunked", "chunked:", "chunked:0", "chunked:-1", "chunked:x", "chunked:1:2"])
  func noNames(name: String) {
    #expect(Schedule(name) == nil)
  }

  @Test("without schedules: threads on one rank, dynamic over several, serial first")
  func defaults() {
    #expect(
      Configuration.all(ranks: [1, 2], threads: [1, 2]) == [
        .serial, Configuration(.threads, threads: 2), Configuration(.dynamic, ranks: 2),
        Configuration(.dynamic, ranks: 2, threads: 2),
      ])
    #expect(Configuration.all(ranks: [1], threads: [1]) == [.serial])
  }

  @Test("those asked for, each once; serial and threads do not go over ranks")
  func asked() {
    #expect(
      Configuration.all(schedules: [.static, .serial, .threads], ranks: [2, 4], threads: [1]) == [
        .serial, Configuration(.static, ranks: 2), Configuration(.threads), Configuration(.static, ranks: 4),
      ])
  }

  @Test("equal shares: BLAS's threads on one rank, static over several, serial first and each once")
  func equalParts() {
    #expect(
      Configuration.equalParts(ranks: [1, 2, 1], threads: [1, 2]) == [
        .serial, Configuration(.threads, threads: 2), Configuration(.static, ranks: 2),
        Configuration(.static, ranks: 2, threads: 2),
      ])
    #expect(
      Configuration.equalParts(ranks: [3], threads: [1]) == [.serial, Configuration(.static, ranks: 3)])
  }

  @Test("workers are ranks times threads")
  func workers() {
    #expect(Configuration(.static, ranks: 3, threads: 4).workers == 12)
  }
}
