import FoundationEssentials

/// Wall time by stage of a run. Of one thread at a time.
package final class RunClock {
  /// Seconds of each stage so far, by first end.
  package private(set) var laps: [(stage: RunStage, seconds: Double)] = []
  let startDate = Date()
  private let start: ContinuousClock.Instant
  private let cpuAtStart = ResourceUsage.now.cpuSeconds
  private var last: ContinuousClock.Instant

  /// Starts now.
  package init() {
    start = ContinuousClock.now
    last = start
  }

  /// Ends a stage, or a part of it.
  package func lap(_ stage: RunStage) {
    let now = ContinuousClock.now
    let seconds = (now - last) / .seconds(1)
    last = now
    if let known = laps.firstIndex(where: { $0.stage == stage }) {
      laps[known].seconds += seconds
    } else {
      laps.append((stage, seconds))
    }
  }

  /// 0 for a stage that has not ended.
  package func seconds(of stage: RunStage) -> Double { laps.first { $0.stage == stage }?.seconds ?? 0 }

  /// Since the first stage ended.
  var secondsSinceReading: Double { elapsed - seconds(of: .read) }

  /// Until now.
  var elapsed: Double { (ContinuousClock.now - start) / .seconds(1) }

  /// Of all stages.
  package var total: Double { (last - start) / .seconds(1) }

  /// CPU time of this process since the start.
  var cpuSeconds: Double { ResourceUsage.now.cpuSeconds - cpuAtStart }
}
