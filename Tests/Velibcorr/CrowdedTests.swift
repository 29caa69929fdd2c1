import Distribution
import Foundation
import TestSupport
import Testing

/// How many threads run, and what is said where cores are too few.
@Suite struct CrowdedTests {
  private static let cores = CoreFacts(ofThisProcess: [:]).cores

  private func run(
    _ arguments: [String], before: [String] = [], environment: [String: String?] = [:]
  ) throws -> String {
    let velibcorr = try Velibcorr()
    try velibcorr.write("small.csv", smallLog)
    let outcome = try velibcorr.run(["small.csv"] + arguments, before: before, environment: environment)
    #expect(outcome.ending == .exit(0), "\(outcome.errors)")
    return outcome.errors
  }

  @Test("More threads than cores are warned about, with what to do")
  func threads() throws {
    let words = try run(["--threads", "\(Self.cores.count + 1)"])
    #expect(
      words.contains("\nvelibcorr: \(Self.cores.count + 1) threads take turns on \(Self.cores.count) core"))
    #expect(words.contains("leave --threads out for one thread on each core\n"))
  }

  @Test("More ranks than cores too, once")
  func ranks() throws {
    let ranks = Self.cores.count + 1
    let words = try run(["--ranks", "\(ranks)"])
    #expect(
      words.contains("velibcorr: \(ranks) threads of \(ranks) ranks take turns on \(Self.cores.count) core"))
    #expect(words.matches(of: #/take turns/#).count == 1)
    #expect(words.contains("ranks      \(ranks) x 1 thread on 1 host ("))
    #expect(words.matches(of: #/rank \d +1 thread, +\d+ of 100 % CPU, +\d+ % in MPI, peak /#).count == ranks)
  }

  @Test("No warning by default, or where all fits, or with --quiet")
  func fits() throws {
    #expect(try !run([]).contains("take turns"))
    #expect(try !run(["--threads", "\(Self.cores.count)"]).contains("take turns"))
    #expect(try run(["--threads", "\(Self.cores.count + 1)", "--quiet"]) == "")
  }

  @Test("An affinity mask of one core makes one thread")
  func mask() throws {
    let core = try #require(Self.cores.cores.min())
    #expect(try run([], before: ["taskset", "-c", "\(core)"]).contains("process    1 thread, "))
  }

  @Test("Slurm's --cpus-per-task makes so many, if there are cores for them")
  func perTask() throws {
    #expect(try run([], environment: ["SLURM_CPUS_PER_TASK": "1"]).contains("process    1 thread, "))
    let threads = Self.cores.count == 1 ? "1 thread, " : "\(Self.cores.count) threads, "
    #expect(try run([], environment: ["SLURM_CPUS_PER_TASK": "4096"]).contains("process    \(threads)"))
  }

  @Test("An address space that is too small for the threads is refused at once, not waited for")
  func addressSpace() throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.txt", GeneratedLog.shared.bytes)
    func limited(_ limit: Int) -> [String] { ["sh", "-c", "ulimit -v \(limit) && exec \"$0\" \"$@\""] }
    let refused = try velibcorr.run(["log.txt", "-o", "r.csv", "--threads", "5"], before: limited(420_000))
    try velibcorr.expectFailure(
      refused, exit: 64, says: ["is limited to 420000 kB, which is too little for 5 threads", "ulimit -v"],
      files: ["log.txt"])
    let refusedRanks = try velibcorr.run(
      ["log.txt", "-o", "r.csv", "--threads", "5", "--ranks", "2"], before: limited(420_000))
    try velibcorr.expectFailure(
      refusedRanks, exit: 64, says: ["is limited to 420000 kB, which is too little for 5 threads"],
      files: ["log.txt"])
    for arguments in [["--threads", "1"], ["--threads", "1", "--ranks", "2"]] {
      let outcome = try velibcorr.run(
        ["log.txt", "-o", "r.csv", "--profiles", "p.csv"] + arguments, before: limited(600_000))
      #expect(outcome.ending == .exit(0), "\(outcome.errors)")
      let isSame = try velibcorr.bytes("r.csv") == GeneratedLog.shared.matrix
      #expect(isSame)
    }
  }

  @Test("How many threads the environment gives OpenBLAS changes nothing", arguments: ["1", "2", "64"])
  func blasThreads(threads: String) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.txt", GeneratedLog.shared.bytes)
    let outcome = try velibcorr.run(
      ["log.txt", "-o", "r.csv"], environment: ["OPENBLAS_NUM_THREADS": threads])
    #expect(outcome.ending == .exit(0), "\(outcome.errors)")
    let isSame = try velibcorr.bytes("r.csv") == GeneratedLog.shared.matrix
    #expect(isSame)
  }

  @Test("A job of several nodes that uses one is told so, a step of srun on one node is not")
  func idleNodes() throws {
    let nodes = ["SLURM_JOB_NUM_NODES": "3"]
    for arguments in [[], ["--ranks", "2"]] {
      let words = try run(arguments, environment: nodes)
      #expect(words.contains("velibcorr: of the 3 nodes of this Slurm job only "))
      #expect(words.contains("srun --mpi=pmix velibcorr"))
    }
    #expect(try !run([], environment: nodes.merging(["SLURM_STEP_ID": "0"]) { $1 }).contains("nodes"))
    #expect(try !run([], environment: ["SLURM_JOB_NUM_NODES": "1"]).contains("nodes"))
  }

  @Test("The CPUs of a Slurm step are shared among the ranks that velibcorr starts in it")
  func allocated() throws {
    let words = try run(["--ranks", "2"], environment: ["SLURM_CPUS_ON_NODE": "1"])
    #expect(words.contains("2 threads of 2 ranks take turns on 1 core of "))
    #expect(words.contains("1 rank would not"))
  }
}
