import Benchmarks
import CBenchmarks
import Testing

@Suite("The peak: multiply-adds of registers on all ranks and threads at once; copies of messages")
struct PeakRateTests {
  @Test("operations are counted for every worker, and all are done")
  func peak() throws {
    let configuration = Configuration(.static, ranks: 2, threads: 2)
    let outcomes = try ThreadRanks.run(2) { ranks in
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

  @Test("each kernel that the CPU has does what it counts", arguments: ["avx512", "avx2", "plain"])
  func kernels(kernel: String) {
    let chains = velibcorr_peak_chains_by(kernel)
    // Sums of whole numbers are exact; halves of halves come near 2.
    #expect(velibcorr_peak_run_by(kernel, 1000, 1, 3) == Double(3000 * chains))
    #expect(velibcorr_peak_run_by(kernel, 100, 0.5, 1) == Double(2 * chains))
    if kernel == "plain" { #expect(chains > 0) }
    #expect(velibcorr_peak_chains() >= chains)
    #expect(velibcorr_peak_chains_by("none") == 0)
  }

  @Test("the peak of some workers is the most that they or fewer have reached")
  func workers() {
    let measured = [
      (Configuration(.static), [2.0, 1.0, 4.0]), (Configuration(.static, threads: 2), [1.0]),
      (Configuration(.static, ranks: 4), [8.0]),
    ].map { (configuration: $0, trials: $1) }
    let one = PeakRate().amount(.serial).flops!
    #expect(PeakRate.flops(workers: 1, of: measured) == one)
    #expect(PeakRate.flops(workers: 2, of: measured) == 2 * one)
    // Four took eight seconds: half of what one does.
    #expect(PeakRate.flops(workers: 4, of: measured) == 2 * one)
    #expect(PeakRate.flops(workers: 1, of: []) == nil)
  }

  @Test("copies of a message of any size arrive", arguments: [8, 800, 1 << 20])
  func copies(bytes: Int) throws {
    _ = try ThreadRanks.run(1) { ranks in
      let copy = PeakCopy(bytes: bytes)
      #expect(!copy.verdict().passed)
      let times = copy.run(.serial, on: ranks, since: .now)
      #expect(times.computing > 0 && copy.verdict().passed)
      let amount = copy.amount(.serial)
      #expect(amount.bytes == Double(amount.items * bytes))
    }[0].get()
  }
}
