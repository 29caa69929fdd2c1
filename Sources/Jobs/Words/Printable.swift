import Text

/// Text from data, as messages show it.
package enum Printable {
  /// Characters of a name that are shown.
  private static let longest = 60

  /// A name or a field: without what would move a terminal's cursor, end the line or turn the direction of writing, and
  /// cut where it is long.
  package static func name(_ text: String) -> String {
    let scalars = text.unicodeScalars
    let start = String(String.UnicodeScalarView(scalars.prefix(longest)))
    let isLong =
      scalars.index(scalars.startIndex, offsetBy: longest, limitedBy: scalars.endIndex)
      .map { $0 < scalars.endIndex } ?? false
    return escaped(start, keeping: []) + (isLong ? "\u{2026}" : "")
  }

  static func names(_ texts: [String]) -> String { texts.map(name).joined(separator: ", ") }

  /// A message that may have several lines.
  package static func lines(_ text: String) -> String { escaped(text, keeping: ["\n"]) }

  private static func escaped(_ text: String, keeping kept: Set<Unicode.Scalar>) -> String {
    guard text.unicodeScalars.contains(where: { isHidden($0) && !kept.contains($0) }) else { return text }
    return text.unicodeScalars.reduce(into: "") { shown, scalar in
      if isHidden(scalar) && !kept.contains(scalar) {
        shown += Self.code(scalar)
      } else {
        shown.unicodeScalars.append(scalar)
      }
    }
  }

  private static func code(_ scalar: Unicode.Scalar) -> String {
    func hexadecimal(_ value: UInt32) -> String { String(value, radix: 16, uppercase: true) }
    if let byte = String.systemByte(scalar) { return "\\x\(hexadecimal(UInt32(byte)))" }
    return "\\u{\(hexadecimal(scalar.value))}"
  }

  private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
    if String.systemByte(scalar) != nil { return true }
    return switch scalar.properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator: true
    // The joiner holds an emoji of several together.
    case .format: scalar != "\u{200D}"
    default: false
    }
  }
}
