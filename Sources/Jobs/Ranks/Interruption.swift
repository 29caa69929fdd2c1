import Distribution
import Glibc
import Rendering

/// What happens on Ctrl-C, SIGTERM or SIGHUP: hidden files go, one message, and the process ends by the
/// signal itself, so that a shell sees why.
enum Interruption {
  static func prepare(quietly: Bool) {
    unsafe isQuiet = quietly
    _ = (HiddenFiles.unlinkAll, Terminal.hasLine)
    for number in StopSignals.wanted {
      signal(number) { number in
        HiddenFiles.unlinkAll()
        if unsafe !Interruption.isQuiet { Interruption.tell() }
        Interruption.end(by: number)
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
    signal(number, SIG_DFL)
    var set = sigset_t()
    unsafe sigemptyset(&set)
    unsafe sigaddset(&set, number)
    unsafe sigprocmask(SIG_UNBLOCK, &set, nil)
    kill(getpid(), number)
    _exit(128 + number)
  }
}
