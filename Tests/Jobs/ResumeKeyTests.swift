import Availability
import Foundation
import Ingestion
import Jobs
import TestSupport
import Testing

@Suite("ResumeKey: what was saved is of use to the same run only")
struct ResumeKeyTests {
  private let folder = try! TemporaryFolder()

  private func key(
    _ change: (inout InputSettings) -> Void = { _ in }, text: String = "a", rules: RowRules = RowRules()
  ) throws -> ResumeKey {
    let header = "number,available_bike_stands,available_bikes,heure\n"
    let path = try folder.write("log.csv", Array((header + text + ",1,2,3\n").utf8))
    // The same time of change for all: only the bytes tell the logs apart.
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSince1970: 1_700_000_000)], ofItemAtPath: path)
    var settings = InputSettings(paths: [path])
    change(&settings)
    let file = try Input(at: InputPlace(path))
    return ResumeKey(
      settings, rules, try settings.paths.map { .init(path: $0, fingerprint: try file.fingerprint()) })
  }

  private func refusal(of saved: ResumeKey, by new: ResumeKey) throws -> Failure? {
    var paths = OutputPaths()
    paths[.matrix] = "\(folder.path)/r.csv"
    let resume = try #require(ResumeFolder(paths))
    return new.refusal(of: saved, in: resume)
  }

  @Test("a run with the same inputs and options goes on, also by way of its file")
  func same() throws {
    let (saved, new) = (try key(), try key())
    #expect(saved.digest == new.digest)
    #expect(try refusal(of: saved, by: new)?.message == nil)
    let read = try #require(ResumeKey(saved.bytes))
    #expect(read.digest == saved.digest)
    #expect(ResumeKey(Array("{}".utf8)) == nil)
    #expect(ResumeKey([]) == nil)
  }

  @Test("another option is named, with what it was")
  func options() throws {
    let saved = try key({ $0.since = "2013-09-10" })
    let failure = try #require(try refusal(of: saved, by: key()))
    #expect(failure.status == .usage)
    #expect(failure.message.hasSuffix("was saved by a run with --since 2013-09-10"))
    let other = try #require(try refusal(of: try key(), by: try key(rules: RowRules(isStrict: true))))
    #expect(other.message.hasSuffix("was saved by a run without --strict"))
    #expect(other.advice?.contains("rm -r \(folder.path)/r.csv.resume") == true)
  }

  @Test("every option that decides what rows become is of the key, and is named")
  func everyOption() throws {
    let options: [(String, (inout InputSettings) -> Void)] = [
      ("--since 2013-09-10", { $0.since = "2013-09-10" }),
      ("--until 2013-09-10", { $0.until = "2013-09-10" }), ("--days mon,tue", { $0.days = "mon,tue" }),
      ("--rejects", { $0.keepsRejects = true }), ("--station x", { $0.columns.names[.station] = "x" }),
      ("--free-docks x", { $0.columns.names[.freeDocks] = "x" }),
      ("--bikes x", { $0.columns.names[.bikes] = "x" }), ("--hour x", { $0.columns.names[.hour] = "x" }),
      ("--time x", { $0.columns.names[.time] = "x" }), ("--delimiter", { $0.columns.delimiter = 0x3B }),
      ("--capacity x", { $0.columns.capacity = "x" }),
      ("--date-order", { $0.columns.dateOrder = .monthFirst }),
    ]
    let plain = try key()
    for (words, change) in options {
      let other = try key(change)
      #expect(other.digest != plain.digest, "\(words)")
      #expect(
        try refusal(of: other, by: plain)?.message.contains("by a run with \(words)") == true, "\(words)")
      #expect(try refusal(of: plain, by: other)?.status == .usage, "\(words)")
    }
    for rules in [RowRules(bins: .series), RowRules(isStrict: true)] {
      #expect(try key(rules: rules).digest != plain.digest)
    }
  }

  @Test("other inputs, and an input that has changed, are told apart")
  func inputs() throws {
    let saved = try key()
    let more = try #require(try refusal(of: saved, by: try key({ $0.paths += $0.paths })))
    #expect(more.message.contains("was saved by a run over \(folder.path)/log.csv"))
    let longer = try #require(try refusal(of: saved, by: try key(text: "ab")))
    #expect(longer.status == .badData)
    #expect(longer.message.contains("it had 59 bytes and has 60"))
    let others = try #require(try refusal(of: saved, by: try key(text: "b")))
    #expect(others.message.contains("its bytes are others"))
  }
}
