import Benchmarks

extension Workload {
  /// The results of all tasks, one after the other.
  func serialResults() throws -> TaskResults {
    let results = TaskResults(for: self)
    let worker = makeWorker()
    for task in 0..<taskCount {
      try results.write(task) { try run(task: task, with: worker, into: &$0) }
    }
    return results
  }
}
