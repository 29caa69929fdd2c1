import Digests
import FoundationEssentials
import Text

/// What `--summary FILE` writes: what a run has read, done and made, as one JSON object (RFC 8259, UTF-8).
///
/// Keys are sorted, so two of them can be compared as text. All that differs between runs of the same inputs
/// and options, on machines of one kind, is under `run`: times, hosts, ranks, threads, memory. A key without a
/// value is left out, but for `options`, which always has all. Sizes are in bytes and times in seconds. What
/// is not UTF-8 in a path, a column's name or an identifier is replaced by U+FFFD, so different ones may look
/// alike. `version` rises when a key changes its meaning or goes, not when one comes.
struct SummaryFile: Encodable {
  var version = 1
  /// Of the programs that decide about the result's digits.
  let versions: Versions
  /// In the order of the command line.
  let inputs: [Input]
  /// Every option with a part in the result, by its name with `_` for `-`. Null: `station` to `time` are found
  /// by the usual names, no `timezone`, `since` or `until`, as many `digits` as give back the same double.
  let options: [String: Option]
  let period: Period?
  let counts: Counts
  let stations: Stations
  let groups: Groups?
  let partial: Partial?
  /// The matrix first; the summary itself is not among them.
  let outputs: [Output]
  let run: Run

  private enum CodingKeys: String, CodingKey {
    case version = "velibcorr-summary"
    case versions, inputs, options, period, counts, stations, groups, partial, outputs, run
  }

  struct Versions: Encodable {
    let velibcorr: String
    /// Nil when no correlation was computed.
    let blas: BLAS?
  }

  struct BLAS: Encodable {
    /// Name, version and build options.
    let library: String
    /// The code for this CPU that ran.
    let kernel: String
  }

  struct Input: Encodable {
    /// As it was given; `-` is standard input.
    let path: String
    /// `records` or `profiles`.
    let kind: String
    /// Of an archive: the logs in it that were read.
    let members: [String]?
    /// Of records: what is between two fields, and the names of the columns read, `station`, `free_docks`,
    /// `bikes`, and `hour` or `time` or both. Those of an archive's first log.
    let delimiter: String?
    let columns: [String: String]?
    /// Of records: how they were read, in the words of the run's own summary, and what else was told of them.
    let readAs: String?
    let notes: [String]?
    /// Of delimited text: its encoding and the line of its header.
    let encoding: String?
    let headerLine: Int?
    /// `dmy`, `mdy` or `ymd`, where dates can be read in several orders; is it proved, by a date or the user's word?
    let dateOrder: String?
    let isDateOrderProved: Bool?
    /// Of the bytes as they were read, before unpacking.
    let bytes: Int
    let sha256: String
  }

  enum Option: Encodable {
    case flag(Bool)
    case integer(Int?)
    case number(Double?)
    case text(String?)
    case texts([String])

    func encode(to encoder: any Encoder) throws {
      var container = encoder.singleValueContainer()
      switch self {
      case .flag(let value): try container.encode(value)
      case .integer(let value): try container.encode(value)
      case .number(let value): try container.encode(value)
      case .text(let value): try container.encode(value)
      case .texts(let value): try container.encode(value)
      }
    }
  }

  /// The first and the last local time read of a used record; not known of rows of which only the hour was
  /// read, and of profiles.
  struct Period: Encodable {
    let first: String
    let last: String
  }

  struct Counts: Encodable {
    let rows: Rows
    /// In profiles of earlier runs; not there without such inputs.
    let recordsOfProfiles: Int64?
    /// Of a profile.
    let bins: Int
    let stations: Stations
    let pairs: Pairs?
    /// Of lists, where they want more common hours than the matrix.
    let lists: Lists?
    /// Of `--pairs`.
    let evidence: Evidence?
    /// Of `--compare`.
    let comparison: Comparison?

    struct Comparison: Encodable {
      /// Stations of both periods.
      let stations: Int
      /// Of these, the pairs that have an interval in both.
      let pairs: Int
      /// Pairs whose q is below 0.05.
      let significantPairs: Int
    }

    struct Evidence: Encodable {
      /// The median of pairs; not there where hours are taken for independent.
      let effectiveHours: Double?
      /// Pairs whose q is below 0.05.
      let significantPairs: Int
    }

    struct Rows: Encodable {
      let read: Int64
      let used: Int64
      /// By reason, all of them.
      let leftOut: [String: Int64]
    }

    struct Stations: Encodable {
      let withProfile: Int
      let alwaysClosed: Int
      let tooFewBins: Int?
      let constantProfile: Int?
    }

    struct Lists: Encodable {
      let minHours: Int
      let pairs: Pairs
    }

    /// Of different stations.
    struct Pairs: Encodable {
      let total: Int
      let defined: Int
      /// By reason: `too_few_common_bins`, `constant_profile`.
      let undefined: [String: Int]
    }
  }

  /// Those without a correlation, in the order of the outputs; each is in one list.
  struct Stations: Encodable {
    let alwaysClosed: [Station]
    let tooFewBins: [Station]?
    let constantProfile: [Station]?
  }

  struct Station: Encodable {
    let id: String
    /// Where the inputs have a list of names.
    let name: String?
  }

  /// Of `--groups`.
  struct Groups: Encodable {
    let count: Int
    /// The mean silhouette; not there for one group.
    let silhouette: Double?
    /// Of all numbers of groups from which this one was chosen.
    let silhouettes: [Silhouette]
    /// The mean adjusted Rand index of these groups and those without each day; not there without `--interval days`, or of few
    /// days.
    let stability: Double?
    /// Stations without correlations, which are in none.
    let stationsApart: Int

    /// Programs know the number of groups by the name of its option.
    private enum CodingKeys: String, CodingKey {
      case count = "clusters"
      case silhouette, silhouettes, stability, stationsApart
    }

    struct Silhouette: Encodable {
      let clusters: Int
      let silhouette: Double
      /// How much of a group is found again without a day, the mean over the groups; as `stability`.
      let agreement: Double?
    }
  }

  /// Of `--partial`: the covariance that was inverted.
  struct Partial: Encodable {
    let stations: Int
    let bins: Int
    let shrinkage: Double
    let conditionNumber: Double
    let smallestEigenvalue: Double
    /// Of these every partial correlation is undefined.
    let lackingBins: [Station]
    let constantProfile: [Station]
  }

  struct Output: Encodable {
    /// As it was given; `-` is standard output.
    let path: String
    /// `matrix`, `npy`, `npy_stations`, `pairs`, `neighbours`, `comparison`, `decay`, `groups`, `plot`, `plot_profiles`, `report`, `partial`, `profiles` or `rejects`.
    let kind: String
    let bytes: Int
    let sha256: String
  }

  struct Run: Encodable {
    /// UTC, ISO 8601.
    let started: Date
    /// Until the summary was made.
    let seconds: Double
    let stages: [Stage]
    /// The library, where ranks were started by a launcher.
    let mpi: String?
    let ranks: [RankUsage]
    let hosts: [Host]
  }

  /// A machine. More threads than cores take turns.
  struct Host: Encodable {
    let host: String
    let ranks: Int
    /// Of all its ranks.
    let threads: Int
    /// That its ranks may use: by affinity, control group and Slurm.
    let cores: Int
  }

  struct Stage: Encodable {
    let name: String
    let seconds: Double
  }
}

extension SummaryFile {
  /// Indented, with a line feed at the end.
  func json() throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    encoder.dateEncodingStrategy = .iso8601
    encoder.keyEncodingStrategy = .convertToSnakeCase
    return Array((String(decoding: try encoder.encode(self), as: UTF8.self) + "\n").systemWords.utf8)
  }
}
