import Digests
import Distribution
import FoundationEssentials
import Glibc
import Memory
import SystemPackage

/// Where the files of the runs are, and what they are held against.
final class PipelinePlace {
  private var folder: ScratchFolder?
  let path: String
  let isCold: Bool
  /// Of the whole log's matrix.
  private(set) var reference: ContentDigest?
  /// Of its cache.
  private(set) var remarks: [String] = []

  init(isCold: Bool) throws {
    let folder = try ScratchFolder(in: currentEnvironment()["TMPDIR"] ?? "/tmp")
    path = folder.path
    self.folder = folder
    self.isCold = isCold
  }

  var matrix: String { "\(path)/matrix.csv" }
  var referenceMatrix: String { "\(path)/reference.csv" }
  var report: String { "\(path)/stages.json" }

  /// Removes the files.
  func close() { folder = nil }

  /// What is started stands alone, whatever has started this process.
  static var environment: [String: String] {
    let foreign = ["OMPI_", "PMIX_", "PMI_", "SLURM_", "VELIBCORR_"]
    return currentEnvironment().filter { name, _ in
      name == "VELIBCORR_MPIEXEC" || !foreign.contains(where: name.hasPrefix)
    }
  }

  /// Runs the job, and reads what it tells. Throws `Failure` with its words.
  func correlate(_ files: [String], ranks: Int, threads: Int) throws -> StageReport {
    let own =
      ["--threads", "\(threads)", "-o", matrix, "--quiet"] + (ranks > 1 ? ["--ranks", "\(ranks)"] : [])
    let child = try ChildProgram(
      ownProgram(), ["correlate"] + own + ["--"] + files,
      Self.environment.merging([StageReport.variable: report]) { $1 }, limit: .seconds(3600))
    guard child.ending == .exit(0) else {
      // As it has put it; where a signal has ended it there are no words.
      let code = if case .exit(let code) = child.ending { code } else { ExitStatus.tryAgain.rawValue }
      let words = child.words.replacing("velibcorr: error: ", with: "").split(separator: "\n")
      throw Failure(
        ExitStatus(rawValue: code) ?? .bug,
        words.first.map(String.init) ?? "the job ended with \(child.ending)",
        advice: words.count > 1 ? words.dropFirst().joined(separator: "\n") : nil)
    }
    return try JSONDecoder().decode(StageReport.self, from: Data(contentsOf: URL(fileURLWithPath: report)))
  }

  /// Runs it once, for what the others are held against.
  func makeReference(_ files: [String]) throws -> StageReport {
    let report = try correlate(files, ranks: 1, threads: 1)
    reference = digest(of: matrix)
    guard unsafe rename(matrix, referenceMatrix) == 0 else {
      throw Failure(.inputOutput, "cannot rename \(matrix)")
    }
    if isCold { files.forEach(PageCache.drop) }
    let shares = files.compactMap(PageCache.share)
    if !shares.isEmpty {
      let percent = Int((100 * shares.reduce(0, +) / Double(shares.count)).rounded())
      if isCold && percent > 1 {
        throw Failure(
          .unavailable, "--cold: the system keeps \(percent) % of the log in memory",
          advice: "put the log on a disk of its own, or leave --cold out")
      }
      remarks = [
        "\(percent) % of the log in memory before a run" + (isCold ? ": read from the disk each time" : "")
      ]
    }
    return report
  }

  func digest(of path: String) -> ContentDigest? {
    guard let file = try? FileDescriptor.open(FilePath(path), .readOnly, options: .closeOnExec) else {
      return nil
    }
    return try? file.closeAfter {
      try unsafe ContentDigest(upTo: .max) { buffer, offset in
        try unsafe file.read(fromAbsoluteOffset: Int64(offset), into: buffer)
      }
    }
  }
}
