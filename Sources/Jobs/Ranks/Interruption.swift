import Distribution
import Glibc
import Rendering
import Synchronization
import Workers

/// What happens on Ctrl-C, SIGTERM and the other `StopSignals`: hidden files go, one message, and the process ends by
/// the signal itself, so that a shell sees why.
enum Interruption {
  /// Is there something to be saved before? Then a signal becomes a `StopRequest`.
  private static let isDeferred = Atomic(false)
  /// Are outputs kept as far as they are done?
  private static let isKept = Atomic(false)

  /// Does what saves by itself when a `StopRequest` is made.
  static func deferring<R>(_ body: () throws -> R) rethrows -> R {
    isDeferred.store(true, ordering: .relaxed)
    defer {
      isDeferred.store(false, ordering: .relaxed)
      // One that came when all was done.
      if let signal = StopRequest.signal { stop(by: signal) }
    }
    return try body()
  }

  /// Does what ends soon when a `StopRequest` is made, and writes its outputs all the same; a second signal ends it at
  /// once, without them.
  static func keeping<R>(_ body: () throws -> R) rethrows -> R {
    isKept.store(true, ordering: .relaxed)
    defer { isKept.store(false, ordering: .relaxed) }
    return try body()
  }

  /// Ends a run that was asked to stop, and has kept what it had by then, if that was anything.
  static func stop(by number: Int32, keeping hasOutput: Bool) -> Never {
    guard hasOutput else { stop(by: number) }
    if unsafe !isQuiet { Messages.write("velibcorr: interrupted; what was done before is kept\n") }
    end(by: number)
  }

  /// Ends the run; `advice` says how to go on. Without it, a signal's handler may call this.
  static func stop(by number: Int32, advising advice: String? = nil) -> Never {
    HiddenFiles.unlinkAll()
    if unsafe !isQuiet { tell() }
    if let advice { Messages.write("  \(advice)\n") }
    end(by: number)
  }

  static func prepare(quietly: Bool) {
    unsafe isQuiet = quietly
    _ = (HiddenFiles.unlinkAll, Terminal.hasLine, StopRequest.isMade)
    for number in StopSignals.wanted {
      signal(number) { number in
        if Interruption.isKept.load(ordering: .relaxed) && !StopRequest.isMade {
          return StopRequest.make(by: number)
        }
        guard Interruption.isDeferred.load(ordering: .relaxed) else { Interruption.stop(by: number) }
        // Who has been told to stop may be killed before it comes to it.
        HiddenFiles.unlinkAll()
        StopRequest.make(by: number)
      }
    }
    // A closed pipe, and a file beyond the limit (ulimit -f), are errors of writing, printed like any other.
    signal(SIGPIPE, SIG_IGN)
    signal(SIGXFSZ, SIG_IGN)
  }

  /// Ranks are quiet: the process that started them speaks.
  private nonisolated(unsafe) static var isQuiet = false

  /// Nothing here may allocate or lock.
  static func tell() {
    if Terminal.hasLine {
      let erasing: StaticString = "\r\u{1B}[K"
      _ = unsafe write(STDERR_FILENO, erasing.utf8Start, erasing.utf8CodeUnitCount)
    }
    let text: StaticString = "velibcorr: interrupted; no output was written\n"
    _ = unsafe write(STDERR_FILENO, text.utf8Start, text.utf8CodeUnitCount)
  }

  static func end(by number: Int32) -> Never {
    // Nothing went wrong that an image of the memory would show.
    var none = rlimit()
    unsafe setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
    signal(number, SIG_DFL)
    var set = sigset_t()
    unsafe sigemptyset(&set)
    unsafe sigaddset(&set, number)
    unsafe sigprocmask(SIG_UNBLOCK, &set, nil)
    kill(getpid(), number)
    _exit(128 + number)
  }
}
