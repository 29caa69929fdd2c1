/// Decides which configuration is to be run next: in rounds, in each of which every configuration that is not done has
/// one trial, in random order, so that what changes on the machine meanwhile meets all alike.
///
/// It has no clock and runs nothing: of several ranks the first asks, informs the others, and records the time of the
/// slowest (`TrialRunner`).
///
/// That it looks at the interval after each trial makes it end sooner on trials that happen to be alike. What that
/// costs is little: the interval of skewed trials holds their median in 94 % of the cases instead of 95 %.
package struct TrialSchedule: Sendable {
  private var configurations: [Configuration]
  private var round: [Int] = []
  private var orders: SplitMix

  private struct Configuration {
    let plan: TrialPlan
    var warmUpsLeft: Int
    var trials: [Double] = []
    var spent = 0.0
    var isDone = false
  }

  /// - Parameters:
  ///   - plans: of each configuration.
  ///   - seed: of the order in which a round's configurations are run.
  package init(plans: [TrialPlan], seed: UInt64 = 0) {
    precondition(plans.allSatisfy { $0.warmUps >= 0 && $0.minimumTrials > 0 })
    precondition(plans.allSatisfy { $0.maximumTrials >= $0.minimumTrials })
    configurations = plans.map { Configuration(plan: $0, warmUpsLeft: $0.warmUps) }
    orders = SplitMix(stream: UniformStream(seed: seed))
  }

  /// The configuration to be run now; none when all are done.
  package mutating func next() -> Int? {
    if round.isEmpty {
      round = configurations.indices.filter { !configurations[$0].isDone }.shuffled(using: &orders)
    }
    return round.popLast()
  }

  /// Takes the time of a run of a configuration.
  ///
  /// - Parameter spent: with what came before and after it, for the time limit.
  package mutating func record(seconds: Double, spent: Double, of configuration: Int) {
    precondition(seconds >= 0 && spent >= 0)
    var state = configurations[configuration]
    state.spent += spent
    if state.warmUpsLeft > 0 {
      state.warmUpsLeft -= 1
    } else {
      state.trials.append(seconds)
      state.isDone = isEnough(state)
    }
    configurations[configuration] = state
  }

  /// The trials of each configuration, in the order in which they were made.
  package var trials: [[Double]] { configurations.map(\.trials) }

  /// Seconds of all that is still to be run, about: an interval is half as wide after four times as many trials.
  package var secondsLeft: Double {
    configurations.filter { !$0.isDone }.reduce(0) { $0 + secondsLeft(of: $1) }
  }

  private func secondsLeft(of state: Configuration) -> Double {
    let plan = state.plan
    let limit = max(0, plan.timeLimit / .seconds(1) - state.spent)
    let runs = state.trials.count + plan.warmUps - state.warmUpsLeft
    guard runs > 0 else { return limit }
    var wanted = plan.maximumTrials
    if state.trials.count >= plan.minimumTrials, plan.relativeWidth > 0 {
      let ratio = TrialStatistics(state.trials).relativeWidth / plan.relativeWidth
      wanted = Int(min(Double(wanted), Double(state.trials.count) * ratio * ratio))
    }
    return min(limit, Double(max(1, wanted - state.trials.count)) * state.spent / Double(runs))
  }

  private func isEnough(_ state: Configuration) -> Bool {
    let plan = state.plan
    if state.spent >= plan.timeLimit / .seconds(1) || state.trials.count >= plan.maximumTrials { return true }
    guard state.trials.count >= plan.minimumTrials else { return false }
    return TrialStatistics(state.trials).relativeWidth <= plan.relativeWidth
  }
}

/// The bits of a stream one after the other, for the standard library.
private struct SplitMix: RandomNumberGenerator, Sendable {
  let stream: UniformStream
  var position = 0

  mutating func next() -> UInt64 {
    position += 1
    return stream.bits(position)
  }
}
