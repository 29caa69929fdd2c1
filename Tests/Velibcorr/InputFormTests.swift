import TestSupport
import Testing

/// The bytes of matrix and profiles do not depend on how the same rows are written and given.
@Suite struct InputFormTests {
  static let ways: [Way] = [.alone, .ranks(3)]

  @Test("Rows in another order", arguments: ways)
  func otherOrder(_ way: Way) throws {
    let log = try GeneratedLog.shared
    var generator = SeededGenerator(seed: 11)
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.txt", log.header + log.rows.shuffled(using: &generator).joined())
    try velibcorr.expectSameBytes(["log.txt"], way)
  }

  @Test("The rows cut in five files, in any order of the files", arguments: ways)
  func fiveFiles(_ way: Way) throws {
    let log = try GeneratedLog.shared
    let velibcorr = try Velibcorr()
    // Of very different lengths: one has a single row, one has none.
    let cuts = [0, 1, 9000, 9000, 20011, log.rows.count]
    for i in 0..<5 {
      try velibcorr.write("\(i).txt", log.header + log.rows[cuts[i]..<cuts[i + 1]].joined())
    }
    try velibcorr.expectSameBytes((0..<5).map { "\($0).txt" }, way)
    try velibcorr.expectSameBytes([3, 0, 4, 2, 1].map { "\($0).txt" }, way)
  }

  @Test("Lines that end with CRLF", arguments: ways)
  func carriageReturns(_ way: Way) throws {
    let log = try GeneratedLog.shared
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.txt", log.bytes.flatMap { $0 == 10 ? [13, 10] : [$0] })
    try velibcorr.expectSameBytes(["log.txt"], way)
  }

  @Test("A byte-order mark, blank lines and no line end at the end", arguments: ways)
  func byteOrderMark(_ way: Way) throws {
    let log = try GeneratedLog.shared
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.txt", [0xEF, 0xBB, 0xBF] + log.header + [10] + log.rows.joined().dropLast())
    try velibcorr.expectSameBytes(["log.txt"], way)
  }

  @Test("Standard input", arguments: ways)
  func standardInput(_ way: Way) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.expectSameBytes(["-"], way, input: .bytes(GeneratedLog.shared.bytes))
  }

  @Test("Standard input that is a file", arguments: ways)
  func redirectedInput(_ way: Way) throws {
    let velibcorr = try Velibcorr()
    let path = try velibcorr.write("log.txt", GeneratedLog.shared.bytes)
    try velibcorr.expectSameBytes(["-"], way, input: .file(path))
  }

  @Test("A file and standard input together", arguments: ways)
  func fileAndStandardInput(_ way: Way) throws {
    let log = try GeneratedLog.shared
    let velibcorr = try Velibcorr()
    try velibcorr.write("a.txt", log.header + log.rows[..<12345].joined())
    let rest = log.header + log.rows[12345...].joined()
    try velibcorr.expectSameBytes(["a.txt", "-"], way, input: .bytes(rest))
    try velibcorr.expectSameBytes(["-", "a.txt"], way, input: .bytes(rest))
  }

  @Test("Standard input under the user's own mpiexec")
  func launchedStandardInput() throws {
    let log = try GeneratedLog.shared
    let velibcorr = try Velibcorr()
    let cut = log.rows.count - 500
    try velibcorr.write("a.txt", log.header + log.rows[..<cut].joined())
    let rest = log.header + log.rows[cut...].joined()
    #expect(rest.count < Way.mostHandedOn)
    try velibcorr.expectSameBytes(["a.txt", "-"], .mpiexec(3), input: .bytes(rest))
  }

  @Test("An archive's last bytes are read, so that who writes it ends well", arguments: Way.each)
  func wholeArchive(_ way: Way) throws {
    let velibcorr = try Velibcorr()
    // More names behind the log than a pipe holds.
    let names = (0..<4000).map { ("\(String(repeating: "x", count: 100))\($0).md", [UInt8(ascii: "#")]) }
    let archive = try velibcorr.write("log.zip", storedZip([("log.txt", Array(smallLog.utf8))] + names))
    let pipe = try velibcorr.makeNamedPipe("pipe")
    let writer = try velibcorr.start(command: ["sh", "-c", "cat \"$0\" >\"$1\"", archive, pipe])
    let outcome = try velibcorr.run(["pipe", "-o", "r.csv"], way)
    #expect(outcome.ending == .exit(0), "\(outcome.errors)")
    #expect(try writer.wait().ending == .exit(0))
  }

  @Test("A named pipe", arguments: ways)
  func namedPipe(_ way: Way) throws {
    let velibcorr = try Velibcorr()
    let pipe = try velibcorr.makeNamedPipe("pipe")
    let source = try velibcorr.write("log.txt", GeneratedLog.shared.bytes)
    let writer = try velibcorr.start(command: ["sh", "-c", "cat \"$0\" >\"$1\"", source, pipe])
    try velibcorr.expectSameBytes(["pipe"], way)
    #expect(try writer.wait().ending == .exit(0))
  }

  @Test("Bash's process substitution", .enabled(if: Velibcorr.path(of: "bash") != nil), arguments: ways)
  func processSubstitution(_ way: Way) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.txt", GeneratedLog.shared.bytes)
    let ranks = if case .ranks(let count) = way { "--ranks \(count)" } else { "" }
    let outcome = try velibcorr.start(
      command: ["bash", "-c", "\"$0\" <(cat log.txt) -o r.csv \(ranks)", Velibcorr.program]
    ).wait()
    guard ranks.isEmpty else {
      // The descriptor is not the ranks'.
      #expect(outcome.ending == .exit(64))
      #expect(outcome.errors.contains("is open in this process only"))
      return
    }
    try #require(outcome.ending == .exit(0), "\(outcome.errors)")
    let isSame = try velibcorr.bytes("r.csv") == GeneratedLog.shared.matrix
    #expect(isSame)
  }
}
