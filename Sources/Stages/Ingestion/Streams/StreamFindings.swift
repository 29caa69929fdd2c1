import Availability

/// What the reading of an archive has found beside the rows.
package struct StreamFindings: Equatable, Sendable {
  package let laterMembers: [String]
  package let leftAside: [String]
  package let stations: [StationID: StationDetails]

  package init(laterMembers: [String], leftAside: [String], stations: [StationID: StationDetails]) {
    self.laterMembers = laterMembers
    self.leftAside = leftAside
    self.stations = stations
  }
}

extension LogFile {
  /// To be asked for when its rows are read.
  package var findings: StreamFindings {
    StreamFindings(laterMembers: laterMembers, leftAside: leftAside, stations: listedStations)
  }

  /// What an earlier run has found is as if it had been read now.
  package func adopt(_ findings: StreamFindings) {
    membersBehind.withLock { $0 = findings.laterMembers }
    aside.withLock { $0 = findings.leftAside }
    stations.withLock { $0 = findings.stations }
  }
}
