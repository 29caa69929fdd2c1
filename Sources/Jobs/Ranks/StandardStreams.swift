import Glibc
import Text

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

  /// The regular file that standard input is at the beginning of; nil where it is none, or its name is another's by now.
  static var fileOfInput: String? {
    var (opened, named) = (stat(), stat())
    guard unsafe fstat(STDIN_FILENO, &opened) == 0, opened.st_mode & S_IFMT == S_IFREG,
      lseek(STDIN_FILENO, 0, SEEK_CUR) == 0
    else { return nil }
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = unsafe readlink("/proc/self/fd/\(STDIN_FILENO)", &buffer, buffer.count)
    let path = String(system: buffer[..<max(0, count)].map { UInt8(truncatingIfNeeded: $0) })
    guard unsafe stat(path.systemName, &named) == 0, named.st_dev == opened.st_dev,
      named.st_ino == opened.st_ino,
      unsafe access(path.systemName, R_OK) == 0
    else { return nil }
    return path
  }

  /// Is there anything of this name?
  package static func exists(_ path: String) -> Bool { unsafe access(path.systemName, F_OK) == 0 }

  /// Is it a descriptor of this process, as the shell's `<(...)` is?
  static func isDescriptor(_ path: String) -> Bool {
    path.hasPrefix("/dev/fd/") || path.hasPrefix("/proc/self/fd/")
  }
}
