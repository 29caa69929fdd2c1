import Glibc

/// A POSIX thread that must be joined.
package final class Thread {
  private var handle = pthread_t()

  /// Runs `body` on a thread of its own. Throws when the system has none, rather than run it on the caller's: what
  /// waits for it there would wait for ever.
  package init(_ body: @escaping @Sendable () -> Void) throws(ThreadError) {
    let context = unsafe Unmanaged.passRetained(Box(body)).toOpaque()
    let status = unsafe pthread_create(
      &handle, nil,
      { context in
        unsafe Unmanaged<Box>.fromOpaque(context!).takeRetainedValue().body()
        return nil
      }, unsafe context)
    guard status == 0 else {
      unsafe Unmanaged<Box>.fromOpaque(context).release()
      throw ThreadError(code: status)
    }
  }

  /// Waits for its end.
  package func join() { pthread_join(handle, nil) }

  private final class Box: Sendable {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }
}
