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
    version: programVersion,
    subcommands: [Correlate.self, Bench.self, Generate.self, Doctor.self],
    defaultSubcommand: Correlate.self)

  static func main() {
    StandardStreams.ensureOpen()
    AddressSpace.require()
    if let script = CompletionScript.asked(by: CommandLine.arguments) { return print(script) }
    if CommandLine.arguments.count == 1 {
      Messages.write("Error: \(InputOptions.noFile)\n\n" + helpMessage())
      exit(withError: ExitCode(ExitStatus.usage.rawValue))
    }
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch {
      end(by: error)
    }
  }

  /// The parser's messages repeat what was typed, which may move a terminal's cursor.
  private static func end(by error: any Error) -> Never {
    let text = fullMessage(for: error)
    guard exitCode(for: error) == .validationFailure, !text.isEmpty else { exit(withError: error) }
    Messages.write(Printable.lines(text) + "\n")
    exit(withError: ExitCode.validationFailure)
  }
}

/// Does a job; its end becomes the command's exit code.
func exiting(_ job: () throws -> Void) throws {
  do { try job() } catch let exit as Exit { throw ExitCode(exit.code) }
}
