import Ingestion
import Testing

@Suite("LibCSV: the grammar of rows")
struct LibCSVTests {
  private static func read(
    _ text: String, from start: Int = 0, final: Bool = true, delimiter: Character = ","
  ) -> (outcome: LibCSV.Outcome, fields: [String]) {
    let parser = LibCSV(delimiter: delimiter.asciiValue!)
    let outcome = Array(text.utf8).withUnsafeBytes { parser.readRow($0, from: start, final: final) }
    return (outcome, parser.strings)
  }

  @Test(
    "fields of one row",
    arguments: [
      ("a,b,c\n", ["a", "b", "c"]),
      ("a,,c\n", ["a", "", "c"]),
      (",\n", ["", ""]),
      ("a\n", ["a"]),
      // Spaces and tabs around are not part of a field; those inside are.
      (" a b ,\tc\t\n", ["a b", "c"]),
      // But in quotes they are.
      ("\" a \",b\n", [" a ", "b"]),
      (" \"a\" ,b\n", ["a", "b"]),
      ("\"a,b\",c\n", ["a,b", "c"]),
      ("\"a\"\"b\",c\n", ["a\"b", "c"]),
      ("\"\",c\n", ["", "c"]),
      ("\"a\nb\r\nc\",d\n", ["a\nb\r\nc", "d"]),
      // A quote inside an unquoted field is a character.
      ("a\"b,c\n", ["a\"b", "c"]),
      // Text behind the closing quote opens the field again.
      ("\"a\"b,c\",d\n", ["a\"b,c", "d"]),
      ("a\u{0}b,c\n", ["a\u{0}b", "c"]),
      ("é,Vélib'\n", ["é", "Vélib'"]),
    ])
  func fields(text: String, expected: [String]) {
    let (outcome, fields) = Self.read(text)
    #expect(fields == expected)
    #expect(outcome == .row(end: text.utf8.count))
  }

  @Test(
    "a row ends with a feed, a return, both as one, or with the input", arguments: ["\n", "\r", "\r\n", ""])
  func ends(lineEnd: String) {
    let (outcome, fields) = Self.read("a,b\(lineEnd)")
    #expect(fields == ["a", "b"])
    #expect(outcome == .row(end: 3 + lineEnd.utf8.count))
  }

  @Test("the next row is read from where the one before ended")
  func rows() {
    let text = "a,b\r\nc,d\re,f\n"
    #expect(Self.read(text).outcome == .row(end: 5))
    #expect(Self.read(text, from: 5) == (.row(end: 9), ["c", "d"]))
    #expect(Self.read(text, from: 9) == (.row(end: 13), ["e", "f"]))
  }

  @Test(
    "lines of nothing but spaces and tabs are no rows",
    arguments: ["\n", "\r", "\r\n", "  \n", " \t \r\n", "  "])
  func blank(text: String) {
    let (outcome, fields) = Self.read(text)
    #expect(outcome == .blank(end: text.utf8.count))
    #expect(fields == [])
  }

  @Test("a line of delimiters is a row of empty fields")
  func delimiters() {
    #expect(Self.read(";;\n", delimiter: ";") == (.row(end: 3), ["", "", ""]))
    #expect(Self.read("\t\n", delimiter: "\t") == (.row(end: 2), ["", ""]))
  }

  @Test(
    "bytes that end within a row, or between a return and what may be its feed, are incomplete",
    arguments: ["", "a", "a,b", "a,\"b\n", "a,\"b\"", "a,b\r", "\"a\n\n\n"])
  func incomplete(text: String) {
    #expect(Self.read(text, final: false).outcome == .incomplete)
  }

  @Test("what is incomplete is forgotten: the row is read anew from its start")
  func again() {
    let parser = LibCSV(delimiter: 0x2C)
    let text = Array("x,\"y\nz\",w\nnext,row\n".utf8)
    for cut in 0..<10 {
      #expect(text[..<cut].withUnsafeBytes { parser.readRow($0, from: 0, final: false) } == .incomplete)
    }
    #expect(text.withUnsafeBytes { parser.readRow($0, from: 0, final: false) } == .row(end: 10))
    #expect(parser.strings == ["x", "y\nz", "w"])
    #expect(text.withUnsafeBytes { parser.readRow($0, from: 10, final: false) } == .row(end: 19))
    #expect(parser.strings == ["next", "row"])
  }

  @Test("a quote that is never closed takes the rest of the input")
  func unclosed() {
    #expect(Self.read("a,\"b\nc,d\n") == (.row(end: 9), ["a", "b\nc,d\n"]))
  }

  @Test("a row may be long")
  func long() {
    let field = String(repeating: "x", count: 300_000)
    #expect(Self.read("\(field),\(field)\n") == (.row(end: 600_002), [field, field]))
  }
}
