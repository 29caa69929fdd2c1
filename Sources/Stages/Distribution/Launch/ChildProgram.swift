import CDistribution
import Glibc
import SystemPackage

/// A program that is asked something: its words, and how it ended.
package struct ChildProgram: Equatable, Sendable {
  /// How a program came to its end.
  package enum Ending: Equatable, Sendable {
    /// By itself, with that code.
    case exit(Int32)
    /// By that signal.
    case signal(Int32)
    /// It was ended, as it had not come to an end.
    case timeLimit
  }

  /// How this one ended.
  package let ending: Ending
  /// What it wrote to standard output and standard error.
  package let words: String

  /// Runs `path` without standard input. At the limit it gets SIGTERM, which a launcher hands on, and, where
  /// that does not help, its process group gets SIGKILL.
  /// Throws `LaunchError.cannotStart`, or `Errno` where there is no pipe.
  package init(
    _ path: String, _ arguments: [String], _ environment: [String: String], limit: Duration
  ) throws {
    let pipe = try Pipe()
    let input = try FileDescriptor.open(FilePath("/dev/null"), .readOnly, options: .closeOnExec)
    defer { try? input.close() }
    let child = unsafe withCStrings([path] + arguments) { arguments in
      unsafe withCStrings(environment.map { "\($0)=\($1)" }) { environment in
        unsafe velibcorr_spawn_child(path, arguments, environment, input.rawValue, pipe.writeEnd)
      }
    }
    guard child > 0 else { throw LaunchError.cannotStart(launcher: path, Errno(rawValue: errno)) }
    pipe.closeWriteEnd()

    var bytes: [UInt8] = []
    var status: Int32 = 0
    func hasEnded(by deadline: ContinuousClock.Instant) -> Bool {
      while ContinuousClock.now < deadline {
        let isIdle = !Self.drain(pipe.readEnd, into: &bytes)
        guard isIdle else { continue }
        if unsafe waitpid(child, &status, WNOHANG) == child {
          while Self.drain(pipe.readEnd, into: &bytes) {}
          return true
        }
      }
      return false
    }
    let isInTime = hasEnded(by: .now + limit)
    if !isInTime {
      kill(child, SIGTERM)
      if !hasEnded(by: .now + .seconds(5)) {
        kill(-child, SIGKILL)
        unsafe waitpid(child, &status, 0)
      }
    }
    words = String(decoding: bytes, as: UTF8.self)
    let signal = status & 0x7F
    ending = !isInTime ? .timeLimit : signal == 0 ? .exit((status >> 8) & 0xFF) : .signal(signal)
  }

  /// Takes what there is, and waits a moment where there is nothing; false if nothing came.
  private static func drain(_ descriptor: Int32, into bytes: inout [UInt8]) -> Bool {
    var polled = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    guard unsafe poll(&polled, 1, 10) > 0 else { return false }
    var buffer = [UInt8](repeating: 0, count: 1 << 12)
    let count = unsafe read(descriptor, &buffer, buffer.count)
    // A closed pipe is ready at once, for ever.
    guard count > 0 else {
      usleep(500)
      return false
    }
    bytes += buffer[..<count]
    return true
  }
}
