import Distribution
import Testing

/// Messages between ranks are tested with the command line (`velibcorr doctor`).
@Suite("RingTest: its line, for the process that has started the ranks")
struct RingTestTests {
  @Test("a rank alone has no ring")
  func alone() {
    #expect(RingTest(on: Communicator()) == nil)
  }

  @Test("the line is found among other words, and says the same again")
  func line() throws {
    let line = "velibcorr-ring 1 4.5e-07 1.0e+10 node1 node2\n"
    let test = try #require(RingTest(words: "some banner\n\(line)more\n"))
    #expect(test.isCorrect)
    #expect(test.latency == 4.5e-7)
    #expect(test.bytesPerSecond == 1e10)
    #expect(test.hosts == ["node1", "node2"])
    #expect(RingTest(words: test.line) == test)
  }

  @Test("a message that came back changed")
  func wrong() throws {
    #expect(try #require(RingTest(words: "velibcorr-ring 0 1 1 a b")).isCorrect == false)
  }

  @Test(
    "no such line",
    arguments: ["", "mpiexec failed", "velibcorr-ring", "velibcorr-ring 1 x 1 a b", "velibcorr-ring 1 1 1 a"])
  func none(_ words: String) {
    #expect(RingTest(words: words) == nil)
  }
}
