import Glibc
import Synchronization
import Workers

/// Shows how far the steps of a run have come: on a terminal by a line that is written over, from half a second on and
/// gone when the step is done; elsewhere by a line now and then.
final class ProgressDisplay: Sendable {
  enum Style: Sendable, Equatable {
    case terminal, log
  }

  private let style: Style
  /// The words to show now, if any.
  private let shown = Mutex<(@Sendable () -> String?)?>(nil)
  private let end = End()
  private let thread = Mutex<Thread?>(nil)

  init(_ style: Style) { self.style = style }

  /// Shows a step, from now on.
  func begin(_ step: ProgressStep, _ progress: Progress) {
    let line = Mutex(ProgressLine(step, style))
    begin { line.withLock { $0.update(count: progress.count) } }
  }

  /// Shows what `words` says whenever it is asked, from now on.
  func begin(_ words: @escaping @Sendable () -> String?) {
    shown.withLock { shown in
      shown = words
      Messages.eraseLine()
    }
    thread.withLock { thread in
      guard thread == nil else { return }
      // None where the system refuses one: progress is not worth a failure.
      thread = try? Thread { [self] in while !end.wait(milliseconds: 100) { update() } }
    }
  }

  private func update() {
    shown.withLock { shown in
      guard let text = shown?() else { return }
      // The last column is left free: a terminal may go on to the next line there.
      if style == .log { Messages.tell([text]) } else { Messages.writeOver(String(text.prefix(Self.room))) }
    }
  }

  /// Columns of a line.
  static var room: Int { max(1, (Terminal.columns ?? 80) - 1) }

  /// The step is done: its line goes.
  func endStep() {
    shown.withLock { shown in
      shown = nil
      Messages.eraseLine()
    }
  }

  /// Nothing is shown any more.
  func finish() {
    endStep()
    end.signal()
    thread.withLock { $0?.join() }
  }

  /// A condition that is waited for with a time limit.
  private final class End: Sendable {
    private let pipe: (read: Int32, write: Int32)

    init() {
      var ends: [Int32] = [-1, -1]
      unsafe Glibc.pipe(&ends)
      for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
      pipe = (ends[0], ends[1])
    }

    deinit { close(pipe.read) }

    func signal() { close(pipe.write) }

    func wait(milliseconds: Int32) -> Bool {
      var watched = pollfd(fd: pipe.read, events: Int16(POLLIN), revents: 0)
      return unsafe poll(&watched, 1, milliseconds) > 0
    }
  }
}
