import Availability
import CIngestion
import Foundation
import Ingestion
import TestSupport
import Testing

/// Documents converted side by side are what they are one after the other.
@Suite("Feeds: pieces and threads")
struct FeedLineTests {
  /// What becomes of a feed: its text, or why it has none.
  struct Outcome: Equatable {
    var text: [UInt8]?
    var error: StreamError?
    var findings = FeedFindings()
  }

  static func outcome(_ bytes: [UInt8], threads: Int, pieces: Int) -> Outcome {
    let feed = FeedStream(MemoryStream(bytes, piece: 77), capacity: pieces)
    var outcome = Outcome()
    do {
      try feed.start(threads: threads, pieceSize: pieces)
      outcome.text = try feed.all()
    } catch {
      outcome.error = error as? StreamError
    }
    outcome.findings = feed.findings
    return outcome
  }

  /// Names that look like the end of one document and the beginning of another.
  static let traps = [
    "plain", "} {", #"}\n{\"a\": 1"#, #"\"} {\"number\": 7"#, "]} [{", #"\\"#, #"\\\"} {\"x\":"#, "}{,",
    #"} {\u0022x"#,
  ]

  /// Polls of some stations, of which some have no fields, some lists, some nothing.
  static func polls(_ count: Int, seed: UInt64) -> [[UInt8]] {
    var random = SplitMix(seed)
    return (0..<count).map { poll in
      let stations = (0..<Int.random(in: 0...3, using: &random)).map { station in
        let name = traps.randomElement(using: &random)!
        return """
          {"number": \(station), "name": "\(name)", "position": {"lat": 1, "lng": \(poll)},
           "bikes": \(poll % 7), "free_docks": 3, "last_update": \(1_700_000_000 + poll)}
          """
      }
      let list = "[\(stations.joined(separator: ","))]"
      let blank = [" ", "\n", "", "\r\n \t"].randomElement(using: &random)!
      let documents = [list, #"{"time": 5, "data": \#(list)}"#, "{}", "[[\(list)]]"]
      return Array((blank + documents.randomElement(using: &random)!).utf8)
    }
  }

  @Test("any number of threads, any size of pieces: the same rows", arguments: 0..<12 as Range<UInt64>)
  func rows(seed: UInt64) {
    let bytes = Array(Self.polls(40, seed: seed).joined())
    let expected = Self.outcome(bytes, threads: 1, pieces: 1 << 20)
    #expect(expected.error == nil && expected.findings.documents == 40)
    for pieces in [64, 150, 400, 1000, 5000] {
      for threads in [1, 2, 3, 8] {
        #expect(Self.outcome(bytes, threads: threads, pieces: pieces) == expected, "\(pieces) \(threads)")
      }
    }
  }

  @Test("a document that is damaged or cut: the same error", arguments: 0..<12 as Range<UInt64>)
  func errors(seed: UInt64) {
    var random = SplitMix(seed)
    var bytes = Array(Self.polls(40, seed: seed).joined())
    let place = Int.random(in: bytes.count / 4..<bytes.count, using: &random)
    switch seed % 3 {
    case 0: bytes.remove(at: bytes[place...].firstIndex { "{}[]\"".utf8.contains($0) } ?? place)
    case 1: bytes.removeLast(bytes.count - place)
    default: bytes.insert(contentsOf: "}".utf8, at: place)
    }
    for pieces in [64, 400, 1 << 20] {
      let expected = Self.outcome(bytes, threads: 1, pieces: pieces)
      for threads in [2, 3, 8] {
        let found = Self.outcome(bytes, threads: threads, pieces: pieces)
        #expect(found.text == expected.text && found.error == expected.error, "\(pieces) \(threads)")
      }
    }
  }

  @Test("an error of the stream comes behind the rows before it")
  func broken() throws {
    for threads in [1, 4] {
      let bytes = Array(Self.polls(40, seed: 1).joined())
      let feed = FeedStream(MemoryStream(bytes, end: .truncated), capacity: 256)
      try feed.start(threads: threads, pieceSize: 256)
      #expect(throws: StreamError.truncated) { try feed.all() }
      #expect(feed.findings.documents > 20)
    }
  }

  @Test("a feed that nobody reads to its end, ends")
  func dropped() throws {
    for threads in [1, 4] {
      let feed = FeedStream(MemoryStream(Array(Self.polls(400, seed: 1).joined())), capacity: 64)
      try feed.start(threads: threads, pieceSize: 64)
      _ = try PeekableStream(feed).peek(100)
    }
  }

  @Test(
    "cuts are where a document surely begins",
    arguments: [
      (#"{"a": 1}\#n{"b": 2}"#, 9), (#"{"a": 1}{"b": 2}{"#, 8), (#"[{"a": 1}] [ [{"b": 2}]]"#, 11),
      (#"{"a": [{"x": 1}, {"y": 2}]}"#, 0), (#"{"a": "} {"#, 0), (#"{"a": "} {","b":1}"#, 0),
      (#"{"a": "} {\"b\": 1"}"#, 0), (#"{"a": 1} {"": 2}"#, 9), (#"{"a": 1} {"#, 0), ("", 0), ("{", 0),
    ])
  func cuts(_ text: String, _ expected: Int) {
    let bytes = Array(text.utf8)
    let found = velibcorr_feed_cut(bytes, bytes.count)
    #expect(found == expected, "\(text)")
  }

  @Test("rows are known by their file and the number of their record in it")
  func origins() throws {
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(
      atPath: "\(folder.path)/f", withIntermediateDirectories: true)
    let record = #"{"number": 1, "bikes": 2, "free_docks": 3, "time": "2024-01-01 10:00"}"#
    let bad = #"{"number": 1, "bikes": "two", "free_docks": 3, "time": "2024-01-01 10:00"}"#
    for (name, records) in [("a", [record]), ("b", [record, record, bad]), ("c", [bad])] {
      _ = try folder.write("f/\(name).json", records.joined(separator: "\n"))
    }
    let file = try Input(path: "\(folder.path)/f")
    for threads in [1, 3] {
      let rejects = Rejects()
      for part in 0..<threads {
        _ = try Input(path: file.path).readStream(
          rules: RowRules(), share: StreamShare(threads: threads, part: part, of: threads),
          onReject: { rejects.found.append("\($0.path) \($0.line)") })
      }
      #expect(rejects.found == ["\(file.path)/b.json 3", "\(file.path)/c.json 1"])
    }
  }

  private final class Rejects { var found: [String] = [] }
}

/// Numbers from a seed (G. Steele, D. Lea, C. Flood: Fast splittable pseudorandom number generators, OOPSLA 2014).
private struct SplitMix: RandomNumberGenerator {
  private var state: UInt64
  init(_ seed: UInt64) { state = seed }
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return z ^ z >> 31
  }
}
