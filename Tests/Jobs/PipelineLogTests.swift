import Foundation
import Jobs
import TestSupport
import Testing

@Suite("PipelineLog: the parts of a log that the cost model is made from")
struct PipelineLogTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func text(_ name: String) throws -> String {
    try String(contentsOfFile: "\(folder.path)/\(name)", encoding: .utf8)
  }

  @Test("whole stretches in their order, as many as they should be, and the smaller part is in the larger")
  func stretches() throws {
    let lines = (0..<200_000).map { "line \($0)" }
    let log = try folder.write("log.txt", "station\n" + lines.map { $0 + "\n" }.joined())
    let paths = [UInt64(16), 4].map { (oneIn: $0, path: "\(folder.path)/\($0).txt") }
    try #require(try PipelineLog.sample([log], into: paths))
    var parts: [[Int]] = []
    for (oneIn, path) in paths {
      let found = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
      #expect(found.first == "station")
      let numbers = found.dropFirst().map { Int($0.dropFirst(5))! + 1 }
      #expect(numbers == numbers.sorted())
      let stretches = Dictionary(grouping: numbers) { $0 / PipelineLog.stretch }
      // But for the first, which begins with the header, and the last.
      for (stretch, lines) in stretches where stretch > 0 && stretch < 200_000 / PipelineLog.stretch {
        #expect(lines.count == PipelineLog.stretch)
      }
      // Six standard deviations.
      let all = 200_000 / Double(PipelineLog.stretch)
      #expect(abs(Double(stretches.count) - all / Double(oneIn)) < 6 * (all / Double(oneIn)).squareRoot())
      parts.append(numbers)
    }
    #expect(Set(parts[0]).isSubset(of: parts[1]))
  }

  @Test("each file's first line is there, and a last one without an end gets one")
  func files() throws {
    let files = try ["a", "b"].map { try folder.write($0, "\($0)1\n\($0)2") }
    try #require(try PipelineLog.sample(files, into: [(oneIn: 1, path: "\(folder.path)/all")]))
    #expect(try text("all") == "a1\na2\nb1\nb2\n")
    try #require(try PipelineLog.sample(files, into: [(oneIn: .max, path: "\(folder.path)/few")]))
    #expect(try text("few") == "a1\nb1\n")
  }

  @Test("what is not plain text in lines has no parts", arguments: ["[1]\n", "{}\n", "a", "a\u{0}\n", ""])
  func other(_ content: String) throws {
    let file = try folder.write("log", content)
    #expect(try !PipelineLog.sample([file], into: [(oneIn: 1, path: "\(folder.path)/all")]))
  }
}
