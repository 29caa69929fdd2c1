import Benchmarks
import Distribution

/// All that decides about a run of benchmarks beside the workloads themselves.
package struct BenchSettings: Sendable {
  /// Numbers of MPI ranks, each run.
  package var ranks: [Int]
  /// Numbers of threads of each rank, each run; nil for 1 and the cores.
  package var threads: [Int]?
  /// None for threads on one rank, dynamic over several.
  package var schedules: [Schedule] = []
  /// The most ranks that anything runs on.
  package var mostRanks: Int
  /// Are the other tasks run when one has failed?
  package var keepsGoing = false
  /// A task to fail.
  package var failTask: Int?
  /// How long each configuration is measured.
  package var plan: TrialPlan
  /// Of the random numbers that workloads are made of, and of the order of trials.
  package var seed: UInt64 = 1
  /// The greatest residual that passes; nil for the workload's own limit.
  package var limit: Double?
  /// Is a number of each result changed before it is verified?
  package var spoils = false
  /// Are smaller sizes run too, to find from which on distributing pays?
  package var findsBreakEven = true
  /// Do trials begin only when other programs leave the cores alone?
  package var waitsForQuiet = false
  /// An earlier run's JSON file to compare with.
  package var baseline: String?
  /// The outputs, standard output among them.
  package var files: [BenchFile]

  /// Settings with the defaults of all that is not given.
  package init(ranks: [Int], mostRanks: Int, plan: TrialPlan, files: [BenchFile]) {
    self.ranks = ranks
    self.mostRanks = mostRanks
    self.plan = plan
    self.files = files
  }

  /// Cores that this process may use.
  package static var cores: Int {
    ThreadPlan(asked: nil, [CoreFacts(ofThisProcess: currentEnvironment())]).threads[0]
  }

  var threadCounts: [Int] { threads ?? Array(Set([1, Self.cores])).sorted() }

  var configurations: [Configuration] {
    Configuration.all(schedules: schedules, ranks: ranks, threads: threadCounts)
  }
}
