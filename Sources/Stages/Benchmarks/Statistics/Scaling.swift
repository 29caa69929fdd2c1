/// The gain by more workers.
package struct Scaling: Sendable, Equatable {
  /// S = time of one worker / time of p workers.
  package let speedUp: Double
  /// S / p.
  package let efficiency: Double
  /// The part of the work that seems not to be shared out, e = (1 / S - 1 / p) / (1 - 1 / p) (Karp and Flatt,
  /// "Measuring parallel processor performance", 1990). An e that grows with p shows overhead rather than serial
  /// work; below zero, of more than p-fold gain. None for one worker.
  package let serialFraction: Double?

  /// - Parameters:
  ///   - one: the time of one worker, above zero.
  ///   - time: that of `workers` workers, in the same unit.
  package init(one: Double, time: Double, workers: Int) {
    precondition(one > 0 && time > 0 && workers > 0)
    let p = Double(workers)
    speedUp = one / time
    efficiency = speedUp / p
    serialFraction = workers == 1 ? nil : (1 / speedUp - 1 / p) / (1 - 1 / p)
  }
}
