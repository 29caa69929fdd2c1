import Foundation
import TestSupport
import Testing

/// A report of `--summary`, read back by Foundation's parser.
struct SummaryFile {
  let json: [String: Any]

  init(_ bytes: [UInt8], sourceLocation: SourceLocation = #_sourceLocation) throws {
    // Pretty printed, valid UTF-8, a line feed at the end.
    let text = try #require(String(validating: bytes, as: UTF8.self), sourceLocation: sourceLocation)
    #expect(text.hasPrefix("{\n  \"counts\" : {\n    \"bins\" : "), sourceLocation: sourceLocation)
    #expect(text.hasSuffix("\n}\n"), sourceLocation: sourceLocation)
    json = try #require(
      JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any], sourceLocation: sourceLocation)
    #expect(json["velibcorr-summary"] as? Int == 1, sourceLocation: sourceLocation)
  }

  /// A value by its keys; a number is a place in an array. Nil when it is missing or of another type.
  subscript<Value>(_ keys: String..., as type: Value.Type = Value.self) -> Value? {
    value(keys).flatMap { $0 as? Value }
  }

  /// Is there any value, were it null?
  func has(_ keys: String...) -> Bool { value(keys) != nil }

  private func value(_ keys: [String]) -> Any? {
    keys.reduce(json) { value, key in
      (value as? [String: Any])?[key] ?? Int(key).flatMap { (value as? [Any])?[$0] }
    }
  }

  /// All but what may differ between equal runs, as text.
  var comparable: String {
    get throws {
      var rest = json
      try #require(rest.removeValue(forKey: "run") != nil)
      return String(
        decoding: try JSONSerialization.data(withJSONObject: rest, options: [.sortedKeys, .prettyPrinted]),
        as: UTF8.self)
    }
  }

  /// An input or an output: where it is, how many bytes it has, and their digest.
  struct Contents: Hashable {
    let path: String
    let bytes: Int
    let sha256: String
  }

  func contents(_ key: String) throws -> [Contents] {
    try #require(self[key, as: [[String: Any]].self]).map {
      Contents(
        path: try #require($0["path"] as? String), bytes: try #require($0["bytes"] as? Int),
        sha256: try #require($0["sha256"] as? String))
    }
  }
}

extension Velibcorr {
  /// Runs with `--summary s.json` and reads it.
  func report(
    _ arguments: [String], _ way: Way = .alone, input: ChildProcess.Input = .nothing,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> (summary: SummaryFile, outcome: Outcome) {
    let outcome = try run(arguments + ["--summary", "s.json"], way, input: input)
    try #require(outcome.ending == .exit(0), "\(outcome.errors)", sourceLocation: sourceLocation)
    return (try SummaryFile(bytes("s.json"), sourceLocation: sourceLocation), outcome)
  }

  /// What a summary has to say of a file's contents, by `sha256sum`; `path` is its name there.
  func contents(of file: String, as path: String? = nil) throws -> SummaryFile.Contents {
    let outcome = try start(command: ["sha256sum"], input: .file(self.path(file))).wait()
    try #require(outcome.ending == .exit(0), "\(outcome.errors)")
    return SummaryFile.Contents(
      path: path ?? file, bytes: try bytes(file).count, sha256: String(outcome.text.prefix(64)))
  }
}
