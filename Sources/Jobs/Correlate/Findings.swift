import Availability
import Correlation

/// What a run has found out, for its summaries.
struct Findings {
  let network: MergedNetwork
  /// Where the sums come from.
  let provenance: RunProvenance
  /// How the inputs were read, in words; known to rank 0.
  let understood: [String]
  /// Names and places from lists of stations in the inputs.
  let listed: [StationID: StationDetails]
  /// The same, and those of the log's first rows and of the user's list: for groups, pictures and the report.
  let details: [StationID: StationDetails]
  /// Examples of rows that were left out, in words; known to rank 0.
  let leftOut: [String]
  /// The one day that the inputs seem to be of; nil where their times are read, and where that is not known.
  var sampledDay: String?
  /// For the report; known to rank 0.
  var basemap: Basemap?
  var partial: PartialFindings?
  var correlations: Correlations?
  var comparison: ComparisonFindings?
  /// For the report.
  var reportedPeriod: ReportedPeriod?

  init(
    network: MergedNetwork, _ provenance: RunProvenance, _ understood: [String], leftOut: [String],
    listed: [StationID: StationDetails],
    known: [StationID: StationDetails]
  ) {
    (self.network, self.provenance) = (network, provenance)
    (self.understood, self.leftOut) = (understood, leftOut)
    self.listed = listed
    details = listed.merging(known) { $0.merged($1) }
  }

  var names: [StationID: String] { details.compactMapValues(\.name) }
}
