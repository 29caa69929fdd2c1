import Testing
import Text

@Suite("Lines as a terminal shows them")
struct TextLinesTests {
  @Test("a line is broken where it is longer than the columns, not where it just fits")
  func wrapped() {
    let line = "rows       12 read, 3 used"
    #expect(line.count == 26)
    #expect(TextLines.wrapped(line, columns: 26, indent: 11) == line)
    #expect(TextLines.wrapped(line, columns: 25, indent: 11) == "rows       12 read, 3\n           used")
    // The lines that follow may just fit, too.
    let long = "rows       12 read, 1,103,787 used"
    #expect(
      TextLines.wrapped(long, columns: 25, indent: 11) == "rows       12 read,\n           1,103,787 used")
    #expect(
      TextLines.wrapped(long, columns: 24, indent: 11)
        == "rows       12 read,\n           1,103,787\n           used")
  }

  @Test("marks take no room, words are never broken, and where hardly anything fits nothing is")
  func marks() {
    let marked = "rows       \u{1B}[1m12\u{1B}[0m read"
    #expect(TextLines.width(of: marked) == 18)
    #expect(TextLines.wrapped(marked, columns: 18, indent: 11) == marked)
    #expect(TextLines.wrapped("a bcdefghij", columns: 7, indent: 1) == "a\n bcdefghij")
    #expect(TextLines.wrapped("rows       12 read", columns: 10, indent: 5) == "rows       12 read")
  }
}
