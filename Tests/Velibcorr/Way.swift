import TestSupport
import Testing

/// How a run is shared among processes.
enum Way: Sendable, CustomTestStringConvertible {
  case alone
  /// velibcorr starts the ranks.
  case ranks(Int)
  /// The user starts the ranks.
  case mpiexec(Int)
  /// The same two with MPICH's launcher.
  case ranksOfMPICH(Int)
  case hydra(Int)

  var testDescription: String {
    switch self {
    case .alone: "one process"
    case .ranks(let count): "--ranks \(count)"
    case .mpiexec(let count): "mpiexec -n \(count)"
    case .ranksOfMPICH(let count): "--ranks \(count) by MPICH"
    case .hydra(let count): "mpiexec.hydra -n \(count)"
    }
  }

  static let each: [Way] = [.alone, .ranks(2), .mpiexec(3)]
  /// Those in which velibcorr is the process that the user has started.
  static let own: [Way] = [.alone, .ranks(3)]

  /// Bytes of standard input that the user's own mpiexec may have to hand on. Of more than a pipe takes at once, Open MPI
  /// 4.1.4 reads the end twice now and then, and crashes (`orte_iof_hnp_read_local_handler`).
  static let mostHandedOn = 48 << 10
}

extension Velibcorr {
  func start(
    _ arguments: [String], _ way: Way, input: ChildProcess.Input = .nothing,
    output: ChildProcess.Output = .pipe, environment: [String: String?] = [:]
  ) throws -> ChildProcess {
    switch way {
    case .alone: try start(arguments, input: input, output: output, environment: environment)
    case .ranks(let count):
      try start(arguments + ["--ranks", "\(count)"], input: input, output: output, environment: environment)
    case .mpiexec(let count):
      try start(
        arguments, before: [try #require(Velibcorr.mpiexec), "-n", "\(count)"], input: input, output: output,
        environment: Velibcorr.mpiexecSettings.merging(environment) { $1 })
    case .ranksOfMPICH(let count):
      try start(
        arguments + ["--ranks", "\(count)"], input: input, output: output,
        environment: ["VELIBCORR_MPIEXEC": Velibcorr.hydra].merging(environment) { $1 })
    case .hydra(let count):
      try start(
        arguments, before: [try #require(Velibcorr.hydra), "-n", "\(count)"], input: input, output: output,
        environment: environment)
    }
  }

  func run(
    _ arguments: [String], _ way: Way, input: ChildProcess.Input = .nothing,
    output: ChildProcess.Output = .pipe, environment: [String: String?] = [:]
  ) throws -> Outcome {
    try start(arguments, way, input: input, output: output, environment: environment).wait()
  }

  /// A run has ended without a result, with this exit code and these words, and left nothing behind but
  /// `files`.
  func expectFailure(
    _ outcome: Outcome, exit code: Int32, says words: [String], files: [String] = [],
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    #expect(outcome.ending == .exit(code), "\(outcome.errors)", sourceLocation: sourceLocation)
    for word in words {
      #expect(outcome.errors.contains(word), sourceLocation: sourceLocation)
    }
    try expectNothingLeft(but: files, sourceLocation: sourceLocation)
  }

  /// No process, hidden file or folder of a run is left, and of files only these.
  func expectNothingLeft(but files: [String] = [], sourceLocation: SourceLocation = #_sourceLocation) throws {
    let left = try leftovers()
    #expect(left == [], sourceLocation: sourceLocation)
    let found = try self.files()
    #expect(found == files.sorted(), sourceLocation: sourceLocation)
  }
}

/// A log of three stations, each with a record in each of four hours.
let smallLog = """
  number,available_bike_stands,available_bikes,heure
  7,1,9,0\n7,3,7,1\n7,2,8,2\n7,9,1,3
  8,2,8,0\n8,6,4,1\n8,4,6,2\n8,10,0,3
  12,9,1,0\n12,3,3,1\n12,7,1,2\n12,0,6,3

  """
