/// Speed-up over the number of workers: of one schedule, with so many threads a rank.
package struct ScalingCurve: Sendable, Equatable {
  package struct Point: Sendable, Equatable {
    package let workers: Int
    package let speedUp: Double
    /// From the confidence intervals of both medians; wider than 95 % alone would want. None where a median has none.
    package let interval: ClosedRange<Double>?

    package init(workers: Int, speedUp: Double, interval: ClosedRange<Double>?) {
      self.workers = workers
      self.speedUp = speedUp
      self.interval = interval
    }
  }

  package let label: String
  /// Ascending by workers.
  package let points: [Point]

  package init(label: String, points: [Point]) {
    self.label = label
    self.points = points
  }
}
