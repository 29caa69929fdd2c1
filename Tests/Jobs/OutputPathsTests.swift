import Jobs
import Testing

@Suite("OutputPaths: where the results go")
struct OutputPathsTests {
  private static func paths(_ kinds: [OutputKind]) -> OutputPaths {
    kinds.reduce(into: OutputPaths()) { $0[$1] = "/tmp/\($1.rawValue)" }
  }

  @Test("they are written in one order, whatever the order in which they are asked for")
  func order() {
    let paths = Self.paths([.summary, .rejects, .matrix, .pairs])
    #expect(paths.kinds == [.matrix, .pairs, .rejects, .summary])
    #expect(paths.all.map(\.option) == ["-o FILE", "--pairs FILE", "--rejects FILE", "--summary FILE"])
  }

  @Test(
    "what has to be computed for each",
    arguments: [
      (OutputKind.matrix, true, true, true), (.report, true, true, true), (.partial, false, true, true),
      (.profiles, false, false, true), (.rejects, false, false, false), (.summary, false, false, false),
    ])
  func needs(kind: OutputKind, matrix: Bool, products: Bool, sums: Bool) {
    let paths = Self.paths([kind])
    #expect(paths.needsMatrix == matrix)
    #expect(paths.needsProducts == products)
    #expect(paths.needsSums == sums)
  }

  @Test("what is saved for --resume lies beside the first output that is a file")
  func resume() {
    var paths = Self.paths([.summary])
    paths[.matrix] = "-"
    #expect(ResumeFolder(paths)?.path == "/tmp/summary.resume")
    paths[.summary] = nil
    #expect(ResumeFolder(paths) == nil)
  }
}
