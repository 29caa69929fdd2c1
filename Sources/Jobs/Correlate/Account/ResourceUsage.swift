import FoundationEssentials
import Glibc

/// What the kernel has counted for this process.
struct ResourceUsage {
  let cpuSeconds: Double
  let peakBytes: Int

  static var now: ResourceUsage {
    var usage = rusage()
    unsafe getrusage(RUSAGE_SELF.rawValue, &usage)
    func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
    return ResourceUsage(
      cpuSeconds: seconds(usage.ru_utime) + seconds(usage.ru_stime), peakBytes: peak ?? usage.ru_maxrss << 10)
  }

  /// The most memory since the program was started. That of `getrusage` begins with what the process that started it
  /// had: a notebook's gigabytes.
  private static var peak: Int? {
    guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8) else { return nil }
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
    return line.flatMap { Int($0.filter(\.isNumber)) }.map { $0 << 10 }
  }
}
