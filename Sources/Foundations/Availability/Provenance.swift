import FoundationEssentials

/// Where the sums of a profile file come from.
package struct Provenance: Codable, Equatable, Sendable {
  /// What the file is.
  package struct Head: Codable, Equatable, Sendable {
    /// That of the layout (`ProfileTable.version`).
    package var version = ProfileTable.version
    /// The program that has written it.
    package var velibcorr: String
    /// The kind of its bins, as `--bins` has it.
    package var bins: String
    /// The first and the last local time of a used record, ISO 8601; nil where only hours were read.
    package var first, last: String?
    /// Used records.
    package var records: UInt64

    /// What is to be written.
    package init(velibcorr: String, bins: BinKind, first: String?, last: String?, records: UInt64) {
      (self.velibcorr, self.bins, self.first, self.last) = (velibcorr, bins.rawValue, first, last)
      self.records = records
    }
  }

  /// What the file is; nil as long as it was not read.
  package var head: Head?
  /// In order of their first times, names and digests.
  package var sources: [Source]

  /// What a file is, and its sources, in any order.
  package init(head: Head? = nil, sources: [Source] = []) {
    self.head = head
    self.sources = sources.sorted()
  }

  /// Its part of the file's checksum.
  package var check: UInt64 { ProfileTable.check(Self.json(Self(head: head, sources: sources))) }

  fileprivate static func json(_ value: some Encodable) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // Texts and whole numbers only: it cannot fail.
    return Array((try? encoder.encode(value)) ?? Data())
  }
}

/// An input whose records are in the sums.
package struct Source: Codable, Hashable, Sendable {
  /// How the times of a source became hours.
  package enum Clock: String, Codable, Sendable {
    /// From a column of hours.
    case hour
    /// Local times, as they are written.
    case local
    /// Times with an offset, in `timezone` or as they are written.
    case offset
    /// Seconds since 1970, in `timezone` or in UTC.
    case epoch
  }

  /// The file's name without its folders.
  package var name: String
  /// Size of the file as it was read, packed or not.
  package var bytes: Int
  /// SHA-256 of these bytes.
  package var sha256: String
  /// The first and the last local time of a used record, ISO 8601; nil where only hours were read.
  package var first, last: String?
  /// Rows after the header; nil of profiles of version 1, which do not tell.
  package var read: Int64?
  /// Rows whose records are in the sums.
  package var used: Int64
  /// Rows left out, by reason, where there are any.
  package var leftOut: [String: Int64] = [:]
  /// The column of times, or of hours.
  package var time: String?
  /// Nil of profiles of version 1.
  package var clock: Clock?
  /// The zone that times were converted to.
  package var timezone: String?
  /// The days of the week whose records were used, `mon,tue`; nil where all were.
  package var days: String?
  /// Was a record that came twice used once?
  package var deduplicated = false

  private enum CodingKeys: String, CodingKey {
    case name, bytes, sha256, first, last, read, used, time, clock, timezone, days, deduplicated
    case leftOut = "left_out"
  }

  /// Of a file whose records count so many.
  package init(name: String, bytes: Int, sha256: String, used: Int64) {
    (self.name, self.bytes, self.sha256, self.used) = (name, bytes, sha256, used)
  }
}

extension Source {
  /// More rows than any log has would not add up.
  fileprivate var isPossible: Bool {
    ([read ?? 0, used] + leftOut.values).allSatisfy { -Self.mostRows..<Self.mostRows ~= $0 }
  }

  private static let mostRows: Int64 = 1 << 40
}

extension Source: Comparable {
  package static func < (a: Source, b: Source) -> Bool {
    (a.first ?? "", a.name, a.sha256, a.used) < (b.first ?? "", b.name, b.sha256, b.used)
  }
}

/// Provenance as fields of a table: short ones in many rows, as some programs refuse long fields.
package struct ProvenanceCell: Codable, Sendable {
  private struct End: Codable {
    /// Rows after the header.
    var rows: Int
    /// The checksum, 16 hexadecimal digits.
    var check: String
  }

  private var profiles: Provenance.Head?
  private var sources: [Source]?
  private var end: End?

  /// The fields of the first rows but the last of so many: a source in each, and in the last of them all that are left.
  package static func cells(_ provenance: Provenance, rows: Int) -> [[UInt8]] {
    guard rows > 1 else { return [] }
    var cells = [ProvenanceCell(profiles: provenance.head)]
    for source in provenance.sources {
      if cells.count < rows - 1 {
        cells.append(ProvenanceCell(sources: [source]))
      } else {
        cells[cells.count - 1].sources = (cells[cells.count - 1].sources ?? []) + [source]
      }
    }
    return cells.map(Provenance.json)
  }

  /// The field of the last row of so many; of the only row it holds all.
  package static func last(_ provenance: Provenance, rows: Int, checksum: UInt64) -> [UInt8] {
    let digits = String(checksum, radix: 16)
    let end = End(rows: rows, check: String(repeating: "0", count: 16 - digits.count) + digits)
    guard rows == 1 else { return Provenance.json(ProvenanceCell(end: end)) }
    return Provenance.json(ProvenanceCell(profiles: provenance.head, sources: provenance.sources, end: end))
  }

  /// Reads fields in any order.
  package struct Reader: Sendable {
    /// What was read so far.
    package private(set) var provenance = Provenance()
    /// Rows and checksum, as the last row has them.
    package private(set) var end: (rows: Int, checksum: UInt64)?

    /// Before the first field.
    package init() {}

    /// Takes a field; false where it is damaged.
    package mutating func take(_ field: [UInt8]) -> Bool {
      guard let cell = try? JSONDecoder().decode(ProvenanceCell.self, from: Data(field)),
        (cell.sources ?? []).allSatisfy(\.isPossible)
      else { return false }
      provenance.head = cell.profiles ?? provenance.head
      provenance.sources += cell.sources ?? []
      if let found = cell.end {
        guard let checksum = UInt64(found.check, radix: 16) else { return false }
        end = (found.rows, checksum)
      }
      return true
    }

    /// All that was read, in order.
    package var all: Provenance { Provenance(head: provenance.head, sources: provenance.sources) }
  }
}
