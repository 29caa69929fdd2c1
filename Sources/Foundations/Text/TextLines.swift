/// Lines of text as a terminal shows them.
package enum TextLines {
  /// Breaks a line between words where it is longer than so many columns; what follows is indented. Marks of
  /// `TextStyle` take no room.
  package static func wrapped(_ line: String, columns: Int, indent: Int) -> String {
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

  /// Columns of text in which each character takes one; marks of `TextStyle` take none.
  package static func width(of text: some StringProtocol) -> Int {
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
