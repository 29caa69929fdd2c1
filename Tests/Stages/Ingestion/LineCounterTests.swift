import Ingestion
import TestSupport
import Testing

@Suite("LineCounter: the line of an offset")
struct LineCounterTests {
  private let folder = try! TemporaryFolder()
  private static let header = "number,available_bike_stands,available_bikes,heure"

  /// The line that each offset is in, counted byte by byte: LF, CR LF and CR each end one.
  private static func lines(_ text: [UInt8]) -> [Int] {
    var line = 1
    var lines: [Int] = []
    for (i, byte) in text.enumerated() {
      lines.append(line)
      let isPair = byte == 13 && i + 1 < text.count && text[i + 1] == 10
      if byte == 10 || byte == 13 && !isPair { line += 1 }
    }
    return lines
  }

  /// The start of every line of a text.
  private static func starts(_ text: [UInt8]) -> [Int] {
    let lines = lines(text)
    return text.indices.filter { $0 == 0 || lines[$0] != lines[$0 - 1] }
  }

  private func file(_ text: [UInt8]) throws -> LogFile { try LogFile(path: folder.write("log", text)) }

  @Test(
    "every kind of line end, alone and mixed", arguments: ["\n", "\r\n", "\r", "\r\r\n\n", "\n\r", "\r\n\r"])
  func lineEnds(lineEnd: String) throws {
    let rows = (0..<50).map { "\($0),3,1,\($0 % 24)" }
    let text = Array(([Self.header] + rows).joined(separator: lineEnd).utf8)
    let lines = Self.lines(text)
    let file = try file(text)
    var counter = LineCounter(file)
    for start in Self.starts(text) { #expect(try counter.line(at: start) == lines[start]) }
    // From the start at once, wherever the line is.
    for start in Self.starts(text) {
      var counter = LineCounter(file)
      #expect(try counter.line(at: start) == lines[start])
    }
  }

  @Test("stretches cut anywhere, in a CR LF too, add up")
  func cuts() throws {
    let text = Array((Self.header + "\r\n7,3,1,5\r8,1,1,6\n\r\n\"9\r\n\",1,1,7\r\r\n").utf8)
    let lines = Self.lines(text)
    let file = try file(text)
    for cut in text.indices {
      for start in Self.starts(text) where start >= cut {
        var counter = LineCounter(file)
        _ = try counter.line(at: cut)
        #expect(try counter.line(at: start) == lines[start], "cut at \(cut)")
      }
    }
  }

  @Test("text longer than the counter's buffer, of random line ends")
  func long() throws {
    var random = SeededGenerator(seed: 3)
    var text = Array((Self.header + "\n").utf8)
    while text.count < 5 << 19 {
      text += [[10], [13], [13, 10], [44], [65]].randomElement(using: &random)!
    }
    // A pair on each side of the first mebibyte.
    text.replaceSubrange((1 << 20) - 1..<(1 << 20) + 1, with: [13, 10])
    let lines = Self.lines(text)
    let file = try file(text)
    var counter = LineCounter(file)
    var position = 0
    for start in Self.starts(text) where start >= position {
      let found = try counter.line(at: start)
      if found != lines[start] {
        Issue.record("offset \(start) is in line \(found), expected \(lines[start])")
        break
      }
      position = start + Int.random(in: 0...200_000, using: &random)
    }
    var whole = LineCounter(file)
    let last = try #require(Self.starts(text).last)
    #expect(try whole.line(at: last) == lines[last])
  }

  @Test("behind the end, the last line")
  func behindEnd() throws {
    let file = try file(Array((Self.header + "\n7,3,1,5\n").utf8))
    var counter = LineCounter(file)
    #expect(try counter.line(at: 1_000_000) == 3)
  }
}
