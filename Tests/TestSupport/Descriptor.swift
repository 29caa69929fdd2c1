import Glibc
import Synchronization

/// A call of the operating system that failed.
struct SystemError: Error, CustomStringConvertible {
  let what: String
  let number: Int32

  init(_ what: String, _ number: Int32 = errno) {
    self.what = what
    self.number = number
  }

  var description: String { "\(what): \(unsafe String(cString: strerror(number)))" }
}

/// A file descriptor that no child inherits by chance, closed when it goes out of use.
final class Descriptor {
  static let pipeCapacity = 64 << 10

  let number: Int32

  private init(_ number: Int32) { self.number = number }

  init(opening path: String, _ flags: Int32) throws {
    number = unsafe open(path, flags | O_CLOEXEC, 0o644)
    guard number >= 0 else { throw SystemError("open \(path)") }
  }

  deinit { close(number) }

  static func pipe() throws -> (read: Descriptor, write: Descriptor) {
    // A reader that has gone is an error of write, not the end of the tests.
    _ = ignoringPipeSignal
    var ends: [Int32] = [0, 0]
    try startingProcesses.withLock { _ in
      guard unsafe Glibc.pipe(&ends) == 0 else { throw SystemError("pipe") }
      for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    }
    return (Descriptor(ends[0]), Descriptor(ends[1]))
  }

  private static let ignoringPipeSignal: Void = {
    signal(SIGPIPE, SIG_IGN)
  }()

  func makeNonblocking() { _ = fcntl(number, F_SETFL, O_NONBLOCK) }

  /// Nil when there is nothing now; empty at the end.
  func read(atMost count: Int) -> [UInt8]? {
    let room = min(count, Self.pipeCapacity)
    var bytes = [UInt8](repeating: 0, count: room)
    let got = unsafe Glibc.read(number, &bytes, room)
    return got < 0 ? nil : Array(bytes[..<got])
  }

  /// How many bytes were taken now: 0 when none can be.
  func write(_ bytes: ArraySlice<UInt8>) -> Int {
    let count = unsafe bytes.withUnsafeBytes { unsafe Glibc.write(number, $0.baseAddress, $0.count) }
    return max(0, count)
  }

  /// For each descriptor, those to be read first: is it ready?
  static func poll(reading: [Descriptor?], writing: Descriptor?, milliseconds: Int32) -> [Bool] {
    var polled =
      reading.map { pollfd(fd: $0?.number ?? -1, events: Int16(POLLIN), revents: 0) }
      + [pollfd(fd: writing?.number ?? -1, events: Int16(POLLOUT), revents: 0)]
    _ = unsafe Glibc.poll(&polled, nfds_t(polled.count), milliseconds)
    return polled.map { $0.revents != 0 }
  }
}

/// Held while a process starts, so that it inherits no pipe that is being made.
private let startingProcesses = Mutex(())

/// Starts a program with the given standard streams (nil: closed), every signal at its default.
func spawnProcess(
  _ command: [String], folder: String, environment: [String], streams: [Int32?]
) throws -> pid_t {
  var actions = unsafe posix_spawn_file_actions_t()
  unsafe posix_spawn_file_actions_init(&actions)
  defer { unsafe posix_spawn_file_actions_destroy(&actions) }
  for (target, stream) in streams.enumerated() {
    if let stream {
      unsafe posix_spawn_file_actions_adddup2(&actions, stream, Int32(target))
    } else {
      unsafe posix_spawn_file_actions_addclose(&actions, Int32(target))
    }
  }

  var attributes = posix_spawnattr_t()
  unsafe posix_spawnattr_init(&attributes)
  defer { unsafe posix_spawnattr_destroy(&attributes) }
  var signals = sigset_t()
  unsafe sigemptyset(&signals)
  unsafe posix_spawnattr_setsigmask(&attributes, &signals)
  unsafe sigfillset(&signals)
  unsafe posix_spawnattr_setsigdefault(&attributes, &signals)
  unsafe posix_spawnattr_setflags(
    &attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))

  var pid: pid_t = 0
  // Glibc's module has no posix_spawn_file_actions_addchdir_np; env(1) becomes the program.
  let status = unsafe withCStrings(["env", "-C", folder] + command) { arguments in
    unsafe withCStrings(environment) { environment in
      startingProcesses.withLock { _ in
        unsafe posix_spawnp(&pid, "env", &actions, &attributes, arguments, environment)
      }
    }
  }
  guard status == 0 else { throw SystemError("start \(command[0])", status) }
  return pid
}

private func withCStrings<R>(
  _ strings: [String], _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> R
) -> R {
  var pointers: [UnsafeMutablePointer<CChar>?] = unsafe strings.map { unsafe strdup($0) } + [nil]
  defer { for i in unsafe pointers.indices { unsafe free(pointers[i]) } }
  return unsafe pointers.withUnsafeMutableBufferPointer { unsafe body($0.baseAddress!) }
}
