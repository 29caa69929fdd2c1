import CBenchmarks
import LinearAlgebra
import Workers

/// The most that the machine can do: multiply-adds of registers, as wide as the CPU has them, on every thread of every
/// rank at once. No product of matrices does more, and rates of workloads are given as parts of it.
package final class PeakRate: Subject {
  package let name = "peak"
  package let problem = "multiply-adds of registers"
  package let usesBLASThreads = false
  package let failures: [TaskFailure] = []
  private var worst = Greatest()

  /// Some ten milliseconds with AVX-512.
  private static let rounds = 1_000_000_000 / (2 * Int(velibcorr_peak_chains()))
  /// The best of them is the peak.
  package static let plan: TrialPlan = {
    var plan = TrialPlan()
    plan.maximumTrials = 20
    plan.relativeWidth = 0
    plan.timeLimit = .milliseconds(500)
    return plan
  }()

  /// Nothing was run yet.
  package init() {}

  package func amount(_ configuration: Configuration) -> Amount {
    let pairs = configuration.workers * Self.rounds * velibcorr_peak_chains()
    return Amount(items: pairs, unit: "multiply-adds", flops: 2 * Double(pairs))
  }

  package func prepare(_ configuration: Configuration, on ranks: any Ranks) {}

  package func run(
    _ configuration: Configuration, on ranks: any Ranks, since start: ContinuousClock.Instant
  ) throws -> RankTimes {
    let sums = try concurrently(configuration.threads) { _ in velibcorr_peak_run(Self.rounds, 1, 1) }
    var times = RankTimes()
    times.arrival = seconds(start, .now)
    times.computing = times.arrival
    for sum in sums { worst.take((sum - Double(Self.rounds * velibcorr_peak_chains())).magnitude) }
    return times
  }

  /// Sums of ones are exact.
  package func verdict() -> Verdict {
    Verdict("difference from the number of multiply-adds", value: worst.value, limit: 0)
  }
}

extension PeakRate {
  /// Operations a second of so many workers: the most that these or fewer have reached.
  package static func flops(
    workers: Int, of measured: [(configuration: Configuration, trials: [Double])]
  ) -> Double? {
    measured.filter { $0.configuration.workers <= workers }
      .map { PeakRate().amount($0.configuration).flops! / $0.trials.min()! }.max()
  }
}
