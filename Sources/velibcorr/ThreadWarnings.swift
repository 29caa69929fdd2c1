import Distribution

extension ThreadPlan {
  /// What there is to say where threads must take turns.
  var warnings: [String] {
    crowded.map { crowd in
      let ranks = crowd.ranks == 1 ? "" : " of \(crowd.ranks) ranks"
      let advice =
        crowd.ranks > crowd.cores
        ? "\(crowd.cores == 1 ? "1 rank" : "\(crowd.cores) ranks") would not"
        : "leave --threads out for one thread on each core"
      return
        "\(crowd.threads) threads\(ranks) take turns on \(crowd.cores) core\(crowd.cores == 1 ? "" : "s") of \(crowd.host), which costs time; \(advice)"
    }
  }
}
