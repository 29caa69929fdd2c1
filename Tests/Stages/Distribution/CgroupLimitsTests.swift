import Distribution
import Testing

@Suite("CgroupLimits: quota and memory of control groups")
struct CgroupLimitsTests {
  private static func limits(mounts: [String], groups: [String], _ files: [String: String]) -> CgroupLimits {
    var system = files
    system["/proc/self/mountinfo"] =
      (["1 0 8:1 / / rw - ext4 /dev/sda rw"] + mounts).joined(separator: "\n") + "\n"
    system["/proc/self/cgroup"] = groups.joined(separator: "\n") + "\n"
    return CgroupLimits { system[$0] }
  }

  private static func expect<Value>(
    _ limit: CgroupLimits.Limit<Value>?, _ value: Value, by folder: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(limit?.value == value, sourceLocation: sourceLocation)
    #expect(limit?.folder == folder, sourceLocation: sourceLocation)
  }

  private static let unified = [
    "30 24 0:26 / /sys/fs/cgroup rw,nosuid shared:4 - cgroup2 cgroup2 rw,nsdelegate"
  ]
  private static let divided = [
    "32 31 0:29 / /sys/fs/cgroup/cpu rw,relatime - cgroup cgroup rw,cpu,cpuacct",
    "35 31 0:32 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory",
    "40 31 0:37 / /sys/fs/cgroup/systemd rw,relatime - cgroup cgroup rw,name=systemd",
  ]

  @Test("version 2: quota and memory of the group")
  func version2() {
    let limits = Self.limits(
      mounts: Self.unified, groups: ["0::/job"],
      [
        "/sys/fs/cgroup/job/cpu.max": "150000 100000\n", "/sys/fs/cgroup/job/memory.max": "1073741824\n",
      ])
    Self.expect(limits.cores, 1.5, by: "/sys/fs/cgroup/job")
    Self.expect(limits.memory, 1 << 30, by: "/sys/fs/cgroup/job")
  }

  @Test("a limit above holds too, and the least of all is the one")
  func above() {
    let limits = Self.limits(
      mounts: Self.unified, groups: ["0::/slice/job/step"],
      [
        "/sys/fs/cgroup/slice/cpu.max": "200000 100000\n", "/sys/fs/cgroup/slice/job/cpu.max": "max 100000\n",
        "/sys/fs/cgroup/slice/job/step/cpu.max": "400000 100000\n",
        "/sys/fs/cgroup/slice/memory.max": "max\n", "/sys/fs/cgroup/slice/job/memory.max": "5000\n",
      ])
    Self.expect(limits.cores, 2, by: "/sys/fs/cgroup/slice")
    Self.expect(limits.memory, 5000, by: "/sys/fs/cgroup/slice/job")
  }

  @Test("version 2 without limits")
  func version2Unlimited() {
    let limits = Self.limits(
      mounts: Self.unified, groups: ["0::/"],
      ["/sys/fs/cgroup/cpu.max": "max 100000\n", "/sys/fs/cgroup/memory.max": "max\n"])
    #expect(limits.cores == nil)
    #expect(limits.memory == nil)
  }

  @Test("version 1: each controller has a hierarchy of its own")
  func version1() {
    let limits = Self.limits(
      mounts: Self.divided, groups: ["9:name=systemd:/", "4:memory:/m", "1:cpu,cpuacct:/c"],
      [
        "/sys/fs/cgroup/cpu/c/cpu.cfs_quota_us": "50000\n",
        "/sys/fs/cgroup/cpu/c/cpu.cfs_period_us": "100000\n",
        "/sys/fs/cgroup/memory/m/memory.limit_in_bytes": "2000000\n",
      ])
    Self.expect(limits.cores, 0.5, by: "/sys/fs/cgroup/cpu/c")
    Self.expect(limits.memory, 2_000_000, by: "/sys/fs/cgroup/memory/m")
  }

  @Test("version 1 says that there is no limit by -1 and by a number near 2^63")
  func version1Unlimited() {
    let limits = Self.limits(
      mounts: Self.divided, groups: ["4:memory:/", "1:cpu,cpuacct:/"],
      [
        "/sys/fs/cgroup/cpu/cpu.cfs_quota_us": "-1\n", "/sys/fs/cgroup/cpu/cpu.cfs_period_us": "100000\n",
        "/sys/fs/cgroup/memory/memory.limit_in_bytes": "9223372036854771712\n",
      ])
    #expect(limits.cores == nil)
    #expect(limits.memory == nil)
  }

  @Test("in a container the mount is the group, by whatever name the host knows it")
  func container() {
    for (root, group) in [("/docker/ab", "/docker/ab"), ("/", "/../../else"), ("/docker/ab", "/other")] {
      let limits = Self.limits(
        mounts: ["30 24 0:26 \(root) /sys/fs/cgroup ro - cgroup2 cgroup rw"], groups: ["0::\(group)"],
        ["/sys/fs/cgroup/cpu.max": "300000 100000\n"])
      Self.expect(limits.cores, 3, by: "/sys/fs/cgroup")
    }
  }

  @Test("a mount that shows a part of the hierarchy only")
  func partialMount() {
    let limits = Self.limits(
      mounts: ["30 24 0:26 /a /sys/fs/cgroup rw - cgroup2 cgroup rw"], groups: ["0::/a/b"],
      ["/sys/fs/cgroup/b/memory.max": "7\n"])
    Self.expect(limits.memory, 7, by: "/sys/fs/cgroup/b")
  }

  @Test("no control groups, or texts of another kind, are no limits")
  func nothing() {
    #expect(CgroupLimits { _ in nil }.cores == nil)
    #expect(CgroupLimits { _ in "nonsense - - -\n\n::" }.memory == nil)
    let limits = Self.limits(
      mounts: Self.unified, groups: ["0::/"],
      ["/sys/fs/cgroup/cpu.max": "0 0", "/sys/fs/cgroup/memory.max": "much"])
    #expect(limits.cores == nil)
    #expect(limits.memory == nil)
  }
}
