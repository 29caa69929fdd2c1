import Availability
import Compression

/// The profiles that correlations are made of, for a page of so many stations that it has no matrix: stations x bins, as
/// 32-bit floating-point numbers, which leave r right to some 0.000001.
package struct ReportValues: Equatable, Sendable {
  /// Bits of the numbers; NaN stands for a bin without records.
  private var patterns: [UInt32] = []

  /// Of all stations of `profiles`.
  package init(_ profiles: HourlyProfiles) {
    let width = profiles.bins.count
    patterns.reserveCapacity(profiles.stations.count * width)
    profiles.forEachBlock(of: 0..<profiles.stations.count) { _, tallies in
      patterns += tallies.map { ($0.mean.map(Float.init) ?? .nan).bitPattern }
    }
  }

  /// As they are sent between ranks.
  package var bytes: [UInt8] {
    patterns.flatMap { [UInt8($0 >> 24), UInt8($0 >> 16 & 0xFF), UInt8($0 >> 8 & 0xFF), UInt8($0 & 0xFF)] }
  }

  /// Those of several ranks, one after the other, as they were sent.
  package init(joining parts: [[UInt8]]) {
    for part in parts {
      patterns += stride(from: 0, to: part.count, by: 4).map { at in
        part[at..<at + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
      }
    }
  }

  /// The stations at these places, of so many; nothing is known of one without a place.
  package func ordered(_ order: [Int?], of count: Int) -> ReportValues {
    let width = patterns.count / max(1, count)
    let missing = [UInt32](repeating: Float.nan.bitPattern, count: width)[...]
    var ordered = self
    ordered.patterns = order.flatMap { $0.map { patterns[$0 * width..<($0 + 1) * width] } ?? missing }
    return ordered
  }

  /// All first bytes, then all second ones, and so on, in the format of zlib.
  package var packed: [UInt8] {
    ZlibText.pack([24, 16, 8, 0].flatMap { shift in patterns.map { UInt8($0 >> UInt32(shift) & 0xFF) } })
  }
}
