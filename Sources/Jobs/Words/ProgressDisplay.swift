import Glibc
import Synchronization
import Workers

/// Shows how far the steps of a run have come: on a terminal by a line that is written over, from half a second on and
/// gone when the step is done; elsewhere by a line now and then.
final class ProgressDisplay: Sendable {
  enum Style: Sendable, Equatable {
    case terminal(columns: Int)
    case log
  }

  private let style: Style
  private let shown = Mutex<(line: ProgressLine, progress: Progress)?>(nil)
  private let end = End()
  private let thread = Mutex<Thread?>(nil)

  init(_ style: Style) { self.style = style }

  /// Shows a step, from now on.
  func begin(_ step: ProgressStep, _ progress: Progress) {
    shown.withLock { shown in
      shown = (ProgressLine(step, style), progress)
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
      guard let count = shown?.progress.count, let text = shown?.line.update(count: count) else { return }
      if style == .log { Messages.tell([text]) } else { Messages.writeOver(text) }
    }
  }

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
