import Distribution
import Testing

@Suite("CoreTimes: what cores have done, as the kernel counts it")
struct CoreTimesTests {
  private static let stat = """
    cpu  300 0 60 600 0 0 0 40 0 0
    cpu0 100 10 20 300 30 5 5 30 7 0
    cpu1 200 0 40 270 30 0 0 10 0 0
    cpu10 999 0 0 0 0 0 0 0 0 0
    intr 1 2 3
    """

  @Test("of the cores that are asked for: idle and waiting cores are not busy, nor are stolen ones")
  func known() throws {
    let first = try #require(CoreTimes(stat: Self.stat, cores: CoreSet([0]), ticksPerSecond: 100))
    #expect(first.busy == 1.4 && first.stolen == 0.3 && first.total == 5)
    let both = try #require(CoreTimes(stat: Self.stat, cores: CoreSet([0, 1]), ticksPerSecond: 100))
    #expect(abs(both.busy - 3.8) < 1e-12 && abs(both.total - 10.5) < 1e-12)
  }

  @Test("a core that is not told of, or nothing told: none")
  func missing() {
    #expect(CoreTimes(stat: Self.stat, cores: CoreSet([0, 2]), ticksPerSecond: 100) == nil)
    #expect(CoreTimes(stat: "", cores: CoreSet([0]), ticksPerSecond: 100) == nil)
    #expect(CoreTimes(stat: "cpu0 1 2 3", cores: CoreSet([0]), ticksPerSecond: 100) == nil)
  }

  @Test("this machine's only grow")
  func now() throws {
    let cores = CoreFacts(ofThisProcess: [:]).cores
    let first = try #require(CoreTimes.now(of: cores))
    let second = try #require(CoreTimes.now(of: cores))
    #expect(first.busy <= second.busy && first.total <= second.total && first.busy > 0)
  }

  @Test("slow-downs: heat of each core, and a quota that was used up")
  func slowdowns() {
    let files = [
      "/sys/devices/system/cpu/cpu0/thermal_throttle/core_throttle_count": "4\n",
      "/sys/devices/system/cpu/cpu1/thermal_throttle/core_throttle_count": "1\n",
      "/group/cpu.stat": "usage_usec 5\nnr_periods 9\nnr_throttled 3\nthrottled_usec 7\n",
    ]
    let facts = CoreFacts(cores: CoreSet([0, 1]), quota: 1, quotaFolder: "/group")
    #expect(CoreTimes.slowdowns(of: facts) { files[$0] } == 8)
    #expect(CoreTimes.slowdowns(of: CoreFacts(cores: CoreSet([0]))) { files[$0] } == 4)
    #expect(CoreTimes.slowdowns(of: CoreFacts(cores: CoreSet([5]))) { _ in nil } == 0)
  }
}
