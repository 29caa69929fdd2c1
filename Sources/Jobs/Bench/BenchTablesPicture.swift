import Benchmarks
import FoundationEssentials
import Rendering

extension BenchTables {
  /// Speed-up and efficiency of each problem that has a serial run.
  var picture: ScalingPicture {
    ScalingPicture(
      problems: scalingCurves.map { problem, curves in
        .init(title: problem, curves: curves.map { .init($0) }, bars: bars(of: problem))
      },
      title: "Speed-up over the serial run",
      subtitle: "\(machine.cpu), \(machine.cores) cores, \(run.started.formatted(.iso8601)); "
        + "bars: from the confidence intervals of both medians",
      cores: machine.cores)
  }
}

extension BenchTables {
  /// Of the runs whose stages are known.
  fileprivate func bars(of problem: String) -> StageBars {
    let timed = rows.filter { "\($0.workload): \($0.problem)" == problem && $0.pipeline != nil }
    return StageBars(
      timed.map { row in
        .init(
          label: "\(row.ranks) x \(row.threads)", stages: row.pipeline!.stages.map { ($0.name, $0.seconds) })
      })
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
