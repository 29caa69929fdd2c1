import Glibc

/// What cores have done since the system was started, as the kernel counts it.
package struct CoreTimes: Equatable, Sendable {
  /// Seconds of all these cores together in which they ran anything.
  package let busy: Double
  /// Seconds in which another machine had them ("steal").
  package let stolen: Double
  /// Seconds of all these cores together, idle ones too.
  package let total: Double

  /// Those of some cores, by the text of /proc/stat (proc(5)); nil where it does not tell of all of them.
  package init?(stat: String, cores: CoreSet, ticksPerSecond: Double) {
    var (busy, stolen, total, found) = (0.0, 0.0, 0.0, 0)
    for line in stat.split(separator: "\n") where line.hasPrefix("cpu") {
      let fields = line.split(separator: " ")
      guard let core = Int(fields[0].dropFirst(3)), cores.cores.contains(core) else { continue }
      // user, nice, system, idle, iowait, irq, softirq, steal; what guests use is in the first two.
      let ticks = fields.dropFirst().prefix(8).compactMap { Double($0) }
      guard ticks.count == 8 else { return nil }
      let all = ticks.reduce(0, +)
      busy += all - ticks[3] - ticks[4] - ticks[7]
      stolen += ticks[7]
      total += all
      found += 1
    }
    guard found == cores.count, found > 0 else { return nil }
    self.busy = busy / ticksPerSecond
    self.stolen = stolen / ticksPerSecond
    self.total = total / ticksPerSecond
  }

  /// Those of now; nil where the kernel does not tell.
  package static func now(of cores: CoreSet) -> CoreTimes? {
    SystemFile.text("/proc/stat").flatMap {
      CoreTimes(stat: $0, cores: cores, ticksPerSecond: Double(sysconf(Int32(_SC_CLK_TCK))))
    }
  }

  /// How often some cores were slowed down since the system was started, as they were too hot, and the group of this
  /// process since that was made, as it had used up its quota; as far as that is told. `read` gives the text of a file.
  package static func slowdowns(of facts: CoreFacts, read: (String) -> String? = SystemFile.text) -> Int {
    let tooHot = facts.cores.cores.reduce(0) { sum, core in
      let file = "/sys/devices/system/cpu/cpu\(core)/thermal_throttle/core_throttle_count"
      return sum + (read(file).flatMap { Int($0.filter(\.isNumber)) } ?? 0)
    }
    let lines = facts.quotaFolder.isEmpty ? "" : read("\(facts.quotaFolder)/cpu.stat") ?? ""
    let line = lines.split(separator: "\n").first { $0.hasPrefix("nr_throttled ") }
    return tooHot + (line.flatMap { Int($0.filter(\.isNumber)) } ?? 0)
  }
}
