import Benchmarks
import Testing

/// What is said of runs whose true speed-up is known. Trials vary by 5 % (log-normal) and end as those of the command
/// do. Each share is of 1,000 runs; the seeds are fixed.
@Suite("Gain: does it pay? Against synthetic trials")
struct GainTests {
  private static let runs = 1000

  /// How many runs say so.
  private static func count(
    speedUp: Double, noise: Double = 0.05, otherNoise: Double? = nil, trials: Int = 60, seed: UInt64
  ) -> (yes: Int, no: Int, undecided: Int) {
    var one = SyntheticTrials(median: 1, sigma: noise, seed: seed)
    var other = SyntheticTrials(median: 1 / speedUp, sigma: otherNoise ?? noise, seed: seed + 1)
    var counts = (yes: 0, no: 0, undecided: 0)
    for run in 0..<runs {
      var plan = TrialPlan()
      plan.maximumTrials = trials
      var schedule = TrialSchedule(plans: [plan, plan], seed: UInt64(run))
      while let next = schedule.next() {
        let seconds = next == 0 ? one.next() : other.next()
        schedule.record(seconds: seconds, spent: 0, of: next)
      }
      let statistics = schedule.trials.map { TrialStatistics($0) }
      switch Scaling(one: statistics[0], statistics[1], workers: 2).gain {
      case .yes: counts.yes += 1
      case .no: counts.no += 1
      case .undecided: counts.undecided += 1
      }
    }
    return counts
  }

  @Test("it never pays where it does not: in under 1 % of the runs", arguments: [0.3, 0.9, 0.97, 1])
  func wrongYes(speedUp: Double) {
    for trials in [6, 60, 1000] {
      let counts = Self.count(speedUp: speedUp, trials: trials, seed: 11)
      #expect(counts.yes < 10, "\(trials) trials: \(counts)")
    }
  }

  @Test("nor is a gain denied", arguments: [1, 1.03, 1.5, 2])
  func wrongNo(speedUp: Double) {
    for trials in [6, 60, 1000] {
      let counts = Self.count(speedUp: speedUp, trials: trials, seed: 23)
      #expect(counts.no < 10, "\(trials) trials: \(counts)")
    }
  }

  @Test("noise of one side only: still in under 2 %, the worst that the interval allows")
  func unequal() {
    let counts = Self.count(speedUp: 1, noise: 0.002, otherNoise: 0.3, trials: 200, seed: 31)
    #expect(counts.yes < 30 && counts.no < 30, "\(counts)")
  }

  @Test("without a difference it is not decided; few trials do not decide a small one")
  func undecided() {
    #expect(Self.count(speedUp: 1, seed: 41).undecided > 980)
    #expect(Self.count(speedUp: 1.02, trials: 6, seed: 43).undecided > 900)
  }

  @Test("what is there is found", arguments: [1.1, 1.9, 1 / 1.1, 0.3])
  func power(speedUp: Double) {
    let counts = Self.count(speedUp: speedUp, seed: 53)
    #expect((speedUp > 1 ? counts.yes : counts.no) > 990, "\(counts)")
  }

  @Test("outliers: a spike is one, a wide distribution has none, equal trials neither")
  func outliers() {
    var trials = SyntheticTrials(median: 1, sigma: 0.05, seed: 61)
    let steady = trials.next(50)
    #expect(TrialStatistics(steady).outliers == 0)
    #expect(TrialStatistics(steady + [3, 4]).outliers == 2)
    #expect(TrialStatistics([1, 1, 1, 1, 9]).outliers == 0)
    // Of a normal distribution ten standard deviations are no chance: of 1,000 runs with 50 trials none has one.
    #expect((0..<Self.runs).count { _ in TrialStatistics(trials.next(50)).outliers > 0 } < 10)
  }
}
