import Distribution
import Jobs
import Testing

@Suite("Warnings about threads")
struct ThreadWarningsTests {
  private static func warnings(
    threads: Int?, hosts: Int = 1, ranks: Int = 1, _ environment: [String: String] = [:]
  ) -> [String] {
    let facts = (0..<hosts).flatMap { host in
      Array(repeating: CoreFacts(host: "n\(host)", cores: CoreSet(list: "0-3")!), count: ranks)
    }
    return ThreadPlan(asked: threads, facts).warnings(environment)
  }

  @Test("as many threads as cores are no matter; more take turns")
  func crowded() {
    #expect(Self.warnings(threads: nil) == [])
    #expect(Self.warnings(threads: 4) == [])
    #expect(
      Self.warnings(threads: 5) == [
        "5 threads take turns on 4 cores of n0, which costs time; leave --threads out for one thread on each core"
      ])
    #expect(
      Self.warnings(threads: 1, ranks: 5) == [
        "5 threads of 5 ranks take turns on 4 cores of n0, which costs time; 4 ranks would not"
      ])
  }

  @Test("of many hosts the first ones are named, the others counted")
  func manyHosts() {
    let warnings = Self.warnings(threads: 9, hosts: 5)
    #expect(warnings.count == 4)
    #expect(warnings.last == "so it is on 2 more hosts")
  }

  @Test("nodes of a Slurm job that stay idle are told, but not to a step that may be meant to have one")
  func idleNodes() {
    let job = ["SLURM_JOB_NUM_NODES": "3"]
    #expect(
      Self.warnings(threads: nil, job).first?.hasPrefix("of the 3 nodes of this Slurm job only n0") == true)
    #expect(Self.warnings(threads: nil, job.merging(["SLURM_STEP_ID": "0"]) { $1 }) == [])
    #expect(Self.warnings(threads: nil, hosts: 3, job) == [])
  }
}
