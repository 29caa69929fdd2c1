import Foundation
import TestSupport
import Testing

/// A mistake that a user makes, and where the advice that is printed has to lead.
struct Cure: Sendable, CustomTestStringConvertible {
  enum End: Sendable {
    /// The commands that are printed run velibcorr, which writes the matrix.
    case matrix
    /// Each command makes a file, which is read as the log that it is.
    case log
    /// Each command makes a file, which begins so.
    case file(String)
    /// Each command is a program's that may lack a library here: it is at least understood by shell and program.
    case understood
    /// Each of these options, which the advice names, leads to the matrix when it is added to what was typed.
    case options([[String]])
  }

  let mistake: String
  let files: [(name: String, bytes: [UInt8])]
  let arguments: [String]
  let end: End
  var input: String?

  var testDescription: String { mistake }

  init(
    _ mistake: String, _ files: [(name: String, bytes: [UInt8])], _ arguments: [String]? = nil,
    input: String? = nil, leads end: End
  ) {
    self.mistake = mistake
    self.files = files
    self.arguments = arguments ?? files.map(\.name)
    self.input = input
    self.end = end
  }
}

/// The log of all mistakes, as it should have been.
enum SoundLog {
  static let header = ["number", "available_bike_stands", "available_bikes", "last_update"]

  static let rows: [[String]] = (0..<8).flatMap { hour in
    [(7, [1, 3, 2, 9, 4, 4, 6, 8]), (8, [2, 6, 4, 10, 3, 7, 5, 5]), (12, [9, 3, 7, 1, 8, 2, 6, 4])].map {
      ["\($0.0)", "\($0.1[hour])", "\(10 - $0.1[hour])", "2024-05-14 0\(hour):30:00"]
    }
  }

  /// Delimited text of the rows, as `change` makes them.
  static func text(
    _ header: [String]? = SoundLog.header, delimiter: String = ",",
    _ change: (Int, [String]) -> [String] = { $1 }
  ) -> [UInt8] {
    let lines = (header.map { [$0] } ?? []) + rows.enumerated().map { change($0.offset, $0.element) }
    return Array(lines.map { $0.joined(separator: delimiter) + "\n" }.joined().utf8)
  }
}

extension SoundLog {
  /// Two files that are the log together.
  static func halves(_ first: String, _ second: String) -> [(name: String, bytes: [UInt8])] {
    let lines = String(decoding: text(), as: UTF8.self).split(separator: "\n").map { $0 + "\n" }
    return [(first, lines[...12]), (second, lines[..<1] + lines[13...])].map {
      ($0.0, Array($0.1.joined().utf8))
    }
  }
}

/// The commands in the advice of a message, each as it would be pasted.
func printedCommands(_ errors: String) -> [String] {
  let programs = "velibcorr|iconv|sed|tr|(?:LC_ALL=C )?awk|head|tail|cat|python3|duckdb|sqlite3|git|rm|jq"
  let command = try! Regex("(?:^|: )\\s*(?!velibcorr reads )((?:\\((?:echo|printf)|(?:\(programs))) [^:].*)$")
  return errors.split(separator: "\n").filter {
    !$0.hasPrefix("velibcorr: ") && !$0.hasPrefix("run ")
  }.compactMap { line in
    guard let match = line.firstMatch(of: command), let range = match.output[1].range else { return nil }
    return String(line[range])
  }
}

extension Velibcorr {
  /// Pastes a command into a shell: `velibcorr` is the program under test, `python3` the one that has pandas.
  func paste(_ command: String, input: ChildProcess.Input = .nothing) throws -> Outcome {
    let folders: [String?] = [
      URL(fileURLWithPath: Velibcorr.program).deletingLastPathComponent().path,
      ReaderTests.python.map { URL(fileURLWithPath: $0).deletingLastPathComponent().path },
      ProcessInfo.processInfo.environment["PATH"],
    ]
    return try start(
      command: ["/bin/bash", "-c", command], input: input,
      environment: ["PATH": folders.compactMap(\.self).joined(separator: ":")]
    ).wait()
  }
}

extension Cure {
  /// Makes the mistake, pastes what is printed, and sees where it leads.
  func check() throws {
    let velibcorr = try Velibcorr()
    for file in files { try velibcorr.write(file.name, file.bytes) }
    let input = input.map { ChildProcess.Input.file(velibcorr.path($0)) } ?? .nothing
    let outcome = try velibcorr.run(arguments + [], input: input)
    let advice = outcome.errors
    if case .options(let choices) = end {
      for options in choices {
        #expect(advice.contains(options.joined(separator: " ")) || advice.contains(options[1]), "\(advice)")
        let kept = arguments.indices.filter {
          arguments[$0] != options[0] && ($0 == 0 || arguments[$0 - 1] != options[0])
        }
        let cured = try velibcorr.run(kept.map { arguments[$0] } + options + ["-o", "r.csv"])
        #expect(cured.ending == .exit(0), "\(mistake): \(options): \(cured.errors)")
      }
      return
    }
    try #require(outcome.ending == .exit(65), "\(advice)")
    let commands = printedCommands(advice)
    #expect(!commands.isEmpty, "no command in: \(advice)")
    for command in commands {
      expectComplete(command)
      if case .matrix = end {
        for option in arguments where option.hasPrefix("--") {
          #expect(command.contains(option), "\(command)")
        }
      }
      try paste(command)
    }
  }

  /// Nothing in it is to be filled in.
  private func expectComplete(_ command: String) {
    #expect(!command.contains("..."), "\(command)")
    #expect(!command.contains(/<[A-Za-z]|\b(FILE|COLUMN|TABLE|OUTPUT|KEY)\b/), "\(command)")
  }

  /// In a folder of its own.
  private func paste(_ command: String) throws {
    let velibcorr = try Velibcorr()
    for file in files { try velibcorr.write(file.name, file.bytes) }
    let before = try velibcorr.files()
    let program = command.split(separator: " ").first { !$0.hasPrefix("LC_ALL=") }.map(String.init) ?? ""
    let isHere = program == "python3" ? ReaderTests.python != nil : Velibcorr.path(of: program) != nil
    guard program.hasPrefix("(") || program == "velibcorr" || isHere else {
      // What is not installed here is at least one command of the shell.
      #expect(try velibcorr.paste("f() { \(command)\n}").ending == .exit(0), "\(command)")
      return
    }
    let outcome = try velibcorr.paste(
      command, input: input.map { .file(velibcorr.path($0)) } ?? .nothing)
    for file in files { #expect(try velibcorr.bytes(file.name) == file.bytes, "\(command)") }
    let made = try velibcorr.files().filter { !before.contains($0) }
    #expect(!made.contains("oops"), "\(command)")
    switch end {
    case .understood:
      #expect(
        !outcome.errors.contains("SyntaxError") && !outcome.errors.contains("syntax error"),
        "\(outcome.errors)")
    case .matrix: try expectMatrix(outcome, command, made, in: velibcorr)
    case .log, .file:
      // A listing makes nothing.
      if program == "sqlite3" && made.isEmpty { return }
      #expect(outcome.ending == .exit(0), "\(command): \(outcome.errors)")
      let file = try #require(made.count == 1 ? made[0] : nil, "\(command) made \(made)")
      if case .file(let start) = end {
        #expect(try velibcorr.text(file).replacing("\r\n", with: "\n").hasPrefix(start))
        return
      }
      let read = try velibcorr.run("--", file)
      try expectMatrix(
        read, command, velibcorr.files().filter { $0.hasSuffix(".correlation.csv") }, in: velibcorr)
    case .options: break
    }
  }

  /// The matrix of the sound log, whatever its name.
  private func expectMatrix(
    _ outcome: Outcome, _ command: String, _ made: [String], in velibcorr: Velibcorr
  ) throws {
    #expect(outcome.ending == .exit(0), "\(command): \(outcome.errors)")
    let file = try #require(made.first, "\(command) has written no matrix")
    let sound = try Velibcorr()
    try sound.write("a.csv", SoundLog.text())
    #expect(try sound.run("a.csv", "-o", "r.csv").ending == .exit(0))
    if command.contains("--bins") { return }
    #expect(try velibcorr.bytes(file) == sound.bytes("r.csv"), "\(command)")
  }
}
