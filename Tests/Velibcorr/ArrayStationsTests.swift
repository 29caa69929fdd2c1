import Foundation
import TestSupport
import Testing

/// `--npy` writes the stations of its rows beside the array.
@Suite struct ArrayStationsTests {
  @Test("In the order of the rows, quoted as everywhere, the same every way")
  func everyWay() throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("named.csv", ReaderTests.log)
    try velibcorr.runEveryWay(
      ["named.csv", "--no-matrix", "--npy", "r.npy"], outputs: ["r.npy", "r.npy.stations.csv"])
    let stations = "station\n007\n\"a,b\"\n\"say \"\"hi\"\"\"\n\"x\ny\"\nÉvry\n"
    #expect(try velibcorr.text("r.npy.stations.csv") == stations)
    try velibcorr.expectNothingLeft(but: ["named.csv", "r.npy", "r.npy.stations.csv"])
    try velibcorr.write("small.csv", smallLog)
    #expect(try velibcorr.run("small.csv", "-o", "r.csv", "--npy", "r").ending == .exit(0))
    #expect(try velibcorr.text("r.stations.csv") == "station\n7\n8\n12\n")
  }

  @Test("An array that goes into a pipe has none beside it", arguments: ["-", "/dev/stdout"])
  func pipe(_ name: String) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("small.csv", smallLog)
    let outcome = try velibcorr.run("small.csv", "--no-matrix", "--npy", name)
    #expect(outcome.ending == .exit(0), "\(outcome.errors)")
    #expect(outcome.output.count == 128 + 9 * 8)
    try velibcorr.expectNothingLeft(but: ["small.csv"])
  }

  @Test("It replaces no input, no other output, and no folder")
  func taken() throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("small.csv", smallLog)
    try velibcorr.write("r.npy.stations.csv", "id,name\n7,Seven\n")
    let files = ["r.npy.stations.csv", "small.csv"]
    try velibcorr.expectFailure(
      velibcorr.run("small.csv", "--npy", "r.npy", "--stations", "r.npy.stations.csv"), exit: 64,
      says: ["r.npy.stations.csv is an input: an output would replace it"], files: files)
    try velibcorr.expectFailure(
      velibcorr.run("small.csv", "--npy", "r.npy", "--top", "3", "--pairs", "r.npy.stations.csv"), exit: 64,
      says: ["two outputs name the same file"], files: files)
    try FileManager.default.removeItem(atPath: velibcorr.path("r.npy.stations.csv"))
    try FileManager.default.createDirectory(
      atPath: velibcorr.path("r.npy.stations.csv"), withIntermediateDirectories: false)
    try velibcorr.expectFailure(
      velibcorr.run("small.csv", "--npy", "r.npy"), exit: 73,
      says: ["cannot create r.npy.stations.csv: is a directory", "--npy FILE"], files: files)
  }
}
