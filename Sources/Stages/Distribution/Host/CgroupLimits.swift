/// What the control groups of this process allow it (cgroups(7), version 1, 2 or both).
package struct CgroupLimits: Equatable, Sendable {
  /// A limit, and the folder that sets it: processes that see the same one share it.
  package struct Limit<Value: Equatable & Sendable>: Equatable, Sendable {
    /// Cores, or bytes.
    package let value: Value
    /// The path of the group in the file system.
    package let folder: String
  }

  /// CPU time for each unit of time: 1.5 is a core and a half. Nil without a quota.
  package let cores: Limit<Double>?
  /// Bytes. Nil without a limit.
  package let memory: Limit<Int>?

  /// `read` gives the text of a file of the system, nil where there is none.
  ///
  /// A limit holds for all that is below it, so that the least on the way up is what counts.
  package init(read: (String) -> String?) {
    let mounts = CgroupMount.all(in: read("/proc/self/mountinfo") ?? "")
    let groups = (read("/proc/self/cgroup") ?? "").split(separator: "\n").compactMap(CgroupMembership.init)
    func least<Value: Comparable>(
      _ controller: String, _ limit: (CgroupMount, String) -> Value?
    ) -> Limit<Value>? {
      mounts.flatMap { mount in
        mount.folders(of: controller, groups).compactMap { folder in
          limit(mount, folder).map { Limit(value: $0, folder: folder) }
        }
      }.min { $0.value < $1.value }
    }
    cores = least("cpu") { mount, folder in
      mount.isUnified
        ? Self.ratio(read("\(folder)/cpu.max") ?? "")
        : Self.ratio(
          (read("\(folder)/cpu.cfs_quota_us") ?? "") + " " + (read("\(folder)/cpu.cfs_period_us") ?? ""))
    }
    memory = least("memory") { mount, folder in
      let words = read("\(folder)/\(mount.isUnified ? "memory.max" : "memory.limit_in_bytes")") ?? ""
      // Version 1 says "no limit" by a number near 2^63, version 2 by "max".
      return Int(words.trimmed).flatMap { $0 > 0 && $0 < 1 << 60 ? $0 : nil }
    }
  }

  /// "150000 100000", microseconds of CPU time in a period; version 1 has a quota of -1, version 2 "max" for none.
  private static func ratio(_ words: String) -> Double? {
    let numbers = words.split(whereSeparator: \.isWhitespace).map { Double($0) }
    guard numbers.count == 2, let quota = numbers[0], let period = numbers[1], quota > 0, period > 0 else {
      return nil
    }
    return quota / period
  }
}

/// A line of /proc/self/cgroup: "4:cpu,cpuacct:/job/7", or "0::/job/7" of version 2.
private struct CgroupMembership {
  let controllers: [Substring]
  let path: Substring

  init?(_ line: Substring) {
    let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3 else { return nil }
    controllers = parts[1].split(separator: ",")
    path = parts[2]
  }
}

/// A hierarchy of control groups in the file system, a line of /proc/self/mountinfo.
private struct CgroupMount {
  let isUnified: Bool
  private let root: Substring
  private let point: Substring
  private let controllers: [Substring]

  static func all(in mountinfo: String) -> [CgroupMount] {
    mountinfo.split(separator: "\n").compactMap(CgroupMount.init)
  }

  /// "32 31 0:29 ROOT POINT rw,relatime - cgroup cgroup rw,cpu" (proc(5)); nil for another file system.
  private init?(_ line: Substring) {
    let fields = line.split(separator: " ")
    guard let dash = fields.firstIndex(of: "-"), dash > 5, fields.count == dash + 4 else { return nil }
    guard fields[dash + 1] == "cgroup" || fields[dash + 1] == "cgroup2" else { return nil }
    isUnified = fields[dash + 1] == "cgroup2"
    root = fields[3]
    point = fields[4]
    controllers = fields[dash + 3].split(separator: ",")
  }

  /// The folders of the process's group and of those above it, as far as they are mounted here.
  func folders(of controller: String, _ groups: [CgroupMembership]) -> [String] {
    guard isUnified || controllers.contains(Substring(controller)) else { return [] }
    let group = groups.first {
      isUnified ? $0.controllers.isEmpty : $0.controllers.contains(Substring(controller))
    }
    guard let group else { return [] }
    var names = below(group.path)
    var folders = [String(point)]
    while !names.isEmpty { folders.append("\(folders[folders.count - 1])/\(names.removeFirst())") }
    return folders
  }

  /// The way from the mount to the group. In a container, the path may be one of the host's, of which the
  /// mount shows the end only.
  private func below(_ path: Substring) -> [Substring] {
    let (names, above) = (path.split(separator: "/"), root.split(separator: "/"))
    guard names.starts(with: above), !names.contains("..") else { return [] }
    return Array(names.dropFirst(above.count))
  }
}

extension String {
  fileprivate var trimmed: Substring {
    self[...].drop(while: \.isWhitespace).prefix { !$0.isWhitespace }
  }
}
