/// Work to be timed: tasks that do not depend on one another, the same ones for every schedule.
///
/// A task puts its result, some doubles, where it is told, so that it can be run by any thread, in any order, or on
/// another rank that sends the doubles back. Whatever the tasks read is made beforehand, the same on every rank.
package protocol Workload: Sendable {
  /// What one thread keeps from task to task: room that is allocated once.
  associatedtype Worker

  /// As on the command line.
  static var name: String { get }
  /// How many tasks there are; they are numbered from 0.
  var taskCount: Int { get }
  /// What all tasks together do.
  var amount: Amount { get }
  /// Are the threads of a rank all used within a task, by BLAS? Else each thread has tasks of its own.
  var usesBLASThreads: Bool { get }
  /// How many doubles a task puts out.
  func resultCount(ofTask task: Int) -> Int
  func makeWorker() -> Worker
  /// Runs a task. `result` has exactly its `resultCount`, of unknown values.
  func run(task: Int, with worker: Worker, into result: inout MutableSpan<Double>) throws
  /// Are the results of all tasks right? Not part of the time.
  func verify(_ results: TaskResults) -> Verdict
}

extension Workload {
  package var usesBLASThreads: Bool { false }
}

/// How much work a workload is, for rates.
package struct Amount: Sendable, Equatable {
  package let items: Int
  /// What an item is, in the plural.
  package let unit: String
  /// Floating-point operations by the customary count; none where there is no such count.
  package let flops: Double?
  /// Bytes that go from rank to rank; none where that is not the point.
  package let bytes: Double?

  package init(items: Int, unit: String, flops: Double? = nil, bytes: Double? = nil) {
    self.items = items
    self.unit = unit
    self.flops = flops
    self.bytes = bytes
  }
}

/// The outcome of a verification: a quantity that must not be above its limit.
package struct Verdict: Sendable {
  package let quantity: String
  /// The worst that was found. A NaN never passes.
  package let value: Double
  package let limit: Double
  /// What else there is to say: "2 singular matrices".
  package let remarks: [String]

  package init(_ quantity: String, value: Double, limit: Double, remarks: [String] = []) {
    self.quantity = quantity
    self.value = value
    self.limit = limit
    self.remarks = remarks
  }

  package var passed: Bool { value <= limit }

  /// Is it farther above its limit, or nearer to it?
  func isWorse(than other: Verdict) -> Bool {
    guard !value.isNaN else { return !other.value.isNaN }
    return value * other.limit > other.value * limit
  }
}
