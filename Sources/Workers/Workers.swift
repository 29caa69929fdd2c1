import Glibc
import Synchronization

/// Runs `body(0) ... body(count - 1)` on `count` threads, the caller's among them, and returns their
/// results in that order. The first error by number is thrown, after all have ended.
///
/// Threads of our own rather than the concurrency pool: `--threads 3` on two cores must be three.
package func concurrently<Result: Sendable>(
  _ count: Int, _ body: @Sendable (Int) throws -> Result
) throws -> [Result] {
  precondition(count > 0)
  guard count > 1 else { return [try body(0)] }
  let outcomes = Mutex([Swift.Result<Result, any Error>?](repeating: nil, count: count))
  withoutActuallyEscaping(body) { body in
    @Sendable func run(_ worker: Int) {
      let outcome = Swift.Result { try body(worker) }
      outcomes.withLock { $0[worker] = outcome }
    }
    let threads = (1..<count).map { worker in Thread { run(worker) } }
    run(0)
    for thread in threads { thread.join() }
  }
  return try outcomes.withLock { try $0.map { try $0!.get() } }
}

/// Hands out the numbers `0 ..< end`, each once, to whoever asks first.
package struct Dispenser: ~Copyable, Sendable {
  private let counter: Atomic<Int>
  private let end: Int

  package init(_ range: Range<Int>) {
    counter = Atomic(range.lowerBound)
    end = range.upperBound
  }

  package func next() -> Int? {
    let number = counter.wrappingAdd(1, ordering: .relaxed).oldValue
    return number < end ? number : nil
  }
}

/// A POSIX thread that must be joined.
package final class Thread {
  private var handle = pthread_t()

  package init(_ body: @escaping @Sendable () -> Void) {
    let context = unsafe Unmanaged.passRetained(Box(body)).toOpaque()
    let status = unsafe pthread_create(
      &handle, nil,
      { context in
        unsafe Unmanaged<Box>.fromOpaque(context!).takeRetainedValue().body()
        return nil
      }, unsafe context)
    // Without a thread (EAGAIN, a limit on processes) the work still has to be done.
    if status != 0 {
      unsafe Unmanaged<Box>.fromOpaque(context).takeRetainedValue().body()
      handle = 0
    }
  }

  /// Waits for its end.
  package func join() {
    if handle != 0 { pthread_join(handle, nil) }
  }

  private final class Box: Sendable {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }
}
