import Distribution

extension ThreadPlan {
  /// What there is to say where threads must take turns, and where machines stay idle.
  package func warnings(_ environment: [String: String]) -> [String] {
    let crowded = hosts.filter(\.isCrowded)
    let more = crowded.count - Self.mostHosts
    return crowded.prefix(Self.mostHosts).map(Self.warning)
      + (more > 0 ? ["so it is on \(more) more host\(more == 1 ? "" : "s")"] : [])
      + idleNodes(environment)
  }

  private static let mostHosts = 3

  private static func warning(_ host: Host) -> String {
    let ranks = host.ranks == 1 ? "" : " of \(host.ranks) ranks"
    let advice =
      host.ranks > host.cores
      ? "\(host.cores == 1 ? "1 rank" : "\(host.cores) ranks") would not"
      : "leave --threads out for one thread on each core"
    return
      "\(host.threads) threads\(ranks) take turns on \(host.cores) core\(host.cores == 1 ? "" : "s") of \(host.name), which costs time; \(advice)"
  }

  /// A batch script that starts velibcorr without a launcher uses the first node only. A step of `srun` may be
  /// meant to have one.
  private func idleNodes(_ environment: [String: String]) -> [String] {
    guard hosts.count == 1, environment["SLURM_STEP_ID"] == nil,
      let nodes = environment["SLURM_JOB_NUM_NODES"].flatMap({ Int($0) }), nodes > 1
    else { return [] }
    return [
      "of the \(nodes) nodes of this Slurm job only \(hosts[0].name) is used; srun --mpi=pmix velibcorr ... uses all"
    ]
  }
}
