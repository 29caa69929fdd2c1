import Foundation
import Glibc

/// A place to run velibcorr in: a working folder, a TMPDIR and a folder for shared memory of its own, so
/// that whatever a run leaves behind is found; and an environment without settings of this machine.
package final class Velibcorr {
  /// The program that was built together with these tests.
  package static let program = "\(folderOfTests)/velibcorr"

  /// `mpiexec` as a user has to call it; nil when there is none. `VELIBCORR_MPIEXEC` names that of another MPI, by which
  /// all tests with ranks then run.
  package static let mpiexec = namedLauncher ?? path(of: "mpiexec")
  private static let namedLauncher = ProcessInfo.processInfo.environment["VELIBCORR_MPIEXEC"]
  /// MPICH's launcher; nil where it is not installed.
  package static let hydra = path(of: "mpiexec.hydra")
  /// Is that launcher MPICH's?
  package static let usesMPICH = ["hydra", "mpich"].contains { mpiexec?.contains($0) ?? false }
  package static var isRoot: Bool { geteuid() == 0 }

  /// The working folder of the runs.
  package let folder: String
  private let temporary: String
  private let sharedMemory: String
  private let root: TemporaryFolder
  private let mark = "VELIBCORR_TEST_RUN=\(UUID().uuidString)"

  package init() throws {
    root = try TemporaryFolder()
    folder = "\(root.path)/work"
    temporary = "\(root.path)/tmp"
    sharedMemory = unsafe access("/dev/shm", W_OK) == 0 ? "/dev/shm/\(mark.suffix(36))" : "\(root.path)/shm"
    for path in [folder, temporary, sharedMemory] {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }
  }

  deinit {
    for process in processes { kill(process.pid, SIGKILL) }
    try? FileManager.default.removeItem(atPath: sharedMemory)
  }

  // MARK: - Running

  /// Runs `velibcorr` to its end. `before` is a command in front of it, `mpiexec -n 3` for instance.
  package func run(
    _ arguments: String..., before: [String] = [], input: ChildProcess.Input = .nothing,
    output: ChildProcess.Output = .pipe, environment: [String: String?] = [:]
  ) throws -> Outcome {
    try run(arguments, before: before, input: input, output: output, environment: environment)
  }

  package func run(
    _ arguments: [String], before: [String] = [], input: ChildProcess.Input = .nothing,
    output: ChildProcess.Output = .pipe, environment: [String: String?] = [:]
  ) throws -> Outcome {
    try start(arguments, before: before, input: input, output: output, environment: environment).wait()
  }

  package func start(
    _ arguments: [String], before: [String] = [], input: ChildProcess.Input = .nothing,
    output: ChildProcess.Output = .pipe, environment: [String: String?] = [:]
  ) throws -> ChildProcess {
    try start(
      command: before + [Self.program] + arguments, input: input, output: output, environment: environment)
  }

  /// Runs another program in the same surroundings.
  package func start(
    command: [String], input: ChildProcess.Input = .nothing, output: ChildProcess.Output = .pipe,
    environment: [String: String?] = [:]
  ) throws -> ChildProcess {
    var variables = self.environment
    for (name, value) in environment { variables[name] = value }
    return try ChildProcess(
      command, folder: folder, environment: variables, input: input, output: output)
  }

  /// This machine's environment without its settings of MPI, BLAS and velibcorr itself.
  private var environment: [String: String] {
    let foreign = [
      "OMPI_", "PMIX_", "PRTE_", "ORTE_", "OPAL_", "PMI_", "HYD", "MPI", "OPENBLAS_", "OMP_", "SLURM_",
      "VELIBCORR_",
    ]
    var variables = ProcessInfo.processInfo.environment.filter { name, _ in
      !foreign.contains(where: name.hasPrefix)
    }
    variables["TMPDIR"] = temporary
    variables["VELIBCORR_MPIEXEC"] = Self.namedLauncher
    variables["OMPI_MCA_btl_vader_backing_directory"] = sharedMemory
    let parts = mark.split(separator: "=")
    variables[String(parts[0])] = String(parts[1])
    return variables
  }

  /// What a user must tell `mpiexec` to let it run as root, without ssh, more ranks than cores.
  package static let mpiexecSettings: [String: String?] = [
    "OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1",
    "OMPI_MCA_rmaps_base_oversubscribe": "1", "OMPI_MCA_plm": "isolated",
  ]

  /// A command that runs what follows without rights over files of others; nil where that is impossible.
  package static let unprivileged: [String]? = {
    guard isRoot else { return [] }
    let command = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
    // The program may lie in a folder that only root can enter.
    guard let velibcorr = try? Velibcorr(), (try? velibcorr.openToUnprivileged()) != nil,
      let outcome = try? velibcorr.run("--version", before: command), outcome.ending == .exit(0)
    else { return nil }
    return command
  }()

  /// Gives the folders to the user that `unprivileged` makes of root.
  package func openToUnprivileged() throws {
    guard Self.isRoot else { return }
    for path in [folder, temporary, sharedMemory] {
      guard unsafe chown(path, 65534, 65534) == 0 else { throw SystemError("chown \(path)") }
    }
    for file in try files() {
      guard unsafe chown(path(file), 65534, 65534) == 0 else { throw SystemError("chown \(file)") }
    }
  }

  // MARK: - Files

  package func path(_ name: String) -> String { "\(folder)/\(name)" }

  @discardableResult
  package func write(_ name: String, _ bytes: [UInt8]) throws -> String {
    try Data(bytes).write(to: URL(fileURLWithPath: path(name)))
    return path(name)
  }

  @discardableResult
  package func write(_ name: String, _ text: String) throws -> String { try write(name, Array(text.utf8)) }

  package func bytes(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(fileURLWithPath: path(name))))
  }

  package func text(_ name: String) throws -> String { String(decoding: try bytes(name), as: UTF8.self) }

  /// Makes a named pipe and returns its path.
  @discardableResult
  package func makeNamedPipe(_ name: String) throws -> String {
    guard unsafe mkfifo(path(name), 0o600) == 0 else { throw SystemError("mkfifo \(name)") }
    return path(name)
  }

  /// The files in the working folder, hidden ones too.
  package func files() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
  }

  // MARK: - What a run leaves behind

  /// Processes of the runs here, those of MPI too.
  package var processes: [ForeignProcess] { ForeignProcess.all(marked: mark) }

  /// The ranks among them, by number, once each is this program.
  package var ranks: [Int: ForeignProcess] {
    var ranks: [Int: ForeignProcess] = [:]
    for process in processes where process.program == Self.program {
      let rank = process.environment["OMPI_COMM_WORLD_RANK"] ?? process.environment["PMI_RANK"]
      if let rank = rank.flatMap({ Int($0) }) { ranks[rank] = process }
    }
    return ranks
  }

  /// What lies in TMPDIR: the folders of velibcorr's channels and of Open MPI's sessions.
  package func temporaryFiles() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: temporary)
  }

  /// Processes, hidden files, folders of channels and shared memory that should be gone.
  ///
  /// Ranks that were killed may need a moment to go.
  package func leftovers() throws -> [String] {
    try? eventually("the processes to go", limit: .seconds(10)) { processes.isEmpty }
    let hidden = try files().filter { $0.hasPrefix(".") }
    // Open MPI removes its own segments, but for those of ranks that it kills while it is busy. What it
    // leaves in folders of ours is ours to remove.
    let segments = try FileManager.default.contentsOfDirectory(atPath: sharedMemory)
      .filter { !$0.hasPrefix("vader_segment.") }
    return processes.map { "process \($0.pid) \($0.program)" } + hidden + (try temporaryFiles()) + segments
  }

  // MARK: - Finding programs

  private static var folderOfTests: String {
    guard let path = unsafe realpath("/proc/self/exe", nil) else { return "." }
    defer { unsafe free(path) }
    let folder = URL(fileURLWithPath: unsafe String(cString: path)).deletingLastPathComponent().path
    guard unsafe access("\(folder)/velibcorr", X_OK) != 0 else { return folder }
    // The tests may be a bundle that another program has loaded.
    let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? CommandLine.arguments[0]
    return URL(fileURLWithPath: bundle).resolvingSymlinksInPath().deletingLastPathComponent().path
  }

  /// A program on PATH.
  package static func path(of name: String) -> String? {
    (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
      .map { "\($0)/\(name)" }
      .first { unsafe access($0, X_OK) == 0 }
  }
}
