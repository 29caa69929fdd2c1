import TestSupport
import Testing

@Suite("velibcorr generate") struct GenerateTests {
  private func rows(_ bytes: [UInt8]) -> Int { bytes.count { $0 == UInt8(ascii: "\n") } - 1 }

  @Test("Its output pipes into velibcorr", arguments: [Way.alone, .ranks(2)])
  func pipe(_ way: Way) throws {
    let velibcorr = try Velibcorr()
    let ranks = if case .ranks(let count) = way { "--ranks \(count)" } else { "" }
    let outcome = try velibcorr.start(
      command: [
        "sh", "-c", "\"$0\" generate --stations 40 --rows 9000 | \"$0\" - -o - \(ranks)", Velibcorr.program,
      ]
    ).wait()
    #expect(outcome.ending == .exit(0), "\(outcome.errors)")
    #expect(try MatrixFile(outcome.output).stations.count == 39)
    #expect(outcome.errors.contains("rows       9,000 read"))
  }

  @Test("The same seed gives the same bytes, another seed others; -o gives those of standard output")
  func seeds() throws {
    let velibcorr = try Velibcorr()
    let one = try velibcorr.run("generate", "--stations", "20", "--days", "1", "--seed", "7").output
    let two = try velibcorr.run("generate", "--stations", "20", "--days", "1", "--seed", "7").output
    let other = try velibcorr.run("generate", "--stations", "20", "--days", "1", "--seed", "8").output
    let toFile = try velibcorr.run(
      "generate", "--stations", "20", "--days", "1", "--seed", "7", "-o", "log.txt")
    #expect(toFile.ending == .exit(0) && toFile.output == [] && toFile.errors == "")
    let (isSame, isOther) = (one == two, one != other)
    #expect(isSame && isOther && rows(one) > 5000)
    let inFile = try velibcorr.bytes("log.txt") == one
    #expect(inFile)
    try velibcorr.expectNothingLeft(but: ["log.txt"])
  }

  @Test("--rows is the exact number of rows", arguments: [1, 19, 20, 21, 12345])
  func exactRows(_ count: Int) throws {
    let outcome = try Velibcorr().run("generate", "--stations", "20", "--rows", "\(count)")
    #expect(outcome.ending == .exit(0))
    #expect(rows(outcome.output) == count)
    #expect(
      outcome.text.hasPrefix("collect_date\tlast_update\tavailable_bike_stands\tavailable_bikes\tnumber\t"))
  }

  @Test(
    "Nonsense is refused with what is allowed",
    arguments: [
      (["--stations", "0"], "1 to 1000000"), (["--stations", "1000001"], "1 to 1000000"),
      (["--stations", "many"], "'many'"), (["--days", "0"], "1 to 3650"), (["--days", "3651"], "1 to 3650"),
      (["--every", "0"], "1 to 1440"), (["--every", "1441"], "1 to 1440"), (["--rows", "0"], "at least 1"),
      (["--stations", "1", "--every", "1440", "--rows", "99999"], "at most"), (["--seed", "-1"], "seed"),
      (["--days", "1", "--rows", "5"], "use one of them"), (["file"], "file"),
    ])
  func nonsense(_ arguments: [String], _ words: String) throws {
    let velibcorr = try Velibcorr()
    let outcome = try velibcorr.run(["generate", "-o", "log.txt"] + arguments)
    try velibcorr.expectFailure(
      outcome, exit: 64, says: ["velibcorr: error: ", words, "Usage: velibcorr generate"])
    #expect(outcome.output == [])
  }

  @Test("A full disk", arguments: [["-o", "/dev/full"], []])
  func full(_ arguments: [String]) throws {
    let velibcorr = try Velibcorr()
    let outcome = try velibcorr.run(["generate", "--stations", "20"] + arguments, output: .file("/dev/full"))
    try velibcorr.expectFailure(
      outcome, exit: 74, says: ["velibcorr: error: cannot write ", "no space left on device", "make room"])
  }

  @Test("A folder that is missing, an output that is one")
  func cannotCreate() throws {
    let velibcorr = try Velibcorr()
    for (path, words) in [("none/log.txt", "no such file or directory"), (".", "is a directory")] {
      try velibcorr.expectFailure(
        velibcorr.run("generate", "--stations", "20", "-o", path), exit: 73,
        says: ["velibcorr: error: cannot create \(path): ", words, "-o FILE"])
    }
  }

  @Test("A reader that goes ends it without a word, as other filters end")
  func closedPipe() throws {
    let velibcorr = try Velibcorr()
    let outcome = try velibcorr.run(["generate"], output: .pipeRead(upTo: 100))
    #expect(outcome.ending == .exit(74) && outcome.errors.isEmpty)
    try velibcorr.expectNothingLeft()
  }

  @Test("A signal leaves no hidden file", arguments: [2, 15] as [Int32])
  func interrupted(_ signal: Int32) throws {
    let velibcorr = try Velibcorr()
    let process = try velibcorr.start(["generate", "--stations", "50", "--days", "3650", "-o", "log.txt"])
    try eventually("the hidden file") { try !velibcorr.files().isEmpty }
    process.signal(signal)
    #expect(try process.wait().ending == .signal(signal))
    try velibcorr.expectNothingLeft()
  }
}
