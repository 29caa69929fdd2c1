import Synchronization

/// Runs `body(0) ... body(count - 1)` on `count` threads, the caller's among them, and returns their
/// results in that order. The first error by number is thrown, after all have ended.
///
/// Threads of our own rather than the concurrency pool: `--threads 3` on two cores must be three. They may wait for
/// one another, so either all of them run or none: where the system refuses one, `ThreadError` is thrown and `body` is
/// not called.
package func concurrently<Result: Sendable>(
  _ count: Int, _ body: @Sendable (Int) throws -> Result
) throws -> [Result] {
  precondition(count > 0)
  guard count > 1 else { return [try body(0)] }
  let outcomes = Mutex([Swift.Result<Result, any Error>?](repeating: nil, count: count))
  try withoutActuallyEscaping(body) { body in
    @Sendable func run(_ worker: Int) {
      let outcome = Swift.Result { try body(worker) }
      outcomes.withLock { $0[worker] = outcome }
    }
    let threads = try start(count - 1, run)
    run(0)
    for thread in threads { thread.join() }
  }
  return try outcomes.withLock { try $0.map { try $0!.get() } }
}

/// Threads that do `run(1) ... run(count)`, once all of them are there.
private func start(_ count: Int, _ run: @escaping @Sendable (Int) -> Void) throws -> [Thread] {
  // Locked until it is known whether all are there.
  let areAllThere = Gate()
  var (threads, failure): ([Thread], (any Error)?) = ([], nil)
  areAllThere.state.withLock { state in
    do {
      for number in 1...count {
        threads.append(
          try Thread {
            if areAllThere.state.withLock({ $0 }) { run(number) }
          })
      }
      state = true
    } catch {
      failure = error
    }
  }
  guard let failure else { return threads }
  for thread in threads { thread.join() }
  throw failure
}

private final class Gate: Sendable {
  let state = Mutex(false)
}
