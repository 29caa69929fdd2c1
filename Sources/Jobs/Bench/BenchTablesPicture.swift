import Benchmarks
import FoundationEssentials
import Rendering

extension BenchTables {
  /// Speed-up and efficiency of each problem that has a serial run.
  var picture: ScalingPicture {
    ScalingPicture(
      problems: scalingCurves.map { problem, curves in
        .init(title: problem, curves: curves.map { .init($0) })
      },
      title: "Speed-up over the serial run",
      subtitle: "\(machine.cpu), \(machine.cores) cores, \(run.started.formatted(.iso8601)); "
        + "bars: 95 % confidence intervals of both medians",
      cores: machine.cores)
  }
}

extension ScalingPicture.Curve {
  fileprivate init(_ curve: ScalingCurve) {
    self.init(
      label: curve.label,
      points: curve.points.map {
        .init(workers: $0.workers, speedUp: $0.speedUp, interval: $0.interval)
      })
  }
}
