import Correlation
import LinearAlgebra
import TestSupport
import Testing

@Suite("ProposedKeys: by proposals as by the key of each pair")
struct ProposedKeysTests {
  struct Kind: CustomTestStringConvertible {
    var method = CorrelationMethod.pearson
    var bins = 24
    var missing = 0.0
    /// Nil: hours are independent.
    var rule: LagRule? = .circular
    /// Different means; nil for as many as there are.
    var values: Int?
    var testDescription: String { "\(method) \(bins) \(missing) \(String(describing: rule)) \(values ?? 0)" }
  }

  private static let kinds = [
    Kind(), Kind(method: .spearman), Kind(missing: 0.05), Kind(missing: 0.7), Kind(bins: 168),
    Kind(bins: 168, missing: 0.1), Kind(missing: 0.05, rule: nil), Kind(missing: 0.6, rule: nil),
    Kind(method: .spearman, missing: 0.5, rule: nil), Kind(bins: 96, rule: .series),
    Kind(bins: 400, missing: 0.1, rule: .series), Kind(bins: 6, values: 3),
    Kind(bins: 5, missing: 0.2, values: 2), Kind(missing: 0.8), Kind(bins: 24, values: 1),
  ]

  /// Profiles of which some are alike, and some nearly.
  private static func inference(_ kind: Kind, _ stations: Int) throws -> any Checked {
    var random = SeededGenerator(seed: 93)
    var profiles = PlainProfiles.random(
      stations, bins: kind.bins, missing: kind.missing, values: kind.values, &random)
    for station in stride(from: 10, to: stations, by: 10) {
      let small = [0, 1e-9, 1e-4, 1e-2].randomElement(using: &random)!
      for bin in 0..<kind.bins {
        profiles.means[station * kind.bins + bin] =
          0.9 * profiles.means[bin] + small * Double.random(in: 0...1, using: &random)
      }
    }
    func checked<Tiles: CorrelationTiles>(_ tiles: Tiles) throws -> any Checked {
      let effective = try kind.rule.map { try tiles.makeEffectiveHours($0, threads: 1) }
      return Pairs(inference: try PairInference(tiles, effective, threads: 2, manyStations: 100))
    }
    return try checked(profiles.tiles(kind.method))
  }

  @Test("counts, what a pass looks into, and q", arguments: kinds)
  func agree(kind: Kind) throws {
    try Self.inference(kind, 150).check()
  }

  @Test("keys that are |r|: what a pass looks into", arguments: [1, 1 << 19])
  func magnitudes(limit: Int) throws {
    var random = SeededGenerator(seed: 95)
    let profiles = PlainProfiles.random(300, &random)
    let tiles = PearsonTiles(try StandardisedProfiles(profiles.means, bins: 24), minimumBins: 3)
    let (pairs, rounding) = (Pairs(inference: try PairInference(tiles)), Rounding(bins: 24))
    let settler = Settler(tiles, rounding)
    var keys: [Double] = []
    pairs.forEachTile { tile, rows, columns in
      for a in rows {
        for b in columns where a < b {
          keys.append(settler.settled(a, b, tile[a - rows.lowerBound, b - columns.lowerBound]).magnitude)
        }
      }
    }
    var histogram = FalseDiscovery.Histogram()
    keys.withUnsafeBufferPointer { histogram.add($0) }
    var discovery = FalseDiscovery(
      histogram, listed: Array(keys.prefix(400)), level: 0.05, limit: limit
    ) { Significance.p(ofCorrelation: $0, bins: 24) }
    var passes = 0
    while let pass = discovery.pass {
      var all = pass
      var part = MagnitudeKeys(
        pass, FalseDiscovery.OpenCells(pass), tiles.grid, Settler(tiles, rounding))
      pairs.forEachTile { tile, rows, columns in part.add(tile, rows: rows, columns: columns) }
      keys.withUnsafeBufferPointer { all.add($0) }
      #expect(part.sweep.counts == all.counts && part.sweep.values.sorted() == all.values.sorted())
      discovery.finish(part.sweep)
      passes += 1
    }
    #expect(passes > 0)
  }

  @Test("keys that are no logarithm of p have no proposals, nor have few pairs")
  func unapt() throws {
    var random = SeededGenerator(seed: 94)
    let profiles = PlainProfiles.random(40, &random)
    func proposer<Tiles: CorrelationTiles>(_ tiles: Tiles, _ rule: LagRule?, few: Int) throws -> KeyProposer?
    {
      let effective = try rule.map { try tiles.makeEffectiveHours($0, threads: 1) }
      return try KeyProposer(
        PairInference(tiles, effective), Rounding(bins: 24), threads: 1, fewStations: few)
    }
    #expect(try proposer(profiles.tiles(.kendall), .circular, few: 0) == nil)
    #expect(try proposer(profiles.tiles(.pearson), nil, few: 0) == nil)
    #expect(try proposer(profiles.tiles(.pearson), .circular, few: 40) == nil)
    #expect(try proposer(profiles.tiles(.pearson), .circular, few: 39) != nil)
  }
}

private protocol Checked {
  func check() throws
}

private struct Pairs<Tiles: CorrelationTiles>: Checked {
  let inference: PairInference<Tiles>

  func forEachTile(_ body: (borrowing Matrix, Range<Int>, Range<Int>) -> Void) {
    let tiles = inference.tiles
    var workspace = tiles.makeWorkspace()
    for k in 0..<tiles.grid.upperCount {
      let (i, j) = tiles.grid.upper(k)
      tiles.compute(i, j, into: &workspace)
      body(workspace.correlations, tiles.grid.range(i), tiles.grid.range(j))
    }
  }

  func check() throws {
    let (tiles, rounding) = (inference.tiles, Rounding(bins: inference.tiles.bins))
    let proposer = try #require(try KeyProposer(inference, rounding, threads: 2, fewStations: 0))
    let settler = Settler(tiles, rounding)
    var keys: [Double] = []
    var counts = FalseDiscovery.Counts(span: inference.keyScale.span)
    var proposed = ProposedKeys(inference, proposer, rounding)
    forEachTile { tile, rows, columns in
      proposed.count(tile, rows: rows, columns: columns, into: &counts)
      for a in rows {
        for b in columns where a < b {
          let proposal = tile[a - rows.lowerBound, b - columns.lowerBound]
          guard !proposal.isNaN else { continue }
          let r = settler.settled(a, b, proposal)
          keys.append(inference.key(of: r, inference.evidence(a, b, r: r)))
        }
      }
    }
    var expected = FalseDiscovery.Counts(span: inference.keyScale.span)
    for key in keys { expected.add(key) }
    #expect(counts.counts == expected.counts)
    try check(counts, keys, proposer, rounding)
  }

  private func check(
    _ counts: FalseDiscovery.Counts, _ keys: [Double], _ proposer: KeyProposer, _ rounding: Rounding
  ) throws {
    let scale = inference.keyScale
    let listed = Array(keys.sorted(by: >).prefix(300)) + keys.prefix(50)
    var discovery = FalseDiscovery(counts, listed: listed, level: 0.05) { scale.p(ofKey: $0) }
    while let pass = discovery.pass {
      let open = proposer.open(pass)
      var (sweep, all, found) = (pass, pass, 0)
      var proposed = ProposedKeys(inference, proposer, rounding)
      forEachTile { tile, rows, columns in
        proposed.pick(tile, rows: rows, columns: columns, for: open) { keys in
          found += keys.count
          keys.withUnsafeBufferPointer { sweep.add($0) }
        }
      }
      keys.withUnsafeBufferPointer { all.add($0) }
      #expect(sweep.counts == all.counts && sweep.values.sorted() == all.values.sorted())
      #expect(found >= discovery.openCount)
      discovery.finish(sweep)
    }
    let stream = KeyStream(keys: keys, p: { scale.p(ofKey: $0) })
    for (q, expected) in zip(listed.map { discovery.q(of: $0) }, stream.definition(listed: listed)) {
      #expect(q == expected || abs(q - expected) <= 1e-12 * expected)
    }
    let inPlace = try byProposals(counts, listed, proposer, rounding)
    #expect(listed.allSatisfy { inPlace.q(of: $0) == discovery.q(of: $0) })
    #expect(inPlace.countBelowLevel == discovery.countBelowLevel)
  }

  /// Where passes take proposals as long as these say enough, and so collect few keys.
  private func byProposals(
    _ counts: FalseDiscovery.Counts, _ listed: [Double], _ proposer: KeyProposer, _ rounding: Rounding
  ) throws -> FalseDiscovery {
    let scale = inference.keyScale
    var discovery = FalseDiscovery(counts, listed: listed, level: 0.05, limit: 64) { scale.p(ofKey: $0) }
    while let pass = discovery.pass {
      let open = proposer.open(pass)
      // As threads and ranks do.
      var parts = [pass, pass]
      var proposed = ProposedKeys(inference, proposer, rounding)
      var turn = 0
      forEachTile { tile, rows, columns in
        proposed.pick(tile, rows: rows, columns: columns, for: open, into: &parts[turn])
        turn = 1 - turn
      }
      parts[0].merge(parts[1])
      discovery.finish(parts[0])
    }
    return discovery
  }
}
