import Availability
import FoundationEssentials

/// What a report shows, as its scripts read it: one JSON object.
///
/// Stations are in the order of the matrix, in which like ones lie side by side; those without correlations come last.
package struct ReportContent: Encodable {
  /// What the head of the page says of the run.
  package let about: About
  let palette = Palette()
  /// In the order of the matrix.
  package let stations: [Station]
  /// Stations that never had a dock or a bike: they are not in the matrix.
  package let closed: [Closed]
  /// Other numbers of groups, the least first.
  package let cuts: [Cut]
  /// The most alike and the most opposed pairs, the best first, by the places of their stations.
  let alike, opposed: [[Int]]
  /// See `RoundedCorrelations`; empty where there are `values`.
  let correlations: Data
  /// See `RoundedIntervals`; nil where there are none.
  let intervals: Data?
  /// See `ReportValues`; nil where there is a matrix.
  let values: Data?
  /// See `ReportNeighbours`; without zlib.
  let neighbours: Data
  /// See `ReportProfiles`.
  let day, week, bins: Data
  /// See `StationDays`; nil where days are not known.
  let days: Data?
  /// Of the map.
  package var ground: Ground?
  /// Of `--compare`.
  package var other: OtherPeriod?
  /// What `--decay` writes.
  package var decay: String?

  /// `profiles` and `days` are those of the stations, in their order.
  package init(
    about: About, stations: [Station], closed: [Closed], cuts: [Cut], pairs: Pairs, profiles: ReportProfiles,
    days: StationDays? = nil
  ) {
    let order = stations.map(\.number)
    precondition(stations.count == profiles.count)
    self.about = about
    self.stations = stations
    self.closed = closed
    self.cuts = cuts
    correlations = Data(pairs.correlations?.packed() ?? PackedNumbers.pack([UInt16]()))
    intervals = pairs.intervals.map { Data($0.packed(order)) }
    values = pairs.values.map { Data($0.packed) }
    neighbours = Data(PackedNumbers.bytes(of: pairs.neighbours.numbers(order: order)))
    alike = ReportNeighbours.places(of: pairs.neighbours.alike, order: order)
    opposed = ReportNeighbours.places(of: pairs.neighbours.opposed, order: order)
    self.days = days.flatMap { $0.numbers.isEmpty ? nil : Data(PackedNumbers.pack($0.numbers)) }
    day = Data(PackedNumbers.pack(profiles.day))
    week = Data(PackedNumbers.pack(profiles.week))
    bins = Data(profiles.packedBins)
  }

  /// Of more stations a page has no matrix: one of these has some 14 MB.
  package static let mostOfMatrix = 4_000
  /// Stations x bins of a page without a matrix: 20,000 x 24 make some 6 MB, as many as these 18. So there are fewer than 65,535
  /// stations, which the places of neighbours have room for.
  package static let mostValues = 1_500_000

  /// Bytes that it takes to make a page: the rounded correlations, and their intervals, or the values, and them packed, as
  /// text, as JSON and as HTML; those of so many periods.
  package static func memory(stations: Int, bins: Int, periods: Int = 1, hasIntervals: Bool = false) -> Int {
    let ofPairs =
      stations > mostOfMatrix
      ? 24 * periods * stations * bins : 6 * (periods + (hasIntervals ? 1 : 0)) * stations * stations
    return ofPairs + 4 * stations * (2 * (24 + 168) + bins / 8)
  }

  /// What is known of pairs of stations.
  package struct Pairs {
    let correlations: RoundedCorrelations?
    let intervals: RoundedIntervals?
    let values: ReportValues?
    let neighbours: ReportNeighbours

    /// Of stations for whose pairs there is no room: r is made of their profiles. `neighbours` are of the pairs that are
    /// telling.
    package init(_ values: ReportValues, _ neighbours: ReportNeighbours) {
      (correlations, intervals, self.values, self.neighbours) = (nil, nil, values, neighbours)
    }

    /// All of the same stations; `neighbours` are of the pairs that are telling, `intervals` of other days.
    package init(
      _ correlations: RoundedCorrelations, _ neighbours: ReportNeighbours,
      _ intervals: RoundedIntervals? = nil
    ) {
      (self.correlations, values, self.neighbours) = (correlations, nil, neighbours)
      self.intervals = intervals
    }
  }

  /// What r of the pairs is worth.
  package struct Worth: Encodable, Sendable {
    /// Of effective hours; not there where nobody knows.
    let medianHours: Double?
    /// Of the pairs that have an r: those that can be told from chance, and those whose r is surely above 0.5 by its
    /// interval over days; not there without intervals.
    let significantShare: Double
    let sureShare: Double?
    /// The same for people.
    let words: String

    /// Shares are from 0 to 1.
    package init(medianHours: Double?, significantShare: Double, sureShare: Double?, words: String) {
      (self.medianHours, self.significantShare) = (medianHours, significantShare)
      (self.sureShare, self.words) = (sureShare, words)
    }
  }

  /// A number of groups that the page can show in place of that of the run.
  package struct Cut: Encodable, Sendable {
    /// Places at which groups begin, the first 0.
    let starts: [Int]
    /// The mean silhouette, and that of each group.
    let silhouette: Double?
    let silhouettes: [Double]
    /// How alike groups are without a day, and how much of each group is found again: from 0 to 1, not there without
    /// intervals by days.
    let stability: Double?
    let agreements: [Double?]

    /// See `GroupCut` and `GroupAgreement` of Correlation.
    package init(
      starts: [Int], silhouette: Double?, silhouettes: [Double], stability: Double?, agreements: [Double?]
    ) {
      (self.starts, self.silhouette, self.silhouettes) = (starts, silhouette, silhouettes)
      (self.stability, self.agreements) = (stability, agreements)
    }
  }

  /// Rows of the inputs.
  package struct Rows {
    let read, used, added: Int64
    let leftOut: [Count]

    /// `added` are the records of profiles whose rows are not known. `leftOut` by reason; those without a row may be missing.
    package init(read: Int64, used: Int64, added: Int64 = 0, leftOut: [Count]) {
      (self.read, self.used, self.added) = (read, used, added)
      self.leftOut = leftOut
    }
  }

  /// How many there are for a reason.
  package struct Count: Encodable, Sendable {
    /// In words, as the page shows it.
    package let reason: String
    /// Rows, or pairs.
    package let count: Int64

    /// So many for a reason.
    package init(_ reason: String, _ count: Int64) {
      self.reason = reason
      self.count = count
    }
  }

  /// A station of the matrix.
  package struct Station: Encodable, Sendable {
    let id: String
    let name: String?
    /// In the order of every output.
    let number: Int
    /// From 1 on; nil for a station without correlations.
    let group: Int?
    let lat, lng: Double?

    /// `details` may have a name and a place; names that are too long for any screen are cut.
    package init(_ id: StationID, number: Int, group: Int?, _ details: StationDetails) {
      self.id = ReportContent.shown(id.description)
      name = details.name.map(ReportContent.shown)
      self.number = number
      self.group = group
      (lat, lng) = (details.place?.latitude, details.place?.longitude)
    }
  }

  /// A station without a profile.
  package struct Closed: Encodable, Sendable {
    let id: String
    let name: String?

    /// The place is not shown.
    package init(_ id: StationID, _ details: StationDetails) {
      self.id = ReportContent.shown(id.description)
      name = details.name.map(ReportContent.shown)
    }
  }

  /// The colours of `--plot`.
  struct Palette: Encodable {
    /// Red, green and blue of r from -1 to 1 by `DivergingMap.steps`.
    let map = Data(
      DivergingMap.codes.flatMap { [UInt8($0 >> 16 & 0xFF), UInt8($0 >> 8 & 0xFF), UInt8($0 & 0xFF)] })
    let undefined = Colour.undefined.hexadecimal
    let groups = Colour.groups.map(\.hexadecimal)
    /// Of groups that have none of these.
    let others = Colour.otherGroups.hexadecimal
  }
}

extension ReportContent {
  /// A text without what is too long for any screen: a file of hostile names stays small.
  static func shown(_ text: String) -> String {
    let scalars = text.unicodeScalars
    guard scalars.count > longestText else { return text }
    return String(String.UnicodeScalarView(scalars.prefix(longestText - 1))) + "\u{2026}"
  }

  static let longestText = 200

  /// Sorted keys, so that the same content is the same bytes. Without `<`, so that nothing in it ends the element that
  /// it stands in (HTML, 4.12.1.3, "Restrictions for contents of script elements").
  func json() throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let text = try encoder.encode(self)
    let escaped = Array(#"\u003c"#.utf8)
    var json: [UInt8] = []
    json.reserveCapacity(text.count + 1_024)
    for part in text.split(separator: UInt8(ascii: "<"), omittingEmptySubsequences: false) {
      if !json.isEmpty { json += escaped }
      json += part
    }
    return json
  }
}
