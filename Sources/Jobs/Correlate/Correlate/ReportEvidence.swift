import Correlation
import Distribution
import Rendering

/// What a report says of the worth of its pairs: as `--pairs` finds it, of all of them.
struct ReportEvidence<Tiles: CorrelationTiles> {
  private let listing: PairListing<Tiles>

  /// Throws `ThreadError`.
  init(_ sweep: TileSweep<Tiles>, _ request: MatrixRequest) throws {
    listing = try PairListing(sweep, request)
  }

  /// Collective. Throws `ThreadError`.
  func worth() throws -> ReportContent.Worth {
    let findings = try findings()
    let defined = Double(max(1, findings.defined))
    return .init(
      medianHours: findings.medianHours, significantShare: Double(findings.significant) / defined,
      sureShare: try surePairs().map { Double($0) / defined }, words: findings.words)
  }

  /// Pairs whose r is above 0.5 on other days too, with 95 %; nil without intervals by days, where there are too few of
  /// them, and where all pairs' are more than memory allows.
  private func surePairs() throws -> Int? {
    guard let days = listing.request.days, let replicates = try days.replicatesOfAllPairs() else {
      return nil
    }
    let (rule, rounding) = (days.rule, listing.rounding)
    let parts = try listing.sweep.share(.correlating) { source in
      let settler = Settler(source.tiles, rounding)
      var (reader, count) = (replicates.makeReader(), 0)
      while let place = source.next() {
        for (row, a) in place.rows.enumerated() {
          for (column, b) in place.columns.enumerated() where a < b {
            let proposal = source.correlations[row, column]
            // The low end of an interval is below r; what rounds r up is far less.
            guard proposal > 0.49 else { continue }
            var moments = DayMoments()
            reader.add(a, b, to: &moments)
            guard let interval = rule.interval(of: settler.settled(a, b, proposal), moments) else { continue }
            if interval.low > 0.5 { count += 1 }
          }
        }
      }
      return count
    }
    return Int(listing.sweep.job.communicator.sum([Int64(parts.reduce(0, +))])[0])
  }

  private func findings() throws -> PairFindings {
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
