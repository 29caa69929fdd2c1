import Correlation
import Distribution

/// What a report says of the worth of its pairs: as `--pairs` finds it, of all of them.
struct ReportEvidence<Tiles: CorrelationTiles> {
  private let listing: PairListing<Tiles>

  /// Throws `ThreadError`.
  init(_ sweep: TileSweep<Tiles>, _ request: MatrixRequest) throws {
    listing = try PairListing(sweep, request)
  }

  /// Collective. Throws `ThreadError`.
  func findings() throws -> PairFindings {
    let communicator = listing.sweep.job.communicator
    let parts = try listing.sweep.share(.correlating) { source in
      var undefined = UndefinedCounts()
      while source.next() != nil { undefined += source.workspace.undefined }
      return undefined
    }
    let undefined = parts.reduce(into: UndefinedCounts(), +=)
    let (tiles, size) = (listing.inference.tiles, listing.inference.tiles.grid.size)
    let without = communicator.sum([Int64(undefined.tooFewBins + undefined.constant)])[0]
    let defined = size * (size - 1) / 2 - Int(without)
    let discovery = try PairAdjustment(listing, defined: defined).discovery(of: [], listed: 0..<0)
    return PairFindings(
      bins: tiles.bins, medianHours: try PairFindings.medianHours(listing), defined: defined,
      significant: discovery.countBelowLevel)
  }
}
