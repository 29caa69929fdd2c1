/// Emphasis by the terminal's own colours (ECMA-48, SGR), or none.
package struct TextStyle: Sendable {
  /// Are there colours?
  package let isOn: Bool

  /// Colours, or text as it is.
  package init(isOn: Bool) { self.isOn = isOn }

  /// The name of what follows.
  package func label(_ text: String) -> String { marked(text, "36") }
  /// The figure that most look for.
  package func main(_ text: String) -> String { marked(text, "1") }
  /// Text that says that all is well.
  package func good(_ text: String) -> String { marked(text, "32") }
  /// Text that one should look at.
  package func attention(_ text: String) -> String { marked(text, "33") }
  /// Text that says that something is wrong.
  package func error(_ text: String) -> String { marked(text, "1;31") }

  private func marked(_ text: String, _ code: String) -> String {
    isOn && !text.isEmpty ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }
}
