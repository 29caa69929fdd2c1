import Foundation
import TestSupport
import Testing

/// What the README and the book say of `Data/sample.txt` is what a run gives; their lines for pandas and R work.
@Suite struct ReadmeTests {
  /// The folder of `Package.swift`.
  static let project: URL = {
    var folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    while folder.path != "/",
      !FileManager.default.fileExists(atPath: folder.appending(path: "Package.swift").path)
    {
      folder.deleteLastPathComponent()
    }
    return folder
  }()
  private static let readme = "README.md"
  private static let book = "Sources/velibcorr/velibcorr.docc/"
  private static let readersPages = [readme, book + "Outputs.md"]

  static func text(_ page: String) throws -> String {
    try String(contentsOf: project.appending(path: page), encoding: .utf8)
  }

  /// The code of a page's first block in a language.
  private static func block(_ language: String, of page: String) throws -> String {
    let parts = try text(page).components(separatedBy: "```\(language)\n")
    let code = try #require(parts.dropFirst().first, "\(page) has no block of \(language)")
    return try #require(code.components(separatedBy: "\n```").first)
  }

  /// Identifiers that readers like to take for numbers, or for nothing; `7` is constant.
  private static let difficult: String = {
    var log = "station,free_docks,bikes,hour\n"
    for (id, docks) in [("0901", [1, 2, 7]), ("NA", [1, 2, 6]), ("1E5", [9, 2, 7]), ("7", [5, 5, 5])] {
      for (hour, free) in docks.enumerated() { log += "\(id),\(free),\(10 - free),\(hour)\n" }
    }
    return log
  }()

  /// A place where the sample's matrix lies under the name that the pages use.
  private func sample() throws -> (velibcorr: Velibcorr, outcome: Outcome) {
    let velibcorr = try Velibcorr()
    try velibcorr.write("sample.txt", Self.text("Data/sample.txt"))
    let outcome = try velibcorr.run("sample.txt")
    try #require(outcome.ending == .exit(0), "\(outcome.errors)")
    return (velibcorr, outcome)
  }

  /// Runs a page's code as it stands on the sample, then on the difficult log, and hands over what it printed.
  private func read(_ code: String, by command: [String]) throws -> (sample: String, difficult: String) {
    let (velibcorr, _) = try sample()
    func printed(_ code: String) throws -> String {
      let path = try velibcorr.write("code", code)
      let outcome = try velibcorr.start(command: command + [path], environment: ["LC_ALL": "C.UTF-8"]).wait()
      #expect(outcome.ending == .exit(0), "\(outcome.errors)")
      return outcome.text
    }
    let ofSample = try printed(code)
    try velibcorr.write("difficult.csv", Self.difficult)
    let outcome = try velibcorr.run("difficult.csv", "-o", "sample.correlation.csv")
    try #require(outcome.ending == .exit(0), "\(outcome.errors)")
    let other = code.replacing("\"1001\", \"2001\"", with: "\"0901\", \"NA\"")
    #expect(other != code, "the code does not look up 1001 and 2001")
    return (ofSample, try printed(other))
  }

  @Test(
    "The lines for pandas load the matrix, without undefined stations, identifiers unharmed",
    .enabled(if: ReaderTests.python != nil, "VELIBCORR_PYTHON is not set"), arguments: readersPages)
  func pandas(_ page: String) throws {
    let python = try #require(ReaderTests.python)
    let printed = try read(try Self.block("python", of: page), by: [python])
    #expect(printed.sample.hasPrefix("(58, 58) 0.939025154900"), "\(printed.sample)")
    #expect(printed.difficult.hasPrefix("(3, 3) 0.99942379712"), "\(printed.difficult)")
  }

  @Test(
    "The lines for R load the matrix, without undefined stations, identifiers unharmed",
    .enabled(if: Velibcorr.path(of: "Rscript") != nil, "Rscript is not on PATH"), arguments: readersPages)
  func r(_ page: String) throws {
    let printed = try read(try Self.block("r", of: page), by: ["Rscript", "--vanilla"])
    #expect(printed.sample == "[1] 58 58\n[1] 0.9390252\n")
    #expect(printed.difficult == "[1] 3 3\n[1] 0.9994238\n")
  }

  /// Words apart by one blank: long lines are broken in the README.
  private static func words(_ text: some StringProtocol) -> String {
    text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  @Test("The README's corner of the matrix and its summary are those of a run")
  func pasted() throws {
    let (velibcorr, outcome) = try sample()
    let readme = try Self.text(Self.readme)
    let rows = try velibcorr.text("sample.correlation.csv").split(separator: "\n").prefix(8)
    for row in rows {
      let fields = row.split(separator: ",", omittingEmptySubsequences: false).prefix(6)
      let line = "\n    \(fields.joined(separator: ","))\n"
      #expect(readme.contains(line), "README.md lacks: \(line)")
    }
    for line in outcome.errors.split(separator: "\n")
    where !["run ", "time ", "process "].contains(where: line.hasPrefix) {
      #expect(Self.words(readme).contains(Self.words(line)), "README.md lacks: \(line)")
    }
  }

  @Test(
    "The checksum in README and tutorial is that of the sample's matrix",
    .enabled(if: Velibcorr.path(of: "sha256sum") != nil, "sha256sum is not on PATH"))
  func checksum() throws {
    let (velibcorr, _) = try sample()
    let line = try velibcorr.start(command: ["sha256sum", "sample.correlation.csv"]).wait().text
    #expect(try Self.text(Self.book + "Tutorial.md").contains("\n\(line)"), "the tutorial lacks: \(line)")
    let digest = line.prefix { $0 != " " }
    #expect(try Self.text(Self.readme).contains("\n    \(digest)\n"), "README.md lacks: \(digest)")
  }

  @Test("The README's message for other columns is the program's")
  func otherColumns() throws {
    let velibcorr = try Velibcorr()
    var log = "when,place,free,taken\n"
    for hour in 8...10 { log += "2024-05-01 \(hour < 10 ? "0" : "")\(hour):00,A,\(hour),3\n" }
    try velibcorr.write("other.csv", log)
    let refused = try velibcorr.run("other.csv")
    #expect(refused.ending == .exit(65))
    let readme = try Self.text(Self.readme)
    for line in refused.errors.split(separator: "\n") where !line.hasPrefix("run ") {
      #expect(Self.words(readme).contains(Self.words(line)), "README.md lacks: \(line)")
    }
    let named = "other.csv --station place --free-docks free --bikes taken --time when"
    #expect(readme.contains("\n    velibcorr \(named)\n"))
    let outcome = try velibcorr.run(named.split(separator: " ").map(String.init))
    #expect(outcome.ending == .exit(0), "\(outcome.errors)")
  }
}
