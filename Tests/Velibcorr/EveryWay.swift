import TestSupport
import Testing

extension Velibcorr {
  /// Runs by one thread, by three, and by one to three ranks: each must read and leave out the same rows and
  /// write the same bytes into the files named, which are left as the last run has written them.
  @discardableResult
  func runEveryWay(
    _ arguments: [String], outputs: [String], input: ChildProcess.Input = .nothing,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> Outcome {
    let first = try run(arguments + ["--threads", "1"], input: input)
    try #require(first.ending == .exit(0), "\(first.errors)", sourceLocation: sourceLocation)
    let expected = try outputs.map(bytes)
    for settings in [
      ["--threads", "3"], ["--ranks", "1"], ["--ranks", "2"], ["--ranks", "3", "--threads", "2"],
    ] {
      let outcome = try run(arguments + settings, input: input)
      try #require(outcome.ending == .exit(0), "\(outcome.errors)", sourceLocation: sourceLocation)
      #expect(outcome.rows == first.rows, "\(settings)", sourceLocation: sourceLocation)
      for (name, expected) in zip(outputs, expected) {
        let isSame = try bytes(name) == expected
        #expect(isSame, "\(name) of \(settings)", sourceLocation: sourceLocation)
      }
    }
    return first
  }

  /// Runs by one process, by threads and by ranks: each must fail alike.
  func expectFailureEveryWay(
    _ arguments: [String], exit code: Int32, says words: [String], files: [String],
    input: ChildProcess.Input = .nothing, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    for settings in [["--threads", "1"], ["--threads", "3"], ["--ranks", "1"], ["--ranks", "3"]] {
      try expectFailure(
        run(arguments + settings, input: input), exit: code, says: words, files: files,
        sourceLocation: sourceLocation)
    }
  }
}

extension Outcome {
  /// The summary's line of rows.
  var rows: String { errors.split(separator: "\n").first { $0.hasPrefix("rows  ") }.map(String.init) ?? "" }
}
