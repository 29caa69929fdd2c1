/// Speed-up over the number of workers: of one schedule, with so many threads a rank.
package struct ScalingCurve: Sendable, Equatable {
  /// The speed-up of one number of workers.
  package struct Point: Sendable, Equatable {
    /// Ranks x threads.
    package let workers: Int
    /// The serial median over this one.
    package let speedUp: Double
    /// As of `Scaling`. None where a median has none.
    package let interval: ClosedRange<Double>?

    /// A point with its interval, if there is one.
    package init(workers: Int, speedUp: Double, interval: ClosedRange<Double>?) {
      self.workers = workers
      self.speedUp = speedUp
      self.interval = interval
    }
  }

  /// The schedule, and the threads of a rank where several numbers of them were run.
  package let label: String
  /// Ascending by workers.
  package let points: [Point]

  /// A curve through points that ascend.
  package init(label: String, points: [Point]) {
    self.label = label
    self.points = points
  }
}
