/// The gain by more workers, from the trials of one worker and of several.
package struct Scaling: Sendable, Equatable {
  /// S = median of one worker / median of p workers, for the same work; where p workers had W times as much to do, W
  /// times that (Gustafson's scaled speed-up).
  package let speedUp: Double
  /// S / p.
  package let efficiency: Double
  /// From the least of one median beside the greatest of the other to the reverse; nil where either has fewer than six
  /// trials. Each median is in its own interval with 96 % at least, so that the speed-up is below both bounds, or above
  /// both, in 2 % of the cases at most, and in far fewer where both medians are equally uncertain.
  package let interval: ClosedRange<Double>?
  /// The part of the work that seems not to be shared out, e = (1 / S - 1 / p) / (1 - 1 / p) (Karp and Flatt,
  /// "Measuring parallel processor performance", 1990). An e that grows with p shows overhead rather than serial
  /// work. Nil where it is no part of anything: for one worker, without a gain that is beyond doubt, for more than
  /// p-fold gain, where the work is not the same.
  package let serialFraction: Double?

  /// Do more workers take less time?
  package enum Gain: Sendable, Equatable { case yes, no, undecided }

  /// By the interval alone: where it holds 1, that is not decided.
  package var gain: Gain {
    guard let interval else { return .undecided }
    return interval.lowerBound > 1 ? .yes : interval.upperBound < 1 ? .no : .undecided
  }

  private static let confidence = 0.96

  /// - Parameters:
  ///   - one: trials of one worker, whose median is above zero.
  ///   - trials: those of `workers` workers, in the same unit.
  ///   - work: theirs, as a multiple of the one worker's.
  package init(one: TrialStatistics, _ trials: TrialStatistics, workers: Int, work: Double = 1) {
    precondition(one.median > 0 && trials.median > 0 && workers > 0 && work > 0)
    let p = Double(workers)
    let speedUp = work * one.median / trials.median
    self.speedUp = speedUp
    efficiency = speedUp / p
    var interval: ClosedRange<Double>?
    if let ones = one.interval(confidence: Self.confidence),
      let others = trials.interval(confidence: Self.confidence)
    {
      interval =
        work * ones.lowerBound / others.upperBound...work * ones.upperBound / others.lowerBound
    }
    self.interval = interval
    let hasGain = work == 1 && workers > 1 && interval.map { $0.lowerBound > 1 } ?? false
    serialFraction = hasGain && speedUp <= p ? (1 / speedUp - 1 / p) / (1 - 1 / p) : nil
  }
}
