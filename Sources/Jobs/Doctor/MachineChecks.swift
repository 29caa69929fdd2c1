import Distribution
import Glibc
import Text

/// Cores, threads and memory that this process may use.
struct MachineChecks {
  private let environment: [String: String]
  private let facts: CoreFacts
  private let memory: CgroupLimits.Limit<Int>?

  init(_ environment: [String: String]) {
    self.environment = environment
    facts = CoreFacts(ofThisProcess: environment)
    memory = CgroupLimits(read: SystemFile.text).memory
  }

  var coreFinding: Finding {
    let machine = CoreFacts.coresOfMachine
    var words = "\(facts.cores.count) of \(machine) (affinity \(facts.cores))"
    words += facts.quota.map { ", quota of \(Figures.fixed($0, 2)) by \(facts.quotaFolder)" } ?? ", no quota"
    if let allocated = facts.allocated { words += ", \(allocated) allocated by Slurm" }
    if let perTask = facts.perTask { words += ", \(perTask) for each task" }
    let figures = ["cores": Double(facts.cores.count), "machine_cores": Double(machine)]
    if facts.cores.count == 1 && machine > 1 {
      return .warning(
        "cores", "\(words): this process is bound to one core",
        cure: "mpiexec --bind-to none, srun --cpus-per-task N, or taskset -c 0-\(machine - 1)", figures)
    }
    if let quota = facts.quota, quota < 1 {
      return .warning(
        "cores", "\(words): a thread is stopped for part of the time",
        cure: "ask for at least one whole core (cpu.max of the control group, --cpus of a container)", figures
      )
    }
    return .ok("cores", words, figures)
  }

  /// By default: of the ranks that there are, or of one process.
  func threadFinding(_ plan: ThreadPlan) -> Finding {
    let most = plan.threads.max()!
    let words =
      plan.threads.count == 1
      ? "\(most) by default, shared among ranks where there are some; BLAS adds none"
      : "\(most) for each of \(plan.threads.count) ranks by default; BLAS adds none"
    let figures = ["threads": Double(most)]
    guard let crowded = plan.warnings(environment).first else { return .ok("threads", words, figures) }
    return .warning("threads", crowded, cure: "start fewer ranks, or ask for more cores", figures)
  }

  var memoryFinding: Finding {
    let machine = sysconf(Int32(_SC_PHYS_PAGES)) * sysconf(Int32(_SC_PAGESIZE))
    var figures = ["machine_bytes": Double(machine)]
    guard let memory, memory.value < machine else {
      return .ok("memory", "\(Self.size(machine)), no limit by a control group", figures)
    }
    figures["limit_bytes"] = Double(memory.value)
    let words = "\(Self.size(memory.value)) of \(Self.size(machine)), by \(memory.folder)"
    // Beside what --memory bounds, a process takes some 100 MB.
    guard memory.value < RunningSettings.defaultMemory + 256 << 20 else {
      return .ok("memory", words, figures)
    }
    return .warning(
      "memory",
      "\(words): --deduplicate, --pairs and --partial may take \(Self.size(RunningSettings.defaultMemory))",
      cure:
        "give --memory \(max(1, memory.value >> 21))M, or raise the limit (sbatch --mem, docker --memory)",
      figures)
  }

  private static func size(_ bytes: Int) -> String { Figures.fixed(Double(bytes) / 1e9, 1) + " GB" }
}
