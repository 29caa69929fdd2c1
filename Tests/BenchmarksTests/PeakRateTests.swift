import Benchmarks
import LinearAlgebra
import Testing

@Suite("The peak: products of matrices on all ranks and threads at once")
struct PeakRateTests {
  @Test("operations are counted for every worker, and the products are right")
  func peak() throws {
    let configuration = Configuration(.static, ranks: 2, threads: 2)
    let outcomes = try ThreadRanks.run(2) { ranks in
      BLASRuntime.useCallersThreadOnly()
      let peak = PeakRate()
      let times = try peak.run(configuration, on: ranks, since: .now)
      #expect(peak.verdict().passed)
      return (times, peak.amount(configuration).flops!, peak.amount(.serial).flops!)
    }
    for outcome in outcomes {
      let (times, flops, serial) = try outcome.get()
      #expect(flops == 4 * serial)
      #expect(times.computing > 0 && times.computing == times.arrival)
    }
  }
}
