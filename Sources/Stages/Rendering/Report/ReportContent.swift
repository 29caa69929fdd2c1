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
  /// See `RoundedCorrelations`.
  let correlations: Data
  /// See `ReportProfiles`.
  let day, week, bins: Data

  /// `profiles` are those of the stations, in their order.
  package init(
    about: About, stations: [Station], closed: [Closed], correlations: RoundedCorrelations,
    profiles: ReportProfiles
  ) {
    precondition(stations.count == correlations.count && stations.count == profiles.count)
    self.about = about
    self.stations = stations
    self.closed = closed
    self.correlations = Data(correlations.packed())
    day = Data(PackedNumbers.pack(profiles.day))
    week = Data(PackedNumbers.pack(profiles.week))
    bins = Data(profiles.packedBins)
  }

  /// Bytes that it takes to make a page: the rounded correlations, and them packed, as text, as JSON and as HTML.
  package static func memory(stations: Int, bins: Int) -> Int {
    6 * stations * stations + 4 * stations * (2 * (24 + 168) + bins / 8)
  }

  /// Of the run.
  package struct About: Encodable, Sendable {
    /// Of velibcorr.
    package let version: String
    /// Names of the input files.
    package let inputs: [String]
    /// `Pearson's r`, and its symbol.
    package let method, symbol: String
    /// `hour-of-day`, `hour-of-week` or `series`.
    package let binKind: String
    /// Bins of a profile.
    package let binCount: Int
    /// Fewest common bins of a defined correlation.
    package let minimumBins: Int
    /// Local times, where times were read.
    package let first, last: String?
    /// Rows of all inputs, and those that are in a profile.
    package let rowsRead, rowsUsed: Int64
    /// Records of profiles of earlier runs.
    package let recordsAdded: Int64
    /// Rows by reason.
    package let rowsLeftOut: [Count]
    /// Pairs of different stations.
    package var pairs: Int
    /// Pairs by reason.
    package var pairsUndefined: [Count] = []
    /// Number of groups.
    package var groups = 0
    /// The mean silhouette; not there for one group.
    package var silhouette: Double?
    /// What r of the pairs is worth, in words.
    package var evidence: String?

    /// `period` is in local time; nil where no times were read.
    package init(
      version: String, inputs: [String], analysis: Analysis, period: (first: String, last: String)?,
      rows: Rows, pairs: Int
    ) {
      self.version = version
      self.inputs = inputs.map(ReportContent.shown)
      (method, symbol) = (analysis.method, analysis.symbol)
      (binKind, binCount) = (analysis.bins.kind.rawValue, analysis.bins.count)
      minimumBins = analysis.minimumBins
      (first, last) = (period?.first, period?.last)
      (rowsRead, rowsUsed, rowsLeftOut) = (rows.read, rows.used, rows.leftOut)
      recordsAdded = rows.added
      self.pairs = pairs
    }
  }

  /// How the correlations were computed.
  package struct Analysis {
    let method, symbol: String
    let bins: HourBins
    let minimumBins: Int

    /// The method in words and its symbol; `minimumBins` are the fewest common bins of a defined correlation.
    package init(method: String, symbol: String, bins: HourBins, minimumBins: Int) {
      (self.method, self.symbol) = (method, symbol)
      self.bins = bins
      self.minimumBins = minimumBins
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

extension Colour {
  fileprivate var hexadecimal: String {
    let digits = String(code, radix: 16)
    return "#" + String(repeating: "0", count: 6 - digits.count) + digits
  }
}
