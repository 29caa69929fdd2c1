import Distribution
import Glibc
import Synchronization

/// The terminal at which messages to people end, if they do.
enum Terminal {
  /// In the environment of ranks whose messages end at one: its columns.
  static let variable = "VELIBCORR_TERMINAL"

  /// Its columns; nil where there is none.
  static let columns: Int? = {
    if let known = Int(variable(variable)) { return known }
    guard isatty(STDERR_FILENO) == 1 else { return nil }
    var size = winsize()
    let status = unsafe ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size)
    return status == 0 && size.ws_col > 0 ? Int(size.ws_col) : usualColumns
  }()

  private static let usualColumns = 80

  /// Can lines be written over?
  static let canErase = columns != nil && !["", "dumb"].contains(variable("TERM"))

  /// Colours, where it shows them and nobody has said no: no-color.org, `--no-color`. That option is looked for among
  /// the arguments themselves, as there may be something to say before they are understood.
  static let style = TextStyle(
    isOn: canErase && variable("NO_COLOR") == "" && !CommandLine.arguments.contains("--no-color"))

  /// Of the environment; empty when it is not there.
  private static func variable(_ name: String) -> String {
    unsafe getenv(name).map { unsafe String(cString: $0) } ?? ""
  }

  /// Is standard input one, where somebody would have to type?
  static var isInput: Bool { isatty(STDIN_FILENO) == 1 }

  // MARK: - The line that is written over

  static let erasing = "\r\u{1B}[K"

  /// Is there, or may there be, a line that is to be written over?
  static var hasLine: Bool { line.load(ordering: .relaxed) }

  private static let line = Atomic(false)

  /// Text that erases the line, if there may be one.
  static func takeLine() -> String { line.exchange(false, ordering: .relaxed) ? erasing : "" }

  static func noteLine() { line.store(true, ordering: .relaxed) }
}
