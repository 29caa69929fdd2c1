import Memory

/// The results of all tasks of a workload, one after the other in one block: what is sent between ranks is a range
/// of it.
@safe package final class TaskResults: @unchecked Sendable {
  private let offsets: [Int]
  private let storage: UnsafeMutableBufferPointer<Double>

  /// Room for the results of all tasks of a workload, all NaN.
  package init(for workload: some Workload) {
    var offsets = [0]
    offsets.reserveCapacity(workload.taskCount + 1)
    for task in 0..<workload.taskCount { offsets.append(offsets[task] + workload.resultCount(ofTask: task)) }
    self.offsets = offsets
    unsafe storage = .allocate(capacity: offsets[workload.taskCount])
    unsafe HugePageMemory.request(in: UnsafeMutableRawBufferPointer(storage))
    unsafe storage.initialize(repeating: .nan)
  }

  deinit { unsafe storage.deallocate() }

  /// Tasks of the workload.
  package var taskCount: Int { offsets.count - 1 }

  /// The result of a task, for the one thread that runs it. Rethrows what `body` throws.
  package func write<R>(
    _ task: Int, _ body: (inout MutableSpan<Double>) throws -> R
  ) rethrows -> R {
    var result = unsafe slice(task..<task + 1).mutableSpan
    return try body(&result)
  }

  /// The result of a task, when it has been run. Rethrows what `body` throws.
  package func read<R>(_ task: Int, _ body: (Span<Double>) throws -> R) rethrows -> R {
    try unsafe body(slice(task..<task + 1).span)
  }

  /// All results in one block, to be sent or received.
  @unsafe package func withBuffer<R>(
    _ body: (UnsafeMutableBufferPointer<Double>) throws -> R
  ) rethrows -> R {
    try unsafe body(storage)
  }

  /// Where in that block the results of consecutive tasks are.
  package func elements(of tasks: Range<Int>) -> Range<Int> {
    offsets[tasks.lowerBound]..<offsets[tasks.upperBound]
  }

  /// Makes all results NaN: what is not written by a run is not taken for its result.
  package func clear() {
    unsafe storage.update(repeating: .nan)
  }

  private func slice(_ tasks: Range<Int>) -> UnsafeMutableBufferPointer<Double> {
    unsafe UnsafeMutableBufferPointer(rebasing: storage[elements(of: tasks)])
  }
}
