import Availability
import FoundationEssentials

extension ReportContent {
  /// Another period of the same network, as the page shows it beside its own.
  package struct OtherPeriod: Encodable {
    /// Names of its input files.
    let inputs: [String]
    /// Local times, where times were read.
    let first, last: String?
    /// Stations of both periods, the pairs of them that were compared, and of these those that differ.
    let stations, pairs, significant: Int
    /// In the order of the page's stations; null of one that this period lacks.
    let changes: [Change?]
    /// See `RoundedCorrelations`; nil where there are `values`.
    let correlations: Data?
    /// See `ReportValues`.
    let values: Data?
    /// See `ReportProfiles`.
    let day: Data

    /// `correlations`, or `values` in their place, and `profiles` are of the page's stations, in their order.
    package init(
      inputs: [String], period: (first: String, last: String)?, counts: Counts, changes: [Change?],
      _ correlations: RoundedCorrelations?, _ values: ReportValues?, _ profiles: ReportProfiles
    ) {
      precondition(changes.count == profiles.count && (correlations == nil) != (values == nil))
      self.inputs = inputs.map(ReportContent.shown)
      (first, last) = (period?.first, period?.last)
      (stations, pairs, significant) = (counts.stations, counts.pairs, counts.significant)
      self.changes = changes
      self.correlations = correlations.map { Data($0.packed()) }
      self.values = values.map { Data($0.packed) }
      day = Data(PackedNumbers.pack(profiles.day))
    }

    /// Stations of both periods, the pairs of them that were compared, and of these those that differ.
    package typealias Counts = (stations: Int, pairs: Int, significant: Int)
  }

  /// What is other about a station.
  package struct Change: Encodable, Sendable {
    /// Its pairs that were compared, those of them that differ, and the place of the other station of that one which differs
    /// most; -1 of none.
    let numbers: [Int]

    /// `other` is a place in the page.
    package init(pairs: Int, significant: Int, other: Int?) { numbers = [pairs, significant, other ?? -1] }

    /// As an array.
    package func encode(to encoder: any Encoder) throws { try numbers.encode(to: encoder) }
  }
}
