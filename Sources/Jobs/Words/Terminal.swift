import Benchmarks
import Distribution
import Glibc
import Synchronization
import Text

/// The terminals at which messages to people, and tables for them, end, if they do.
enum Terminal {
  /// In the environment of ranks whose messages, or whose results, end at one: its columns and its device.
  private static let (variable, outputVariable) = ("VELIBCORR_TERMINAL", "VELIBCORR_OUTPUT_TERMINAL")

  /// Its columns now; nil where there is none.
  static var columns: Int? { messages?.columns }

  private static let messages = Place(STDERR_FILENO, variable: variable)
  private static let output = Place(STDOUT_FILENO, variable: outputVariable)

  /// The room for tables, and their colours: 80 columns where they go elsewhere.
  static var tableLayout: TextLayout {
    guard let output else { return TextLayout() }
    return TextLayout(columns: output.columns, style: TextStyle(isOn: wantsColours))
  }

  /// What ranks of this process find in their environment.
  static var variables: [String: String] {
    [variable: messages, outputVariable: output].compactMapValues { $0?.words }
  }

  /// Can lines be written over?
  static let canErase = messages != nil && !["", "dumb"].contains(value(of: "TERM"))

  /// Colours, where it shows them and nobody has said no: no-color.org, `--no-color`. That option is looked for among
  /// the arguments themselves, as there may be something to say before they are understood.
  static let style = TextStyle(isOn: canErase && wantsColours)

  private static let wantsColours =
    !["", "dumb"].contains(value(of: "TERM")) && value(of: "NO_COLOR") == ""
    && !CommandLine.arguments.contains("--no-color")

  /// Of the environment; empty when it is not there.
  fileprivate static func value(of name: String) -> String {
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

/// A terminal that this process, or the one that started it as a rank, writes to.
private struct Place: Sendable {
  /// -1 where a rank cannot open it, as on another host.
  private let descriptor: Int32
  private let columnsAtStart: Int
  private let device: String

  init?(_ descriptor: Int32, variable: String) {
    let told = Terminal.value(of: variable).split(separator: " ", maxSplits: 1)
    if let columns = told.first.flatMap({ Int($0) }) {
      columnsAtStart = columns
      device = told.count > 1 ? String(told[1]) : ""
      self.descriptor =
        unsafe device.isEmpty ? -1 : open(device, O_RDONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)
      return
    }
    // Open MPI gives a rank a terminal of its own.
    guard isatty(descriptor) == 1, LaunchEnvironment(currentEnvironment()) == nil else { return nil }
    self.descriptor = descriptor
    var name = [CChar](repeating: 0, count: 256)
    device =
      unsafe ttyname_r(descriptor, &name, name.count) == 0
      ? String(decoding: name.prefix { $0 != 0 }.map { UInt8(truncatingIfNeeded: $0) }, as: UTF8.self) : ""
    columnsAtStart = 80
  }

  /// As it is now: people make their windows wider, and narrower.
  var columns: Int {
    var size = winsize()
    guard descriptor >= 0, unsafe ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
      return columnsAtStart
    }
    return Int(size.ws_col)
  }

  var words: String { "\(columns) \(device)" }
}
