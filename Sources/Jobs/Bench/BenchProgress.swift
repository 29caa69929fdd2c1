import Benchmarks
import Synchronization
import Workers

/// Shows on a terminal what runs now, and how long it will take: "inverse: 100 matrices of order 5; dynamic 2 x 1, trial
/// 12; 8 s left".
final class BenchProgress: TrialFollower {
  private let display: ProgressDisplay?
  private let entries: Int
  private var entry = 0
  private let words = Words()

  /// Shows nothing where rank 0 has no terminal.
  init(entries: Int, on job: Job) {
    display = job.communicator.isRoot && Terminal.canErase ? ProgressDisplay(.terminal) : nil
    self.entries = entries
  }

  var wantsEnd: Bool { StopRequest.isMade }

  /// The next entry.
  func begin() {
    entry += 1
    show()
  }

  func begins(_ timed: Case, trial: Int, secondsLeft: Double) {
    guard display != nil else { return }
    let (subject, configuration) = (timed.subject, timed.configuration)
    let part = entries > 1 ? "\(entry) of \(entries), " : ""
    let text =
      "\(part)\(subject.label(configuration)) \(configuration.ranks) x \(configuration.threads), trial \(trial), "
      + "\(Self.time(secondsLeft)) left; \(subject.name): \(subject.problem)"
    words.text.withLock { $0 = text }
  }

  func tell(_ text: String) {
    words.text.withLock { $0 = text }
    show()
  }

  private func show() {
    let words = words
    display?.begin { words.text.withLock { $0 } }
  }

  func erase() {
    words.text.withLock { $0 = nil }
    display?.endStep()
  }

  func finish() { display?.finish() }

  /// Read by the thread that shows them.
  private final class Words: Sendable {
    let text = Mutex<String?>(nil)
  }

  private static func time(_ seconds: Double) -> String {
    let seconds = Int(seconds + 0.5)
    return seconds < 120 ? "\(seconds) s" : "\(seconds / 60) min"
  }
}
