import Glibc

/// The system has no more threads to give (`pthread_create`).
package struct ThreadError: Error, Equatable, CustomStringConvertible {
  /// `EAGAIN`: a limit on threads or memory.
  package let code: Int32

  /// The error that `pthread_create` returned.
  package init(code: Int32) { self.code = code }

  package var description: String {
    "cannot start a thread: \(unsafe String(cString: strerror(code)))"
  }
}
