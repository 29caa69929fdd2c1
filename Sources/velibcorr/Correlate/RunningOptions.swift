import ArgumentParser
import Jobs

/// Who computes.
struct RunningOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Run as so many MPI ranks. (default: one process, without MPI)", valueName: "n"))
  var ranks: Int?

  @Option(
    help: ArgumentHelp(
      "Threads of each rank. (default: the cores that this job may use, by affinity, control group and Slurm, shared among the ranks of a machine)",
      valueName: "n"))
  var threads: Int?

  @Option(
    help: ArgumentHelp(
      "Memory that --deduplicate, --pairs, --partial, --groups and --report may use, as 500M or 2G.",
      valueName: "size"))
  var memory = MemorySize(bytes: RunningSettings.defaultMemory)

  @Flag(
    help:
      "Save what has been read in a folder beside the first output, named like it with .resume, and read only what an earlier run has not saved there. It goes when the outputs are complete."
  )
  var resume = false

  @Option(
    help: ArgumentHelp(
      "With --resume: save when a rank has read so much. (default: 512M for each thread, more where there is much to save)",
      valueName: "size"))
  var saveEvery: MemorySize?

  @Flag(
    inversion: .prefixedNo,
    help:
      "Show how far the run has come: on a terminal by a line that goes again, elsewhere by one now and then. (default: unless --quiet)"
  )
  var progress: Bool?

  @Flag(name: .shortAndLong, help: "No summary, no progress.")
  var quiet = false

  @Flag(
    help:
      "No colours on a terminal. There are none either where NO_COLOR is set, TERM is dumb, or no terminal is."
  )
  var noColor = false

  @Flag(name: .shortAndLong, help: "Also say which BLAS kernel and scanner run.")
  var verbose = false

  @Flag(
    help: ArgumentHelp(
      "Hold each proposal of a product against its bound; -v prints how many were beyond it.",
      visibility: .hidden))
  var checkBounds = false

  /// The options as they are used.
  var settings: RunningSettings {
    var settings = RunningSettings()
    (settings.ranks, settings.threads, settings.memory) = (ranks, threads, memory.bytes)
    (settings.resumes, settings.savingInterval) = (resume, saveEvery?.bytes)
    (settings.showsProgress, settings.isQuiet, settings.isVerbose) = (progress, quiet, verbose)
    settings.checksBounds = checkBounds
    return settings
  }

  func validate() throws {
    if let ranks, ranks < 1 { throw ValidationError("--ranks is \(ranks); it must be at least 1") }
    if let threads, !(1...1024).contains(threads) {
      throw ValidationError("--threads is \(threads); it can be 1 to 1024")
    }
    if saveEvery != nil && !resume { throw ValidationError("--save-every wants --resume") }
  }
}

/// `500M`, `2G`, or bytes.
struct MemorySize: ExpressibleByArgument {
  let bytes: Int

  init(bytes: Int) { self.bytes = bytes }

  init?(argument: String) {
    let units: [Character: Int] = ["K": 10, "M": 20, "G": 30, "T": 40]
    let shift = argument.last.flatMap { units[Character($0.uppercased())] }
    guard let number = Int(shift == nil ? argument : String(argument.dropLast())), number > 0,
      number < 1 << 20 || shift == nil
    else { return nil }
    bytes = number << (shift ?? 0)
  }

  var defaultValueDescription: String { "\(bytes >> 30)G" }
}
