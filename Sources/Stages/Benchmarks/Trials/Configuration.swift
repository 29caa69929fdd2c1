/// A way to run a workload.
package struct Configuration: Hashable, Sendable {
  /// How tasks come to the workers.
  package let schedule: Schedule
  /// Processes.
  package let ranks: Int
  /// Of each rank.
  package let threads: Int

  /// So many ranks of so many threads, at least one each.
  package init(_ schedule: Schedule, ranks: Int = 1, threads: Int = 1) {
    precondition(ranks > 0 && threads > 0)
    self.schedule = schedule
    self.ranks = ranks
    self.threads = threads
  }

  /// One thread of one rank: what the others are held against.
  package static let serial = Configuration(.serial)

  /// Threads of all ranks.
  package var workers: Int { ranks * threads }

  /// All combinations, `serial` first, as it is what the others are held against.
  ///
  /// - Parameter schedules: without any, `threads` for one rank and `dynamic` for several. `serial` has one rank and
  ///   one thread, `threads` one rank.
  package static func all(schedules: [Schedule] = [], ranks: [Int], threads: [Int]) -> [Configuration] {
    var all = [serial]
    for count in ranks {
      for schedule in schedules.isEmpty ? [count == 1 ? .threads : .dynamic] : schedules {
        for threads in threads {
          // One worker has nothing to share out: that is `serial`, unless the schedule was asked for.
          if schedules.isEmpty && count * threads == 1 { continue }
          let configuration: Configuration =
            switch schedule {
            case .serial: serial
            case .threads: Configuration(.threads, threads: threads)
            default: Configuration(schedule, ranks: count, threads: threads)
            }
          if !all.contains(configuration) { all.append(configuration) }
        }
      }
    }
    return all
  }

  /// Of work that is shared equally among the ranks, whose threads are BLAS's: all combinations, `serial` first.
  package static func equalParts(ranks: [Int], threads: [Int]) -> [Configuration] {
    var all = [serial]
    for ranks in ranks {
      for threads in threads where ranks * threads > 1 {
        let configuration = Configuration(ranks == 1 ? .threads : .static, ranks: ranks, threads: threads)
        if !all.contains(configuration) { all.append(configuration) }
      }
    }
    return all
  }
}
