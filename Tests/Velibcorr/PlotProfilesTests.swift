import TestSupport
import Testing

/// `--plot-profiles`: a picture of the mean profiles of groups.
@Suite struct PlotProfilesTests {
  @Test("every way draws the same bytes", arguments: ["png", "svg", "pdf"])
  func everyWay(kind: String) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.txt", GeneratedLog.shared.bytes)
    try velibcorr.runEveryWay(
      ["log.txt", "--no-matrix", "--plot-profiles", "p.\(kind)", "--clusters", "3"], outputs: ["p.\(kind)"])
  }

  @Test("the groups of one run are the same in all its outputs, which the summary names")
  func together() throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.txt", GeneratedLog.shared.bytes)
    let outcome = try velibcorr.run(
      "log.txt", "--no-matrix", "--plot-profiles", "-", "--plot", "m.png", "--groups", "g.csv", "--bins",
      "hour-of-week", "--summary", "s.json")
    #expect(outcome.ending == .exit(0), "\(outcome.errors)")
    #expect(Array(outcome.output.prefix(4)) == [0x89, 0x50, 0x4E, 0x47])
    let outputs = try #require(
      try SummaryFile(velibcorr.bytes("s.json"))["outputs", as: [[String: Any]].self])
    #expect(outputs.map { $0["kind"] as? String } == ["groups", "plot", "plot_profiles"])
    #expect(outputs[2]["bytes"] as? Int == outcome.output.count)
    let alone = try velibcorr.run(
      "log.txt", "--no-matrix", "--plot-profiles", "p.png", "--bins", "hour-of-week")
    #expect(alone.ending == .exit(0), "\(alone.errors)")
    let isSame = try velibcorr.bytes("p.png") == outcome.output
    #expect(isSame)
  }

  @Test("what it cannot show is refused before anything is read")
  func refused() throws {
    let velibcorr = try Velibcorr()
    for (arguments, words) in [
      (
        ["--plot-profiles", "p.png", "--bins", "series"], "use --bins hour-of-day or hour-of-week, not series"
      ),
      (["--plot-profiles", "p.jpg"], "--plot-profiles p.jpg: its name must end with .png, .svg or .pdf"),
      (["--plot-profiles", "p.png", "--plot", "p.png"], "two outputs name the same file"),
    ] {
      let outcome = try velibcorr.run(["nowhere.txt"] + arguments)
      #expect(outcome.ending == .exit(64))
      #expect(outcome.errors.contains(words), "\(outcome.errors)")
    }
  }

  @Test("a network of one station with a profile, and one without any correlation, have a picture")
  func few() throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("small.csv", smallLog)
    let outcome = try velibcorr.run("small.csv", "--plot-profiles", "p.png", "--clusters", "1")
    #expect(outcome.ending == .exit(0), "\(outcome.errors)")
    try velibcorr.write(
      "constant.csv", "number,available_bike_stands,available_bikes,heure\n1,1,1,0\n1,1,1,1\n1,1,1,2\n")
    let constant = try velibcorr.run(
      "constant.csv", "--plot-profiles", "c.png", "--plot", "m.png", "--groups", "g.csv")
    #expect(constant.ending == .exit(0), "\(constant.errors)")
    #expect(constant.errors.contains("groups     0, "))
    for picture in ["c.png", "m.png"] { #expect(try velibcorr.bytes(picture).count > 100) }
    #expect(try velibcorr.text("g.csv") == "station,cluster,order,name,lat,lng\n1,,,,,\n")
  }
}
