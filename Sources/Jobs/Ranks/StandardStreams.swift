import Glibc

/// What a caller may have done to the standard streams.
package enum StandardStreams {
  /// A closed one is opened on /dev/null, so that no file of ours gets its number. For the other direction
  /// than its own: reading, or writing, then fails as it would have.
  package static func ensureOpen() {
    for (number, mode) in [(STDIN_FILENO, O_WRONLY), (STDOUT_FILENO, O_RDONLY), (STDERR_FILENO, O_RDONLY)]
    where fcntl(number, F_GETFD) < 0 {
      // The lowest free number is this one.
      _ = unsafe open("/dev/null", mode)
    }
  }

  /// `-` for the names that the system gives to the standard streams: a rank has others of its own.
  package static func standardName(_ path: String, input: Bool) -> String {
    let names =
      input
      ? ["/dev/stdin", "/dev/fd/0", "/proc/self/fd/0"] : ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"]
    return names.contains(path) ? "-" : path
  }

  /// Is it a descriptor of this process, as the shell's `<(...)` is?
  static func isDescriptor(_ path: String) -> Bool {
    path.hasPrefix("/dev/fd/") || path.hasPrefix("/proc/self/fd/")
  }
}
