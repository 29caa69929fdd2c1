import Foundation
import TestSupport
import Testing

/// Inputs that are not any more, at the end, what they were at the beginning: 74, and no output.
///
/// A pipe among the inputs sets the moment: its writer begins when velibcorr opens it, after the file before it, and
/// velibcorr cannot read on before the writer writes.
@Suite struct ChangedInputTests {
  private static let ways: [Way] = [.alone, .ranks(2), .mpiexec(3)]
  private static let advice = "run again when nothing but new rows is written to it, or name a copy of it"

  /// Runs over `name` and a pipe; `script` is done when both are open.
  private static func run(
    _ velibcorr: Velibcorr, _ way: Way, _ name: String, _ arguments: [String] = [], while script: String
  ) throws -> Outcome {
    try velibcorr.write("small", smallLog)
    let pipe = try velibcorr.makeNamedPipe("pipe")
    let writer = try velibcorr.start(command: ["sh", "-c", "{ \(script); cat small; } >\"$0\"", pipe])
    let outcome = try velibcorr.run([name, "pipe", "-o", "r.csv"] + arguments, way)
    try writer.wait()
    return outcome
  }

  @Test("A log that gets shorter", arguments: ways)
  func shorter(_ way: Way) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.txt", GeneratedLog.shared.bytes)
    let size = try GeneratedLog.shared.bytes.count
    let outcome = try Self.run(velibcorr, way, "log.txt", while: "truncate -s \(size / 2) log.txt")
    try velibcorr.expectFailure(
      outcome, exit: 74,
      says: ["log.txt became shorter while it was read: ", " MB are left", Self.advice],
      files: ["log.txt", "pipe", "small"])
  }

  @Test("A log that is emptied", arguments: ways)
  func emptied(_ way: Way) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.txt", GeneratedLog.shared.bytes)
    try velibcorr.expectFailure(
      Self.run(velibcorr, way, "log.txt", while: ": >log.txt"), exit: 74,
      says: ["log.txt became shorter while it was read: 0.0 kB of "], files: ["log.txt", "pipe", "small"])
  }

  @Test("A log that is written again, as long as it was or longer", arguments: ways, [":", "cat small"])
  func rewritten(_ way: Way, _ more: String) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.txt", GeneratedLog.shared.bytes)
    let script = "tr 1 2 <log.txt >other; { cat other; \(more); } >log.txt; rm other"
    let outcome = try Self.run(velibcorr, way, "log.txt", while: script)
    try velibcorr.expectFailure(
      outcome, exit: 74, says: [" while it was read: ", Self.advice], files: ["log.txt", "pipe", "small"])
    // A rank of a launcher's own may look before the new log is as long as the old.
    let changed = "log.txt changed while it was read: it was written to, and not only at its end"
    #expect([changed, "log.txt became shorter"].contains(where: outcome.errors.contains))
  }

  @Test("A log whose name is another file's", arguments: ways)
  func replaced(_ way: Way) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.txt", GeneratedLog.shared.bytes)
    try velibcorr.expectFailure(
      Self.run(velibcorr, way, "log.txt", while: "cp log.txt new; mv new log.txt"), exit: 74,
      says: ["log.txt was replaced while it was read: its name is another file's now", Self.advice],
      files: ["log.txt", "pipe", "small"])
  }

  @Test("Compressed, and from standard input", arguments: [["log.txt.gz"], ["-"]])
  func streams(_ names: [String]) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.txt", GeneratedLog.shared.bytes)
    try velibcorr.start(command: ["gzip", "-kn", "log.txt"]).wait()
    try velibcorr.write("small", smallLog)
    let pipe = try velibcorr.makeNamedPipe("pipe")
    let file = names == ["-"] ? "log.txt" : names[0]
    let writer = try velibcorr.start(
      command: ["sh", "-c", "{ truncate -s 70000 \(file); cat small; } >\"$0\"", pipe])
    let outcome = try velibcorr.run(
      names + ["pipe", "-o", "r.csv"], input: names == ["-"] ? .file(velibcorr.path("log.txt")) : .nothing)
    try writer.wait()
    try velibcorr.expectFailure(
      outcome, exit: 74,
      says: [
        "\(names == ["-"] ? "standard input" : file) became shorter while it was read: 70.0 kB of ",
        Self.advice,
      ], files: ["log.txt", "log.txt.gz", "pipe", "small"])
  }

  @Test("Rows that are appended are no fault, nor a name that goes", arguments: ways)
  func grown(_ way: Way) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.txt", GeneratedLog.shared.bytes)
    try velibcorr.write("before", GeneratedLog.shared.bytes)
    try velibcorr.write("same", smallLog)
    let plain = try velibcorr.run("before", "same", "-o", "plain.csv")
    #expect(plain.ending == .exit(0), "\(plain.errors)")
    // As long as ranks open it, the name has to stay.
    let removal = if case .alone = way { "; rm log.txt" } else { "" }
    let outcome = try Self.run(velibcorr, way, "log.txt", while: "tail -n 50 before >>log.txt\(removal)")
    #expect(outcome.ending == .exit(0), "\(outcome.errors)")
    #expect(try velibcorr.bytes("r.csv") == velibcorr.bytes("plain.csv"))
  }

  @Test("Standard output gets nothing either", arguments: ways)
  func standardOutput(_ way: Way) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.txt", GeneratedLog.shared.bytes)
    try velibcorr.write("small", smallLog)
    let pipe = try velibcorr.makeNamedPipe("pipe")
    let writer = try velibcorr.start(
      command: ["sh", "-c", "{ touch -d 2020-01-01 log.txt; cat small; } >\"$0\"", pipe])
    let outcome = try velibcorr.run(["log.txt", "pipe", "-o", "-"], way)
    try writer.wait()
    #expect(outcome.text == "")
    try velibcorr.expectFailure(
      outcome, exit: 74, says: ["log.txt changed while it was read"], files: ["log.txt", "pipe", "small"])
  }

  @Test("With --resume nothing is saved of what may be neither the old log nor the new one", arguments: ways)
  func resume(_ way: Way) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.txt", GeneratedLog.shared.bytes)
    try velibcorr.write("names", "number,name\n7,Bac\n")
    // Names of stations are read when the log is open, before its rows.
    let pipe = try velibcorr.makeNamedPipe("pipe")
    let writer = try velibcorr.start(
      command: ["sh", "-c", "{ tr 1 2 <log.txt >other; cat other >log.txt; cat names; } >\"$0\"", pipe])
    let arguments = ["log.txt", "-o", "r.csv", "--resume", "--save-every", "512K"]
    let outcome = try velibcorr.run(arguments + ["--groups", "g.csv", "--stations", "pipe"], way)
    try writer.wait()
    try velibcorr.expectFailure(
      outcome, exit: 74, says: ["log.txt changed while it was read"],
      files: ["log.txt", "names", "other", "pipe", "r.csv.resume"])
    #expect(try velibcorr.parts() == [])
    // What the folder is of is there no more.
    let again = try velibcorr.run(arguments, way)
    #expect(again.ending == .exit(65))
    #expect(again.errors.contains("log.txt has changed since parts of it were read"))
  }

  @Test("A poll in a folder that is cut")
  func folder() throws {
    let velibcorr = try Velibcorr()
    try FileManager.default.createDirectory(
      atPath: velibcorr.path("polls"), withIntermediateDirectories: false)
    func poll(_ hour: Int) -> String {
      let records = (1...1500).map { station in
        #"{"number":\#(station),"available_bike_stands":\#((station * hour) % 7),"available_bikes":\#(7 - (station * hour) % 7),"last_update":"2024-03-01 \#(hour + 10):00:00"}"#
      }
      return "[" + records.joined(separator: ",") + "]"
    }
    for hour in 0..<9 { try velibcorr.write("polls/\(hour).json", poll(hour)) }
    try velibcorr.expectFailure(
      Self.run(velibcorr, .alone, "polls", while: ": >polls/8.json"), exit: 74,
      says: ["polls/8.json became shorter while it was read: 0.0 kB of ", Self.advice],
      files: ["pipe", "polls", "small"])
  }
}
