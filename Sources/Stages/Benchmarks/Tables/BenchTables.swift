import FoundationEssentials

/// The findings of a run of benchmarks, as they are written to a JSON file and read again as a baseline.
///
/// Keys are in snake case. Times are in seconds, rates in units per second. A key without a value is left out.
package struct BenchTables: Codable {
  /// Rises when a key changes its meaning or goes, not when one comes.
  package var version = 1
  /// Where it was measured, as rank 0 sees it.
  package let machine: Machine
  /// Of the libraries that do the work, by name.
  package let libraries: [String: String]
  /// Which command it was, and when.
  package let run: Run
  /// A row for each workload, problem and configuration, in the order in which they were asked for.
  package var rows: [Row]
  /// Was the machine left to this job during all trials? Nil where the kernel does not tell.
  package private(set) var quiet: Bool?
  /// Was the run ended before all was measured?
  package var incomplete: Bool? = nil
  /// When and where the baseline was measured.
  package private(set) var baseline: String?

  /// A computer, as far as times depend on it.
  package struct Machine: Codable {
    /// Its host name.
    package let host: String
    /// The model, as the system names it.
    package let cpu: String
    /// That this process may use.
    package let cores: Int
    /// All of its memory.
    package let memoryBytes: Int
    /// The kernel and its release.
    package let system: String

    /// A machine as the system describes it.
    package init(host: String, cpu: String, cores: Int, memoryBytes: Int, system: String) {
      self.host = host
      self.cpu = cpu
      self.cores = cores
      self.memoryBytes = memoryBytes
      self.system = system
    }
  }

  /// One run of the command.
  package struct Run: Codable {
    /// As it was typed.
    package let command: String
    /// UTC.
    package let started: Date
    /// From its start until the tables were made.
    package let seconds: Double

    /// A run, described at its end.
    package init(command: String, started: Date, seconds: Double) {
      self.command = command
      self.started = started
      self.seconds = seconds
    }
  }

  private enum CodingKeys: String, CodingKey {
    case version = "velibcorr-bench"
    case machine, libraries, run, rows, quiet, incomplete, baseline
  }

  /// Tables without a baseline.
  package init(machine: Machine, libraries: [String: String], run: Run, rows: [Row]) {
    self.machine = machine
    self.libraries = libraries
    self.run = run
    self.rows = rows
    let loads = rows.compactMap(\.load)
    quiet = loads.isEmpty ? nil : loads.allSatisfy(\.isQuiet)
  }
}

extension BenchTables {
  /// As pretty-printed JSON, keys sorted, with a line end. Throws `EncodingError`, which no value here should cause.
  package func json() throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    encoder.dateEncodingStrategy = .iso8601
    encoder.keyEncodingStrategy = .convertToSnakeCase
    // A residual may be.
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
    return Array(try encoder.encode(self)) + [UInt8(ascii: "\n")]
  }

  /// Reads what `json` has written. Throws `DecodingError` when the bytes are something else, or lack a key.
  package init(json: [UInt8]) throws {
    let decoder = JSONDecoder()
    decoder.dateDecodingStrategy = .iso8601
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
    self = try decoder.decode(Self.self, from: Data(json))
  }

  /// Sets each row beside that of the same workload, problem and configuration of an earlier run.
  package mutating func compare(with baseline: BenchTables) {
    let started = baseline.run.started.formatted(.iso8601)
    self.baseline = "\(started), \(baseline.machine.host), \(baseline.machine.cpu)"
    for i in rows.indices {
      rows[i].baseline = baseline.rows.first { $0.key == rows[i].key }.map {
        Comparison(rows[i].trials, baseline: $0.trials)
      }
    }
  }
}
