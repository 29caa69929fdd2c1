import Availability

extension ReportContent {
  /// Of the run.
  package struct About: Encodable, Sendable {
    /// Of velibcorr.
    package let version: String
    /// Of the page.
    package var title = "Which stations fill and empty together?"
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
    /// Fewest common bins of a pair that lists and groups have.
    package let tellingBins: Int
    /// Local times, where times were read.
    package let first, last: String?
    /// `2013-09-10`, which nearly all times that were looked at are of, where no others were read.
    package var sampledDay: String?
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
    /// What r of the pairs is worth.
    package var worth: Worth?

    /// `period` is in local time; nil where no times were read.
    package init(
      version: String, inputs: [String], analysis: Analysis, period: (first: String, last: String)?,
      rows: Rows, pairs: Int
    ) {
      self.version = version
      self.inputs = inputs.map(ReportContent.shown)
      (method, symbol) = (analysis.method, analysis.symbol)
      (binKind, binCount) = (analysis.bins.kind.rawValue, analysis.bins.count)
      (minimumBins, tellingBins) = (analysis.minimumBins, analysis.tellingBins)
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
    let minimumBins, tellingBins: Int

    /// The method in words and its symbol; `minimumBins` are the fewest common bins of a defined correlation,
    /// `tellingBins` those of one that lists and groups have.
    package init(method: String, symbol: String, bins: HourBins, minimumBins: Int, tellingBins: Int) {
      (self.method, self.symbol) = (method, symbol)
      self.bins = bins
      (self.minimumBins, self.tellingBins) = (minimumBins, tellingBins)
    }
  }
}
