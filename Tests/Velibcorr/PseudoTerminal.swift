import TestSupport
import Testing

/// A real terminal as `script` makes one.
enum PseudoTerminal {
  /// What it got from a shell's command, in which `$VELIBCORR` is the program; without the carriage returns before line
  /// feeds.
  static func run(
    _ velibcorr: Velibcorr, _ command: String, columns: Int = 100, environment: [String: String?] = [:]
  ) throws -> String {
    let outcome = try velibcorr.start(
      command: ["script", "-qec", "stty cols \(columns); \(command)", "/dev/null"],
      environment: ["TERM": "xterm", "NO_COLOR": nil, "VELIBCORR": Velibcorr.program, "SHELL": "/bin/sh"]
        .merging(environment) { $1 }
    ).wait()
    #expect(try velibcorr.leftovers() == [])
    return outcome.text.replacing("\r\n", with: "\n")
  }

  /// What stays to be seen, without colours: of each line what was written behind its last erasing.
  static func screen(_ text: String) -> [String] {
    withoutMarks(text).split(separator: "\n", omittingEmptySubsequences: false).map { line in
      String(line.split(separator: "\r\u{1B}[K", omittingEmptySubsequences: false).last ?? "")
    }
  }

  static func withoutMarks(_ text: String) -> String { text.replacing(#/\u{1B}\[[0-9;]*m/#, with: "") }
}
