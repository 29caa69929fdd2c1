import Availability

/// What a profile file is made of.
struct ProfileContents {
  /// Those of this rank's stations, and their closed records.
  let profiles: HourlyProfiles
  let closed: ClosedBins
  /// Stations without a usable record; on rank 0.
  let closedProfiles: HourlyProfiles
  let alwaysClosed: ClosedBins
  /// Names and places, of this rank's stations at least.
  let details: [StationID: StationDetails]
  /// The same on all ranks.
  let provenance: Provenance

  /// `kept` are the tallies of this rank's stations. Collective.
  init(_ kept: HourlyProfiles, _ closed: ClosedRecords, _ findings: Findings, on job: Job) {
    let network = findings.network
    let bins = closed.bins(around: kept.bins)
    profiles = kept.widened(to: bins)
    self.closed = closed.rows(network.block(of: job.communicator.rank), bins)
    let others = job.communicator.isRoot ? network.closedStations : []
    closedProfiles = HourlyProfiles(bins: bins, stations: others) { _, _ in }
    alwaysClosed = closed.rows(
      network.stations.count..<network.stations.count + others.count, bins)
    details = findings.details
    provenance =
      findings.provenance.sources?.provenance(network) ?? Provenance()
  }
}

extension HourlyProfiles {
  /// The same in more hours of the calendar.
  fileprivate func widened(to bins: HourBins) -> HourlyProfiles {
    guard bins != self.bins else { return self }
    let shift = self.bins.firstHour - bins.firstHour
    return HourlyProfiles(bins: bins, stations: stations) { stations, rows in
      for station in stations {
        let first = (station - stations.lowerBound) * bins.count + shift
        rows.replaceSubrange(first..<first + self.bins.count, with: tallies(of: station))
      }
    }
  }
}
