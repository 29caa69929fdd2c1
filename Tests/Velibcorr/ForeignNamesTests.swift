import Foundation
import TestSupport
import Testing

/// Names of files that are no UTF-8, as disks of old hold them.
@Suite("Names of any encoding") struct ForeignNamesTests {
  /// Runs the program, `$velibcorr`, as a shell's command has it: only so its arguments can be any bytes.
  private func run(_ command: String, _ velibcorr: Velibcorr) throws -> Outcome {
    try velibcorr.start(
      command: ["sh", "-c", "name=$(printf 'caf\\351'); \(command)"],
      environment: ["velibcorr": Velibcorr.program]
    ).wait()
  }

  /// Bytes of a file in the working folder, and none where it is not there.
  private func bytes(_ name: String, _ velibcorr: Velibcorr) throws -> [UInt8] {
    try run("cat \(name)", velibcorr).output
  }

  @Test("inputs are opened, outputs written, by one process and by ranks", arguments: ["", "--ranks 2"])
  func files(_ ranks: String) throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.csv", smallLog)
    let plain = try velibcorr.run("log.csv", "-o", "plain.csv")
    #expect(plain.ending == .exit(0), "\(plain.errors)")
    try #require(try run("cp log.csv $name.csv", velibcorr).ending == .exit(0))
    let outcome = try run("$velibcorr $name.csv \(ranks)", velibcorr)
    #expect(outcome.ending == .exit(0), "\(outcome.errors)")
    #expect(outcome.errors.contains("caf\\xE9.correlation.csv"))
    let matrix = try bytes("$name.correlation.csv", velibcorr)
    let isSame = try matrix == velibcorr.bytes("plain.csv")
    #expect(isSame)
    let named = try run("$velibcorr $name.csv \(ranks) -o out-$name --pairs pairs-$name", velibcorr)
    #expect(named.ending == .exit(0), "\(named.errors)")
    #expect(try bytes("out-$name", velibcorr) == matrix)
    #expect(try !bytes("pairs-$name", velibcorr).isEmpty)
    let left = try run("ls -A | grep -c partial", velibcorr)
    #expect(left.text == "0\n")
  }

  @Test("folders, lists, rejects, what --resume saves, the summary and the report")
  func around() throws {
    let velibcorr = try Velibcorr()
    try velibcorr.write("log.csv", smallLog + "7,x,1,3\n")
    try #require(try run("mkdir d-$name && cp log.csv d-$name/$name.csv", velibcorr).ending == .exit(0))
    let outcome = try run(
      "$velibcorr d-$name -o r.csv --rejects x-$name --summary s.json --report r.html", velibcorr)
    #expect(outcome.ending == .exit(0), "\(outcome.errors)")
    let rejects = try bytes("x-$name", velibcorr)
    let row = Array("d-caf".utf8) + [0xE9] + Array("/caf".utf8) + [0xE9] + Array(".csv,".utf8)
    #expect(rejects.split(separator: UInt8(ascii: "\n"))[1].starts(with: row))
    let summary = try #require(String(validating: try velibcorr.bytes("s.json"), as: UTF8.self))
    #expect(summary.contains("d-caf\u{FFFD}/caf\u{FFFD}.csv"))
    #expect(!summary.contains("\u{10FFE9}"))
    #expect(String(validating: try velibcorr.bytes("r.html"), as: UTF8.self)?.contains("\u{10FFE9}") == false)
    let listed = try run(
      "ls d-$name/* > list && cp list l-$name && $velibcorr --files-from l-$name -o r2.csv --resume",
      velibcorr)
    #expect(listed.ending == .exit(0), "\(listed.errors)")
    let isSame = try velibcorr.bytes("r2.csv") == velibcorr.bytes("r.csv")
    #expect(isSame)
    let saved = try run("$velibcorr log.csv log.csv.none -o m-$name --resume", velibcorr)
    #expect(saved.ending == .exit(66))
  }

  @Test("messages name them by their codes; a cure can be pasted")
  func messages() throws {
    let velibcorr = try Velibcorr()
    let missing = try run("$velibcorr $name.csv", velibcorr)
    #expect(missing.ending == .exit(66))
    #expect(missing.errors.contains("cannot open caf\\xE9.csv: no such file"))
    let option = try run("$velibcorr log.csv --ranks $name", velibcorr)
    #expect(option.ending == .exit(64))
    #expect(option.errors.contains("'caf\\xE9'"), "\(option.errors)")
    // A log in UTF-16 is turned by the command that is printed.
    try velibcorr.write("wide.csv", smallLog.utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] })
    let wide = try run("mv wide.csv $name.csv && $velibcorr $name.csv", velibcorr)
    #expect(wide.ending == .exit(65))
    let cure = try #require(wide.errors.split(separator: "\n").first { $0.contains("iconv") })
    let command = String(cure[cure.firstRange(of: "iconv")!.lowerBound...])
    let cured = try velibcorr.start(command: ["bash", "-c", command]).wait()
    #expect(cured.ending == .exit(0), "\(command) \(cured.errors)")
    #expect(try bytes("$name-utf8.csv", velibcorr) == Array(smallLog.utf8))
  }

  @Test("identifiers that are no UTF-8 are written as they are")
  func identifiers() throws {
    let velibcorr = try Velibcorr()
    let log = smallLog.replacing("\n12,", with: "\nr\u{1},")
    try velibcorr.write("log.csv", log.utf8.map { $0 == 1 ? 0xE9 : $0 })
    try velibcorr.runEveryWay(
      ["log.csv", "-o", "r.csv", "--profiles", "p.csv", "--neighbours", "1"],
      outputs: ["r.csv", "p.csv", "log.neighbours.csv"])
    for name in ["r.csv", "p.csv", "log.neighbours.csv"] {
      let bytes = try velibcorr.bytes(name)
      #expect(bytes.contains(0xE9) && !bytes.contains(0xEF), "\(name)")
    }
    let again = try velibcorr.run("p.csv", "-o", "again.csv")
    #expect(again.ending == .exit(0), "\(again.errors)")
    let isSame = try velibcorr.bytes("again.csv") == velibcorr.bytes("r.csv")
    #expect(isSame)
  }
}
