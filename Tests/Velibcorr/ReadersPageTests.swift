import Foundation
import TestSupport
import Testing

/// The book's lines for pandas, NumPy, Polars, DuckDB, R and NetworkX read every output, and print what the page says.
@Suite struct ReadersPageTests {
  private struct Block: CustomTestStringConvertible {
    let title: String
    let language: String
    let code: String
    let prints: String

    var testDescription: String { title }
  }

  private static let page = try! ReadmeTests.text("Sources/velibcorr/velibcorr.docc/Readers.md")

  private static let blocks: [Block] = page.matches(
    of: #/## (\w+)\n(?:(?!\n## )[^`])*```(python|r)\n([^`]*)```\n\nprints\n\n```text\n([^`]*)```/#
  ).map { Block(title: "\($0.1)", language: "\($0.2)", code: "\($0.3)", prints: "\($0.4)") }

  /// Who runs a language; nil where it is not there, or lacks what the code imports.
  private static func reader(of block: Block) throws -> [String]? {
    if block.language == "r" { return Velibcorr.path(of: "Rscript").map { [$0, "--vanilla"] } }
    guard let python = ReaderTests.python else { return nil }
    let imports = block.code.matches(of: #/(?m)^import \w+$/#).map { "\($0.0)" }.joined(separator: "; ")
    let outcome = try Velibcorr().start(command: [python, "-c", imports]).wait()
    return outcome.ending == .exit(0) ? [python] : nil
  }

  /// The page's run over a log, and what its code prints of the outputs.
  private func printed(_ block: Block, log: String) throws -> String {
    guard let reader = try Self.reader(of: block) else {
      try Test.cancel("\(block.title) is not here")
    }
    let velibcorr = try Velibcorr()
    try FileManager.default.createDirectory(
      atPath: velibcorr.path("Data"), withIntermediateDirectories: false)
    try velibcorr.write("Data/sample.txt", log)
    let line = try #require(Self.page.firstMatch(of: #/\n    velibcorr (Data/sample.txt .*)\n/#)).1
    let run = try velibcorr.run(line.split(separator: " ").map(String.init))
    try #require(run.ending == .exit(0), "\(run.errors)")
    let path = try velibcorr.write("code", block.code)
    let outcome = try velibcorr.start(command: reader + [path], environment: ["LC_ALL": "C.UTF-8"]).wait()
    #expect(outcome.ending == .exit(0), "\(outcome.errors)")
    return outcome.text
  }

  @Test("All of them are on the page")
  func complete() {
    #expect(Self.blocks.map(\.title) == ["pandas", "NumPy", "Polars", "DuckDB", "R", "NetworkX"])
  }

  @Test("Each prints what the page says", arguments: blocks.indices)
  func sample(_ number: Int) throws {
    let block = Self.blocks[number]
    #expect(try printed(block, log: ReadmeTests.text("Data/sample.txt")) == block.prints, "\(block.title)")
  }

  @Test(
    "Each leaves identifiers that look like numbers, or like nothing, as they are", arguments: blocks.indices)
  func difficult(_ number: Int) throws {
    var log = "station,free_docks,bikes,hour\n"
    for hour in 0..<24 {
      for (id, free) in [("0901", hour), ("NA", hour + hour / 23), ("1E5", hour * hour % 7), ("7", 5)] {
        log += "\(id),\(free),\(30 - free),\(hour)\n"
      }
    }
    let block = Self.blocks[number]
    let ids = ["1001": "0901", "2001": "NA", "2002": "7"]
    let code = ids.reduce(block.code) { $0.replacing($1.key, with: $1.value) }
    let other = Block(title: block.title, language: block.language, code: code, prints: "")
    _ = try printed(other, log: log)
  }
}
