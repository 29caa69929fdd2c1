/// How many threads each rank of a job runs, and where.
package struct ThreadPlan: Sendable {
  /// Threads by rank.
  package let threads: [Int]
  /// The machines, by their first rank.
  package let hosts: [Host]

  /// A machine, and what runs there.
  package struct Host: Equatable, Sendable {
    /// As `gethostname` has it.
    package let name: String
    /// Ranks of the job that are on it.
    package let ranks: Int
    /// Of all its ranks.
    package let threads: Int
    /// Whole cores that its ranks may use.
    package let cores: Int

    /// Must threads take turns?
    package var isCrowded: Bool { threads > cores }
  }

  /// Asks every rank for its facts; to be called by all.
  package init(asked: Int?, on communicator: Communicator, _ environment: [String: String]) {
    let own = CoreFacts(ofThisProcess: environment)
    self.init(asked: asked, communicator.allGather(own.bytes).map { CoreFacts($0) })
  }

  /// `asked` is `--threads`, else each rank gets its share of what its machine gives; `facts` are by rank.
  package init(asked: Int?, _ facts: [CoreFacts]) {
    let hosts = Dictionary(grouping: facts.indices) { facts[$0].host }
    let threads = facts.map { own in
      asked ?? max(1, Self.wholeCores(Self.share(of: own, among: hosts[own.host]!.map { facts[$0] })))
    }
    self.threads = threads
    self.hosts = hosts.sorted { $0.value[0] < $1.value[0] }.map { name, ranks in
      Host(
        name: name, ranks: ranks.count, threads: ranks.reduce(0) { $0 + threads[$1] },
        cores: max(1, Self.wholeCores(Self.capacity(of: ranks.map { facts[$0] }))))
    }
  }

  /// The cores of a rank among the ranks of its machine: the least of
  ///
  /// - its affinity mask, where a core that k ranks may use counts as 1/k: equal masks are shared, and
  ///   masks of a core each, as a launcher binds ranks, are taken as they are;
  /// - its part of the quota of its control group;
  /// - its part of the CPUs that Slurm has given to the step on this machine;
  /// - `--cpus-per-task`.
  private static func share(of own: CoreFacts, among neighbours: [CoreFacts]) -> Double {
    // Most often all masks are one, and 64 ranks of 64 cores need not be compared core by core.
    let masks =
      neighbours.allSatisfy { $0.cores == own.cores }
      ? Double(own.cores.count) / Double(neighbours.count)
      : own.cores.cores.reduce(0) { sum, core in
        sum + 1 / Double(neighbours.count { $0.cores.cores.contains(core) })
      }
    let quota = own.quota.map { quota in
      quota / Double(neighbours.count { $0.quotaFolder == own.quotaFolder && $0.quota != nil })
    }
    let allocated = own.allocated.map { Double($0) / Double(neighbours.count) }
    return [masks, quota, allocated, own.perTask.map(Double.init)].compactMap { $0 }.min()!
  }

  /// What a machine gives to all its ranks.
  private static func capacity(of ranks: [CoreFacts]) -> Double {
    let masks = ranks.reduce(into: Set<Int>()) { $0.formUnion($1.cores.cores) }.count
    let quotas = Dictionary(
      ranks.map { ($0.quota == nil ? "" : $0.quotaFolder, $0.quota ?? .infinity) }, uniquingKeysWith: min)
    let allocated = ranks.compactMap(\.allocated).max()
    return min(Double(masks), quotas.values.reduce(0, +), allocated.map(Double.init) ?? .infinity)
  }

  /// Of 2.9 cores, 2: more threads than cores wait for one another. Sums of parts may miss a whole by rounding.
  private static func wholeCores(_ cores: Double) -> Int { Int(cores + 1e-6) }
}
