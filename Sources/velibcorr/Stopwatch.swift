import FoundationEssentials
import Glibc

/// Wall time by stage.
struct Stopwatch {
  private(set) var laps: [(name: String, seconds: Double)] = []
  let startDate = Date()
  private let start = ContinuousClock.now
  private let cpuAtStart = ResourceUsage.now.cpuSeconds
  private var last = ContinuousClock.now

  /// Ends a stage.
  mutating func lap(_ name: String) {
    let now = ContinuousClock.now
    laps.append((name, (now - last) / .seconds(1)))
    last = now
  }

  /// Since the first stage, reading, ended.
  var secondsSinceFirstLap: Double { elapsed - (laps.first?.seconds ?? 0) }

  /// Until now.
  var elapsed: Double { (ContinuousClock.now - start) / .seconds(1) }

  /// Of all stages.
  var total: Double { (last - start) / .seconds(1) }

  /// CPU time of this process since the start.
  var cpuSeconds: Double { ResourceUsage.now.cpuSeconds - cpuAtStart }
}

/// What the kernel has counted for this process (`getrusage`).
struct ResourceUsage {
  let cpuSeconds: Double
  let peakBytes: Int

  static var now: ResourceUsage {
    var usage = rusage()
    unsafe getrusage(RUSAGE_SELF.rawValue, &usage)
    func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
    return ResourceUsage(
      cpuSeconds: seconds(usage.ru_utime) + seconds(usage.ru_stime), peakBytes: usage.ru_maxrss << 10)
  }
}
