import Testing
import Text

@Suite("Fields of CSV")
struct CSVTextTests {
  @Test("quotes stand only where they are needed")
  func sparing() {
    for text in ["8001", "a b", "a;b", "é", "31024_relais", "=1+1"] {
      #expect(CSVText.field(text) == text)
    }
    for (text, field) in [
      ("a,b", "\"a,b\""), ("a\"b", "\"a\"\"b\""), ("a\nb", "\"a\nb\""), (" a", "\" a\""), ("8\t", "\"8\t\""),
      ("\t8", "\"\t8\""), ("8 ", "\"8 \""), ("a\r", "\"a\r\""), ("", "\"\""),
      ("\"", "\"\"\"\""),
    ] {
      #expect(CSVText.field(text) == field)
    }
  }

  @Test("bytes that are no UTF-8 are written as they are")
  func notUTF8() {
    #expect(CSVText.field([0x61, 0xFF, 0x62]) == [0x61, 0xFF, 0x62])
    #expect(CSVText.field([0x61, 0xFF, 0x2C]) == [0x22, 0x61, 0xFF, 0x2C, 0x22])
  }
}
