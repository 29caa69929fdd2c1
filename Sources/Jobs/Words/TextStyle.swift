/// Emphasis by the terminal's own colours (ECMA-48, SGR), or none.
struct TextStyle: Sendable {
  let isOn: Bool

  func label(_ text: String) -> String { marked(text, "36") }
  func main(_ text: String) -> String { marked(text, "1") }
  /// Text that one should look at.
  func attention(_ text: String) -> String { marked(text, "33") }
  func error(_ text: String) -> String { marked(text, "1;31") }

  private func marked(_ text: String, _ code: String) -> String {
    isOn && !text.isEmpty ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }
}
