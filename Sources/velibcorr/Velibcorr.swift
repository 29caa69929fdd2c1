import ArgumentParser
import Jobs

@main
struct Velibcorr: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "velibcorr",
    abstract: "Which stations of a bike-share network fill and empty together?",
    discussion: """
      Reads an availability log, makes the daily profile of every station and writes the matrix of their \
      correlations as CSV. A log has a header line and a row a station and time: columns such as number, \
      available_bike_stands, available_bikes and last_update (2013-09-10 11:25:19).

        velibcorr data.txt            data.txt -> data.correlation.csv, by all cores
        velibcorr data.txt --ranks 4  the same by 4 MPI ranks: the same bytes
        velibcorr bench inverse       a workload of parallel computing, timed
        velibcorr doctor              what works on this machine, and what to do
        velibcorr help correlate      every option, names of columns, forms of times
        velibcorr --generate-completion-script bash    or zsh, or fish
      """,
    version: programVersionWords,
    subcommands: [Correlate.self, Bench.self, Generate.self, Doctor.self],
    defaultSubcommand: Correlate.self)

  static func main() {
    StandardStreams.ensureOpen()
    AddressSpace.require()
    if let script = CompletionScript.asked(by: CommandLine.arguments) { return print(script) }
    if let words = misuse(of: ownArguments) {
      Messages.write("\(Messages.errorPrefix)\(Printable.lines(words))\n")
      exit(withError: ExitCode(ExitStatus.usage.rawValue))
    }
    do {
      var command = try parseAsRoot(ownArguments)
      try command.run()
    } catch {
      end(by: error)
    }
  }

  private static let parserPrefix = "Error: "

  /// What is wrong with the first words that were typed, and what was meant; nil where the parser is to see them.
  private static func misuse(of words: [String]) -> String? {
    guard let first = words.first else { return "\(InputOptions.noFile)\n\n\(shortUsage)" }
    let names = CompletionScript.names
    if first == "help" {
      var command: any ParsableCommand.Type = Velibcorr.self
      for name in words.dropFirst() where !name.hasPrefix("-") {
        let known = command.configuration.subcommands
        guard let next = known.first(where: { $0._commandName == name }) else {
          return unknown(name, of: known.map { $0._commandName }, after: "velibcorr help ")
        }
        command = next
      }
      return nil
    }
    let isName = first.utf8.allSatisfy { UInt8(ascii: "a")...UInt8(ascii: "z") ~= $0 | 0x20 }
    guard isName, !names.contains(first), !StandardStreams.exists(first),
      Spelling.meant(by: first, of: names) != nil
    else { return nil }
    return unknown(first, of: names, after: "velibcorr ")
  }

  private static func unknown(_ name: String, of names: [String], after command: String) -> String {
    let meant = Spelling.meant(by: name, of: names)
    return "there is no subcommand '\(Printable.name(name))'"
      + (command.hasSuffix("help ") ? "" : ", and no file of that name")
      + "\n  "
      + (meant.map { "did you mean \(command)\($0)?" } ?? "there are \(names.joined(separator: ", "))")
  }

  private static let shortUsage = """
      velibcorr data.txt            data.txt -> data.correlation.csv, by all cores
      velibcorr data.txt --ranks 4  the same by 4 MPI ranks: the same bytes
      velibcorr bench suite         parallel computing, timed
      velibcorr doctor              what works on this machine, and what to do

      velibcorr help                all subcommands
      velibcorr help correlate      every option, names of columns, forms of times
    """

  /// The parser's messages repeat what was typed, which may move a terminal's cursor. They begin as all others do.
  private static func end(by error: any Error) -> Never {
    let text = fullMessage(for: error)
    guard exitCode(for: error) == .validationFailure, !text.isEmpty else { exit(withError: error) }
    let words =
      text.hasPrefix(parserPrefix) ? Messages.errorPrefix + text.dropFirst(parserPrefix.count) : text
    Messages.write(Printable.lines(words) + "\n")
    exit(withError: ExitCode.validationFailure)
  }
}

/// Does a job; its end becomes the command's exit code.
func exiting(_ job: () throws -> Void) throws {
  do { try job() } catch let exit as Exit { throw ExitCode(exit.code) }
}
