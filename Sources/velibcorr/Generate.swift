import ArgumentParser
import Jobs
import SyntheticLogs

/// `velibcorr generate`: the log of a synthetic network.
struct Generate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write the availability log of a synthetic network.",
    discussion: """
      The log has the seven columns of the exercise's file (td8_velib.txt), separated by TABs, and begins, \
      like that file, at 2013-09-10 11:25:19. Some stations fill in the morning and empty in the evening, \
      others do the opposite, others have no daily pattern. As in real logs, some are always closed (0/0), \
      one never changes, some are silent in some hours, and some rows are weeks old.

      The same options and seed give the same bytes.

      Examples:
        velibcorr generate -o sample.txt
        velibcorr generate --stations 100 --rows 20000 --seed 7 | velibcorr -
      """)

  @Option(help: ArgumentHelp("Number of stations, 1 to 1000000.", valueName: "n"))
  var stations = 1230

  @Option(help: ArgumentHelp("Length in days, 1 to 3650. (default: 3)", valueName: "n"))
  var days: Int?

  @Option(help: ArgumentHelp("Length in rows, without the header, instead of --days.", valueName: "n"))
  var rows: Int?

  @Option(help: ArgumentHelp("Minutes between two readings of a station, 1 to 1440.", valueName: "minutes"))
  var every = 5

  @Option(help: ArgumentHelp("Another seed makes another network, 0 or more.", valueName: "n"))
  var seed: UInt64 = 1

  @Flag(help: "Now and then something happens in a district that fills or empties all its stations.")
  var events = false

  @Option(
    name: .shortAndLong, help: ArgumentHelp("The file to write; - is standard output.", valueName: "file"),
    completion: .file())
  var output = "-"

  func validate() throws {
    if days != nil && rows != nil {
      throw ValidationError("--days and --rows both give the length; use one of them")
    }
    // Made once more than needed, so that a usage error comes with this command's usage.
    _ = try network()
  }

  func run() throws {
    let network = try network()
    try exiting { try GenerateJob(network, to: output).run() }
  }

  /// What the options ask for; a value out of its range is a usage error.
  private func network() throws -> SyntheticNetwork {
    do {
      return try SyntheticNetwork(
        stations: stations, length: rows.map { .rows($0) } ?? .days(days ?? 3), every: every, seed: seed,
        hasEvents: events)
    } catch {
      throw ValidationError("\(error)")
    }
  }
}
