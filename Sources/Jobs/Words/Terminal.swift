import Distribution
import Glibc
import Synchronization

/// The terminal at which messages to people end, if they do.
enum Terminal {
  /// In the environment of ranks whose messages end at one: its columns.
  static let variable = "VELIBCORR_TERMINAL"

  /// Its columns; nil where there is none.
  static let columns: Int? = {
    if let told = Int(variable(variable)) { return told }
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

  // MARK: - The line that is written over

  static let erasing = "\r\u{1B}[K"

  /// Is there, or may there be, a line that is to be written over?
  static var hasLine: Bool { line.load(ordering: .relaxed) }

  private static let line = Atomic(false)

  /// What erases the line, if there may be one.
  static func takeLine() -> String { line.exchange(false, ordering: .relaxed) ? erasing : "" }

  static func noteLine() { line.store(true, ordering: .relaxed) }
}

/// Emphasis by the terminal's own colours (ECMA-48, SGR), or none.
struct TextStyle: Sendable {
  let isOn: Bool

  func label(_ text: String) -> String { marked(text, "36") }
  func main(_ text: String) -> String { marked(text, "1") }
  /// What one should look at.
  func attention(_ text: String) -> String { marked(text, "33") }
  func error(_ text: String) -> String { marked(text, "1;31") }

  private func marked(_ text: String, _ code: String) -> String {
    isOn && !text.isEmpty ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }
}

/// Lines of text as a terminal shows them.
enum TextLines {
  /// Breaks a line between words where it is longer than so many columns; what follows is indented. Marks of
  /// `TextStyle` take no room.
  static func wrapped(_ line: String, columns: Int, indent: Int) -> String {
    // Where hardly anything would fit, a terminal's own way is better.
    guard columns > 2 * indent else { return line }
    var text = ""
    var column = 0
    for (number, word) in line.split(separator: " ", omittingEmptySubsequences: false).enumerated() {
      let width = width(of: word)
      // Spaces in a row stand for themselves, and the first words are the label.
      if number > 0 {
        if column >= indent && width > 0 && column + 1 + width > columns {
          text += "\n" + String(repeating: " ", count: indent)
          column = indent
        } else {
          text += " "
          column += 1
        }
      }
      text += word
      column += width
    }
    return text
  }

  /// Columns of text in which each character takes one.
  private static func width(of text: Substring) -> Int {
    var width = 0
    var isMark = false
    for character in text.unicodeScalars {
      if character == "\u{1B}" {
        isMark = true
      } else if isMark {
        isMark = character != "m"
      } else {
        width += 1
      }
    }
    return width
  }
}
