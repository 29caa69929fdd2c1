import Benchmarks
import Foundation
import Synchronization

/// Task t puts out t + 1 times t; some of them may fail, and some take long.
final class CountingWorkload: Workload {
  static let name = "counting"
  let taskCount: Int
  let failing: Set<Int>
  let slow: Set<Int>
  let runs = Atomic(0)

  init(tasks: Int, failing: Set<Int> = [], slow: Set<Int> = []) {
    taskCount = tasks
    self.failing = failing
    self.slow = slow
  }

  struct Failure: Error, CustomStringConvertible {
    var description: String { "no such number" }
  }

  var amount: Amount { Amount(items: taskCount, unit: "tasks") }
  func resultCount(ofTask task: Int) -> Int { task + 1 }
  func makeWorker() {}

  func run(task: Int, with _: Void, into result: inout MutableSpan<Double>) throws {
    runs.add(1, ordering: .relaxed)
    if slow.contains(task) { usleep(20_000) }
    if failing.contains(task) { throw Failure() }
    for i in result.indices { result[i] = Double(task) }
  }

  /// How many of the results are wrong.
  func verify(_ results: TaskResults) -> Verdict {
    let wrong = (0..<taskCount).reduce(0) { sum, task in
      results.read(task) { result in sum + result.indices.count { result[$0] != Double(task) } }
    }
    return Verdict("wrong results", value: Double(wrong), limit: 0)
  }
}
