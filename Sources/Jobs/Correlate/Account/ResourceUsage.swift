import Glibc

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
