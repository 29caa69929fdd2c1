import Testing
import Text

@Suite("Names that the system gives, of any encoding")
struct SystemTextTests {
  @Test("UTF-8 is itself")
  func utf8() {
    for name in ["", "log.csv", "caf\u{E9}", "\u{1F6B2}.csv", "\u{10FF7F}", "\u{FFFD}"] {
      #expect(String(system: Array(name.utf8)) == name)
      #expect(name.systemBytes == Array(name.utf8))
      #expect(name.systemName == Array(name.utf8CString))
      #expect(name.systemWords == name)
    }
  }

  @Test("bytes that are no UTF-8 come back, and are told to readers of UTF-8")
  func others() {
    let name = String(system: Array("caf\u{E9}".unicodeScalars.map { UInt8($0.value) }) + Array(".csv".utf8))
    #expect(name == "caf\u{10FFE9}.csv")
    #expect(name.systemBytes == Array("caf".utf8) + [0xE9] + Array(".csv".utf8))
    #expect(name.systemName == [0x63, 0x61, 0x66, -0x17, 0x2E, 0x63, 0x73, 0x76, 0])
    #expect(name.systemWords == "caf\u{FFFD}.csv")
    #expect(name.unicodeScalars.compactMap(String.systemByte) == [0xE9])
  }

  @Test("any bytes come back: alone, in pairs, cut and overlong sequences, stand-ins themselves")
  func everything() {
    var texts = (0...255).flatMap { a in (0...255).map { b in [UInt8(a), UInt8(b)] } }
    texts += (0...255).map { [UInt8($0)] }
    texts += [
      [0xE2, 0x82], [0xE2, 0x82, 0xAC], [0xED, 0xA0, 0x80], [0xC0, 0xAF], [0xF4, 0x90, 0x80, 0x80],
    ]
    texts += ["\u{10FF80}", "a\u{10FFFF}b", "\u{10FF7F}\u{10FFE9}"].map { Array($0.utf8) }
    let lost = texts.filter { String(system: $0).systemBytes != $0 }
    #expect(lost.isEmpty)
    // Of strings Swift compares what they look like.
    #expect(Set(texts.map { Array(String(system: $0).utf8) }).count == Set(texts).count)
  }
}
