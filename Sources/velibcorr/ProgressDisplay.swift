import Glibc
import Ingestion
import Synchronization
import Workers

/// Tells how far reading has come: a line that is written over on a terminal, from half a second on and gone
/// when done; elsewhere a line for each tenth, of a run that takes its time.
final class ProgressDisplay {
  enum Style: Sendable { case terminal, log }

  /// Set in the environment of ranks whose messages end at a terminal.
  static let terminalVariable = "VELIBCORR_TERMINAL"

  private let end = End()
  private let thread: Thread

  /// `total`: bytes that `progress` will count in the end; nil when that is not known. `scale`: ranks that
  /// read as much each.
  init(_ progress: Progress, total: Int?, scale: Int, style: Style) {
    thread = Thread { [end] in
      var line = ProgressLine(total: total.map { $0 * scale }, style: style)
      while !end.wait(milliseconds: 100) {
        if let text = line.update(bytes: progress.bytesRead * scale) { Messages.write(text) }
      }
      if let text = line.clear() { Messages.write(text) }
    }
  }

  /// Takes the display away.
  func finish() {
    end.signal()
    thread.join()
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

/// The words of the display.
struct ProgressLine {
  private let total: Int?
  private let style: ProgressDisplay.Style
  private let start = ContinuousClock.now
  private var lastTold = ContinuousClock.now
  private var lastTenth = 0
  private var isShown = false

  init(total: Int?, style: ProgressDisplay.Style) {
    self.total = total
    self.style = style
  }

  /// What to write now, if anything.
  mutating func update(bytes: Int) -> String? {
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    switch style {
    case .terminal:
      guard seconds >= 0.5 else { return nil }
      isShown = true
      return "\r\u{1B}[K" + text(bytes, seconds)
    case .log:
      let tenth = total.map { min(10, 10 * bytes / max(1, $0)) } ?? bytes >> 30
      guard tenth > lastTenth, (ContinuousClock.now - lastTold) / .seconds(1) >= 2 else { return nil }
      lastTenth = tenth
      lastTold = ContinuousClock.now
      return "velibcorr: " + text(bytes, seconds) + "\n"
    }
  }

  /// What takes it away.
  func clear() -> String? { isShown ? "\r\u{1B}[K" : nil }

  /// `reading [=====>    ] 52 %, 1.2 GB/s, 3 s left`
  private func text(_ bytes: Int, _ seconds: Double) -> String {
    let rate = Double(bytes) / max(seconds, 1e-3)
    let rateText = "\(Summary.size(Int(rate)))/s"
    guard let total, total > 0 else { return "reading: \(Summary.size(bytes)), \(rateText)" }
    let share = min(1, Double(bytes) / Double(total))
    let left = rate > 0 ? Int(max(0, Double(total) - Double(bytes)) / rate + 0.5) : 0
    let percent = Int(share * 100)
    guard style == .terminal else { return "read \(percent) %, \(rateText), \(left) s left" }
    let full = Int(share * 24)
    let bar = String(repeating: "=", count: full) + (full < 24 ? ">" : "")
    return
      "reading [\(bar)\(String(repeating: " ", count: 25 - bar.count))] \(percent) %, \(rateText), \(left) s left"
  }
}
