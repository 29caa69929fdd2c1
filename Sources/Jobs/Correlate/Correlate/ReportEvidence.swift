import Correlation
import Distribution
import LinearAlgebra
import Rendering
import Workers

/// What a report says of its pairs beside r.
struct ReportEvidence {
  let worth: ReportContent.Worth
  /// What r may be on other days; nil without intervals by days, where there are too few of them or more than memory allows,
  /// and of more stations than have a matrix in the page.
  let intervals: RoundedIntervals?
  /// What `--decay` writes, if it is asked for.
  var decay: [UInt8]?
}

/// Finds that as `--pairs` does, of all pairs.
struct EvidenceRun<Tiles: CorrelationTiles> {
  private let listing: PairListing<Tiles>
  private var communicator: Communicator { listing.sweep.job.communicator }

  /// Throws `ThreadError`.
  init(_ sweep: TileSweep<Tiles>, _ request: MatrixRequest) throws {
    listing = try PairListing(sweep, request)
  }

  /// Collective. Throws `ThreadError`.
  func evidence() throws -> ReportEvidence {
    let findings = try findings()
    let defined = Double(max(1, findings.defined))
    let request = listing.request
    let hasRoom = request.days != nil && request.facts?.values == nil
    let intervals = hasRoom ? RoundedIntervals(stations: request.stations.count) : nil
    let sure = try surePairs(intervals)
    let worth = ReportContent.Worth(
      medianHours: findings.medianHours, significantShare: Double(findings.significant) / defined,
      sureShare: sure.map { Double($0) / defined }, words: findings.words)
    if let intervals, sure != nil { share(intervals) }
    return ReportEvidence(worth: worth, intervals: sure == nil ? nil : intervals)
  }

  /// Pairs whose r is above 0.5 on other days too, with 95 %, of all ranks; nil without intervals. This rank's share of all goes
  /// into `intervals`.
  private func surePairs(_ intervals: RoundedIntervals?) throws -> Int? {
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
            guard intervals == nil ? proposal > 0.49 : !proposal.isNaN else { continue }
            var moments = DayMoments()
            reader.add(a, b, to: &moments)
            let r = settler.settled(a, b, proposal)
            guard let interval = rule.interval(of: r, moments) else { continue }
            if interval.low > 0.5 { count += 1 }
            // Of a whole number, as a page cuts r off.
            let middle = Int((r * rounding.scale).rounded()) / (Int(rounding.one) / 100)
            intervals?.enter(a, b, middle: middle, low: interval.low, high: interval.high)
          }
        }
      }
      return count
    }
    return Int(communicator.sum([Int64(parts.reduce(0, +))])[0])
  }

  /// Brings what each rank has found to all.
  private func share(_ intervals: RoundedIntervals) {
    guard communicator.size > 1 else { return }
    var mine: [UInt8] = []
    forEachPair(of: communicator.rank) { a, b in
      let ends = intervals[a, b]
      mine += [ends.below, ends.above]
    }
    for (rank, theirs) in communicator.allGather(mine).enumerated() where rank != communicator.rank {
      var place = 0
      forEachPair(of: rank) { a, b in
        intervals[a, b] = (theirs[place], theirs[place + 1])
        place += 2
      }
    }
  }

  /// Those of a rank's share of a sweep.
  private func forEachPair(of rank: Int, _ body: (Int, Int) -> Void) {
    let grid = listing.inference.tiles.grid
    for number in WorkSplit.part(rank, of: communicator.size, count: grid.upperCount) {
      let (i, j) = grid.upper(number)
      for a in grid.range(i) {
        for b in grid.range(j) where a < b { body(a, b) }
      }
    }
  }

  private func findings() throws -> PairFindings {
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
