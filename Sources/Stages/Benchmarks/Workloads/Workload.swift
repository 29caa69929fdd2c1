/// Work to be timed: tasks that do not depend on one another, the same ones for every schedule.
///
/// A task puts its result, some doubles, where it is asked to, so that it can be run by any thread, in any order, or on
/// another rank that sends the doubles back. Whatever the tasks read is made beforehand, the same on every rank.
package protocol Workload: Sendable {
  /// The memory of one thread, allocated once and kept from task to task.
  associatedtype Worker

  /// As on the command line.
  static var name: String { get }
  /// How many tasks there are; they are numbered from 0.
  var taskCount: Int { get }
  /// The work of all tasks together.
  var amount: Amount { get }
  /// Are the threads of a rank all used within a task, by BLAS? Else each thread has tasks of its own.
  var usesBLASThreads: Bool { get }
  /// How many doubles a task puts out.
  func resultCount(ofTask task: Int) -> Int
  /// Called by each thread before its first task.
  func makeWorker() -> Worker
  /// Runs a task. `result` has exactly its `resultCount`, of unknown values.
  func run(task: Int, with worker: Worker, into result: inout MutableSpan<Double>) throws
  /// Are the results of all tasks right? Not part of the time.
  func verify(_ results: TaskResults) -> Verdict
}

extension Workload {
  package var usesBLASThreads: Bool { false }
}
