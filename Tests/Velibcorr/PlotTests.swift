import TestSupport
import Testing

/// `--plot`: a picture of the matrix.
@Suite struct PlotTests {
  @Test("every way draws the same bytes", arguments: ["png", "svg", "pdf"])
  func everyWay(kind: String) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.txt", GeneratedLog.shared.bytes)
    try velibcorr.runEveryWay(["log.txt", "--no-matrix", "--plot", "p.\(kind)"], outputs: ["p.\(kind)"])
    let start = try velibcorr.bytes("p.\(kind)").prefix(4)
    #expect(
      Array(start)
        == ["png": [0x89, 0x50, 0x4E, 0x47], "svg": Array("<?xm".utf8), "pdf": Array("%PDF".utf8)][kind])
  }

  @Test("standard output gets a PNG; beside it other outputs of the run")
  func standardOutput() throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.txt", GeneratedLog.shared.bytes)
    let outcome = try velibcorr.run(
      "log.txt", "--plot", "-", "--clusters", "3", "--groups", "g.csv", "-o", "r.csv")
    #expect(outcome.ending == .exit(0), "\(outcome.errors)")
    #expect(outcome.errors.contains("groups     3, "))
    #expect(Array(outcome.output.prefix(4)) == [0x89, 0x50, 0x4E, 0x47])
    try velibcorr.expectNothingLeft(but: ["log.txt", "g.csv", "r.csv"])
  }

  @Test(
    "a name that tells no kind is refused before anything is read",
    arguments: ["p", "p.jpg", "png", "p.png.gz"])
  func kind(name: String) throws {
    let velibcorr = try Velibcorr()
    let outcome = try velibcorr.run("nowhere.txt", "--plot", name)
    #expect(outcome.ending == .exit(64))
    #expect(outcome.errors.contains("--plot \(name): its name must end with .png, .svg or .pdf"))
  }

  @Test("more stations than memory allows are refused")
  func memory() throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.txt", GeneratedLog.shared.bytes)
    let outcome = try velibcorr.run("log.txt", "--plot", "p.png", "--memory", "1000")
    #expect(outcome.ending == .exit(64))
    #expect(outcome.errors.contains("stations need"))
    try velibcorr.expectNothingLeft(but: ["log.txt"])
  }
}
