import Ingestion
import Testing

@Suite("The rows that a log is understood by: by the structural index or by libcsv, the same fields")
struct RowScannerTests {
  private static func byLibCSV(_ text: [UInt8], delimiter: UInt8, final: Bool) -> [[String]] {
    let parser = LibCSV(delimiter: delimiter)
    var rows: [[String]] = []
    text.withUnsafeBytes { bytes in
      var position = 0
      while position < bytes.count {
        switch parser.readRow(bytes, from: position, final: final) {
        case .incomplete: return
        case .blank(let end): position = end
        case .row(let end):
          rows.append(parser.strings)
          position = end
        }
      }
    }
    return rows
  }

  @Test("random texts, whole and cut", arguments: 0..<4)
  func randomTexts(part: Int) {
    for seed in UInt64(part * 1_000)..<UInt64(part * 1_000 + 200) {
      var generator = RandomText(seed: seed)
      let text = generator.text(rows: 12)
      for delimiter in "\t,; ".utf8 {
        let cut = Array(text.prefix(text.count * Int(seed % 7) / 6))
        for (bytes, final) in [(text, true), (cut, false), (cut, true)] {
          #expect(
            RowScanner(delimiter: delimiter).strings(of: bytes, final: final)
              == Self.byLibCSV(bytes, delimiter: delimiter, final: final),
            "seed \(seed): \(String(decoding: bytes, as: UTF8.self).debugDescription)")
        }
      }
    }
  }

  @Test("rows longer than what is indexed at once, blank lines, rows of which only one has a quote")
  func longRows() {
    let long = String(repeating: "x", count: 50_000)
    for odd in ["", "\"a\nb\",c\n", "a\rb\n"] {
      let text = Array("a,\(long)\n \t \n\r\n\(odd) b ,é\r\n\(long),\(long)\nlast,row".utf8)
      for final in [false, true] {
        #expect(
          RowScanner(delimiter: 0x2C).strings(of: text, final: final)
            == Self.byLibCSV(text, delimiter: 0x2C, final: final))
      }
    }
  }

  @Test func oneFieldThatIsNoUTF8MakesItsRowLatin1() {
    let text = Array("é,".utf8) + [0xE9] + Array("\né,é\n".utf8)
    #expect(RowScanner(delimiter: 0x2C).strings(of: text, final: true) == [["Ã©", "é"], ["é", "é"]])
  }
}
