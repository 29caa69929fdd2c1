import Benchmarks
import Testing

@Suite("Break-even: from which size on distributing pays")
struct BreakEvenTests {
  private static let sizes = [1, 4, 16, 64, 256, 1024, 4096]

  @Test(
    "a fixed cost c beside work of a a item pays from c / (a (1 - 1 / p)) on", arguments: [2, 4],
    [3.0, 40, 500])
  func cost(workers: Int, cost: Double) throws {
    let serial = Self.sizes.map { Double($0) }
    let other = Self.sizes.map { cost + Double($0) / Double(workers) }
    let exact = cost / (1 - 1 / Double(workers))
    guard case .from(let size) = BreakEven(sizes: Self.sizes, serial: serial, other: other) else {
      Issue.record("no crossing")
      return
    }
    // The curve between two sizes is not straight on logarithmic scales; by a factor of four at most it is this.
    #expect(Double(size) > exact * 0.75 && Double(size) < exact * 1.35 + 1)
  }

  @Test("on straight lines the crossing is exact")
  func exact() {
    // The ratio falls from 4 at 16 to 1/4 at 64: it is 1 at 32.
    let result = BreakEven(sizes: [16, 64], serial: [1, 4], other: [4, 1])
    #expect(result == .from(32) || result == .from(33))
  }

  @Test("a gain that is lost again does not count")
  func lost() {
    let result = BreakEven(sizes: [1, 4, 16, 64], serial: [1, 1, 1, 2], other: [0.5, 0.5, 1, 1])
    guard case .from(let size) = result else {
      Issue.record("\(result)")
      return
    }
    #expect((16...64).contains(size))
  }

  @Test("at all sizes, at none, and equal times are no gain")
  func ends() {
    #expect(BreakEven(sizes: [2, 8], serial: [1, 2], other: [0.9, 1]) == .always(2))
    #expect(BreakEven(sizes: [2, 8], serial: [1, 2], other: [2, 3]) == .never(8))
    #expect(BreakEven(sizes: [2, 8], serial: [1, 2], other: [1, 2]) == .never(8))
  }

  @Test("smaller sizes are powers of four, then the full one; of one there are none")
  func ladder() {
    let ladder = Ladder(of: "tasks", upTo: 100) { TaskSubject(CountingWorkload(tasks: $0), problem: "") }
    #expect(ladder?.sizes == [1, 4, 16, 64, 100])
    #expect(Ladder(of: "tasks", upTo: 1) { TaskSubject(CountingWorkload(tasks: $0), problem: "") } == nil)
    #expect(
      Ladder(of: "tasks", upTo: 4) { TaskSubject(CountingWorkload(tasks: $0), problem: "") }?.sizes == [1, 4])
  }
}
