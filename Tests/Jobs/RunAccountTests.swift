import Jobs
import Testing

@Suite("What a run says of itself")
struct RunAccountTests {
  @Test("the stages have the names that the summary and the scripts know, in their order")
  func stages() {
    #expect(
      RunStage.allCases.map(\.rawValue) == [
        "read", "combine", "partial correlations", "correlate and write", "digest",
      ])
  }

  @Test("laps of one stage are one, and all laps together are the total")
  func laps() {
    let clock = RunClock()
    clock.lap(.read)
    clock.lap(.combine)
    clock.lap(.read)
    #expect(clock.laps.map(\.stage) == [.read, .combine])
    #expect(abs(clock.laps.reduce(0) { $0 + $1.seconds } - clock.total) < 1e-9)
    #expect(clock.seconds(of: .digest) == 0)
  }

  @Test("names of others cannot move a terminal's cursor, end a line or fill the screen")
  func printable() {
    #expect(Printable.name("a\u{1B}[2Jb\nc") == "a\\u{1B}[2Jb\\u{A}c")
    #expect(Printable.lines("a\nb\u{202E}") == "a\nb\\u{202E}")
    let long = Printable.name(String(repeating: "x", count: 100))
    #expect(long == String(repeating: "x", count: 60) + "\u{2026}")
  }

  @Test("saving takes a small part of the time of reading, however large the sums are")
  func savingInterval() {
    #expect(SavingInterval(asked: 7, threads: 4).bytes(saving: 1 << 30) == 7)
    #expect(SavingInterval(asked: nil, threads: 4).bytes(saving: 0) == 2 << 30)
    #expect(SavingInterval(asked: nil, threads: 1).bytes(saving: 16 << 20) == 8 << 30)
  }
}
