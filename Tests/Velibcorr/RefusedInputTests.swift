import TestSupport
import Testing

/// What is no delimited text is refused by its first bytes, with what to do.
@Suite struct RefusedInputTests {
  private static func utf16(_ text: String, isBig: Bool) -> [UInt8] {
    text.utf16.flatMap { isBig ? [UInt8($0 >> 8), UInt8($0 & 255)] : [UInt8($0 & 255), UInt8($0 >> 8)] }
  }

  static let inputs: [(name: String, bytes: [UInt8], says: [String])] = [
    (
      "marked.csv", utf16("\u{FEFF}" + smallLog, isBig: false),
      ["this is UTF-16", "iconv -f UTF-16 -t UTF-8 marked.csv > marked-utf8.csv"]
    ),
    (
      "big.csv", utf16(smallLog, isBig: true),
      ["this is UTF-16", "iconv -f UTF-16BE -t UTF-8 big.csv > big-utf8.csv"]
    ),
    (
      "little.csv", utf16(smallLog, isBig: false),
      ["this is UTF-16", "iconv -f UTF-16LE -t UTF-8 little.csv"]
    ),
    (
      "log.parquet", Array("PAR1".utf8) + [0x15, 0, 0x15],
      ["this is Parquet", "read_parquet(sys.argv[1])", "log.parquet log-export.csv"]
    ),
    (
      "program", [0x7F, 0x45, 0x4C, 0x46, 2, 1, 1, 0] + [UInt8](repeating: 0, count: 500),
      ["this is binary data", "unpack or export it first"]
    ),
  ]

  @Test("UTF-16, Parquet and binary data, in every way", arguments: inputs.indices)
  func refused(_ number: Int) throws {
    let (name, bytes, words) = Self.inputs[number]
    let velibcorr = try Velibcorr()
    try velibcorr.write(name, bytes)
    try velibcorr.expectFailureEveryWay(
      [name], exit: 65, says: ["velibcorr: error: \(name): "] + words + [", not delimited text\n"],
      files: [name])
    let outcome = try velibcorr.run("-", "-o", "r.csv", input: .bytes(bytes))
    try velibcorr.expectFailure(
      outcome, exit: 65, says: ["error: standard input: \(words[0]), not delimited text"], files: [name])
  }

  @Test("The second input too, whatever the first is, and nothing is written")
  func second() throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("small.csv", smallLog)
    try velibcorr.write("a.json", "{}")
    try velibcorr.expectFailureEveryWay(
      ["small.csv", "a.json", "--profiles", "p.csv", "--rejects", "rejects.csv"], exit: 65,
      says: ["error: a.json: JSON without a record of a station that is known; its keys: none"],
      files: ["a.json", "small.csv"])
  }

  @Test("A name with spaces is quoted in the advice")
  func quoting() throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("it's mine.csv", Self.inputs[0].bytes)
    try velibcorr.expectFailure(
      velibcorr.run("it's mine.csv"), exit: 65,
      says: [#"iconv -f UTF-16 -t UTF-8 'it'\''s mine.csv' > 'it'\''s mine-utf8.csv'"#],
      files: ["it's mine.csv"])
  }

  @Test(
    "A file of no bytes is empty, and so is one of a byte-order mark",
    arguments: [[], [0xEF, 0xBB, 0xBF]] as [[UInt8]])
  func empty(bytes: [UInt8]) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("a.csv", bytes)
    try velibcorr.expectFailureEveryWay(
      ["a.csv"], exit: 65, says: ["error: a.csv is empty", "a log starts with a header line"],
      files: ["a.csv"])
  }

  @Test("A byte-order mark before a quoted header is no part of it, in every way")
  func byteOrderMark() throws {
    let velibcorr = try Velibcorr()
    let text = smallLog.replacing("number", with: "\"number\"", maxReplacements: 1)
    try velibcorr.write("log.csv", [0xEF, 0xBB, 0xBF] + Array(text.utf8))
    try velibcorr.write("small.csv", smallLog)
    try velibcorr.runEveryWay(["log.csv", "-o", "r.csv"], outputs: ["r.csv"])
    #expect(try velibcorr.run("small.csv", "-o", "s.csv").ending == .exit(0))
    #expect(try velibcorr.text("r.csv") == velibcorr.text("s.csv"))
  }
}
