import Availability

/// Counts, stations and names that the reading of a feed has found beside its rows.
package struct FeedFindings: Equatable, Sendable {
  /// JSON documents that were read, `strangers` among them.
  package var documents = 0
  /// Records of stations; each has become a row.
  package var records = 0
  /// Records that have no time of their own: that of what is around them counts, the document's.
  package var documentTimes = 0
  /// Documents without a record or a station, for instance the answer that says that a limit is reached.
  package var strangers = 0
  /// Names and places that documents, or lists of stations among the files, have for stations.
  package var stations: [StationID: StationDetails] = [:]
  /// Cities of stations, and records without a time.
  package var told = FeedStations()
  /// Files without a record or a station; their names.
  package var leftAside: [String] = []
  /// Names of files that were read, where there are several.
  package var sources: [String] = []

  /// Findings of a feed of which nothing is read yet.
  package init() {}

  /// Names of files that were not read; of one file by itself, a line on documents without a record.
  var namesLeftAside: [String] {
    guard strangers > 0 && leftAside.isEmpty && sources.isEmpty else { return leftAside }
    return ["\(strangers) of \(documents) JSON documents, without a record of a station"]
  }
}
