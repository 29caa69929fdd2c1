import CIngestion
import Ingestion
import TestSupport
import Testing

@Suite("The structural index: every kernel against a plain twin")
struct StructuralIndexTests {
  private struct Structure: Equatable {
    var structurals: [UInt32] = []
    var lineEnds: [UInt32] = []
    var hasQuote = false
    var hasOddQuote = false
    var hasStrayReturn = false
  }

  /// A byte at a time, by the words of the header.
  private static func plain(_ text: [UInt8], delimiter: UInt8, quoted: Bool) -> Structure {
    var structure = Structure()
    var (isInside, atFieldStart, isBehindClosing, isBehindReturn) = (false, true, false, false)
    for (offset, byte) in text.enumerated() {
      let isQuote = byte == UInt8(ascii: "\"")
      let isFeed = byte == UInt8(ascii: "\n")
      if isQuote { structure.hasQuote = true }
      if isBehindReturn && !isFeed { structure.hasStrayReturn = true }
      isBehindReturn = false
      if quoted && isQuote {
        if !isInside && !atFieldStart && !isBehindClosing { structure.hasOddQuote = true }
        isBehindClosing = isInside
        isInside.toggle()
        atFieldStart = false
        continue
      }
      if isInside { continue }
      let isStructural = isFeed || byte == delimiter
      isBehindReturn = byte == UInt8(ascii: "\r")
      if isBehindClosing && !isStructural && !isBehindReturn { structure.hasOddQuote = true }
      isBehindClosing = false
      atFieldStart = isStructural
      if isFeed { structure.lineEnds.append(UInt32(structure.structurals.count)) }
      if isStructural { structure.structurals.append(UInt32(offset)) }
    }
    if isBehindReturn { structure.hasStrayReturn = true }
    return structure
  }

  /// Nil where the CPU lacks the kernel.
  private static func kernel(_ name: String, _ text: [UInt8], delimiter: UInt8, quoted: Bool) -> Structure? {
    var structurals = [UInt32](repeating: .max, count: text.count + 64)
    var lineEnds = [UInt32](repeating: .max, count: text.count + 64)
    var found = velibcorr_structure()
    // An array's own storage, so that a sanitiser sees a read beyond it.
    guard
      velibcorr_find_structure_by(
        name, text, text.count, delimiter, quoted ? 1 : 0, &structurals, &lineEnds, &found) != 0
    else { return nil }
    return Structure(
      structurals: Array(structurals[..<found.structurals]), lineEnds: Array(lineEnds[..<found.lines]),
      hasQuote: found.has_quote != 0, hasOddQuote: found.has_odd_quote != 0,
      hasStrayReturn: found.has_stray_return != 0)
  }

  private static let kernels = ["avx512", "avx2", "sse2", "plain"].filter {
    kernel($0, [], delimiter: 0x2C, quoted: false) != nil
  }

  @Test("the kernel that runs is one that the CPU has, and the plain one is always there")
  func chosen() {
    #expect(Self.kernels.contains("plain"))
    #expect(Self.kernels.first == String(cString: velibcorr_structure_kernel()))
    #expect(Self.kernel("no such kernel", [], delimiter: 0x2C, quoted: false) == nil)
  }

  @Test("all lengths from 0 to 300, over bytes rich in structure", arguments: kernels, [false, true])
  func random(kernel: String, quoted: Bool) {
    var random = SeededGenerator(seed: quoted ? 1 : 2)
    let alphabets = [
      "ab12\t,;\n\r\"", "a,\n", "\r\n", "\",\n", "aaaaaaaaaaaaaaaaaaaaaaaa,\n\"", "\"\"\"\n,\r",
    ]
    for length in 0...300 {
      for alphabet in alphabets {
        let bytes = Array(alphabet.utf8)
        let text = (0..<length).map { _ in bytes.randomElement(using: &random)! }
        for delimiter in RecordLayout.delimiters {
          #expect(
            Self.kernel(kernel, text, delimiter: delimiter, quoted: quoted)
              == Self.plain(text, delimiter: delimiter, quoted: quoted),
            "\(String(decoding: text, as: UTF8.self).debugDescription)")
        }
      }
    }
  }

  @Test("bytes of every value, none taken for another", arguments: kernels)
  func allBytes(kernel: String) {
    var random = SeededGenerator(seed: 3)
    for _ in 0..<300 {
      let text = (0..<200).map { _ in UInt8.random(in: 0...255, using: &random) }
      #expect(
        Self.kernel(kernel, text, delimiter: 0x3B, quoted: false)
          == Self.plain(text, delimiter: 0x3B, quoted: false))
    }
  }

  @Test("a return and its line feed may lie on both sides of a word of 64 bytes", arguments: kernels)
  func boundary(kernel: String) {
    for offset in 60...68 {
      for ending in ["\r\n", "\r", "\rx", "\"\"", "\"\n", "\",", "\r\"\n\""] {
        let text = Array(repeating: UInt8(ascii: "a"), count: offset) + Array((ending + "b,c\n").utf8)
        for quoted in [false, true] {
          #expect(
            Self.kernel(kernel, text, delimiter: 0x2C, quoted: quoted)
              == Self.plain(text, delimiter: 0x2C, quoted: quoted))
        }
      }
    }
  }

  @Test("an index is used again for a longer and a shorter text")
  func reuse() {
    var index = StructuralIndex()
    for text in ["a,b\n", String(repeating: "a,b\n", count: 1_000), "", "\"x,\ny\",b\r\n", "x\"y,b\n"] {
      let bytes = Array(text.utf8)
      bytes.withUnsafeBytes { index.build($0, delimiter: 0x2C) }
      let careful = text == "x\"y,b\n"
      let expected = Self.plain(bytes, delimiter: 0x2C, quoted: !careful)
      let structurals = (0..<index.structuralCount).map { index.structurals[$0] }
      #expect(structurals == expected.structurals)
      #expect((0..<index.lineCount).map { index.lineEnds[$0] } == expected.lineEnds)
      #expect(index.needsCare == careful)
      #expect(index.hasQuotedFields == text.hasPrefix("\""))
    }
  }
}
