import FoundationEssentials

/// What a run of benchmarks has found, as it is written to a JSON file and read again as a baseline.
///
/// Keys are in snake case. Times are in seconds, rates in units per second. A key without a value is left out.
package struct BenchTables: Codable {
  /// Rises when a key changes its meaning or goes, not when one comes.
  package var version = 1
  package let machine: Machine
  /// Of the libraries that do the work, by name.
  package let libraries: [String: String]
  package let run: Run
  package var rows: [Row]
  /// When and where the baseline was measured.
  package private(set) var baseline: String?

  package struct Machine: Codable {
    package let host: String
    package let cpu: String
    /// That this process may use.
    package let cores: Int
    package let memoryBytes: Int
    package let system: String

    package init(host: String, cpu: String, cores: Int, memoryBytes: Int, system: String) {
      self.host = host
      self.cpu = cpu
      self.cores = cores
      self.memoryBytes = memoryBytes
      self.system = system
    }
  }

  package struct Run: Codable {
    package let command: String
    /// UTC.
    package let started: Date
    package let seconds: Double

    package init(command: String, started: Date, seconds: Double) {
      self.command = command
      self.started = started
      self.seconds = seconds
    }
  }

  private enum CodingKeys: String, CodingKey {
    case version = "velibcorr-bench"
    case machine, libraries, run, rows, baseline
  }

  package init(machine: Machine, libraries: [String: String], run: Run, rows: [Row]) {
    self.machine = machine
    self.libraries = libraries
    self.run = run
    self.rows = rows
  }
}

extension BenchTables {
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
