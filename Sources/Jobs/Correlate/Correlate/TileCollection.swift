import Correlation
import LinearAlgebra

/// What is to be collected from tiles beside their rows.
struct TileCollection: Sendable {
  var selection: PairSelection?
  /// The least |r| from which on all pairs are counted, for q.
  var leastKey: Double?
  /// Counts the keys of pairs by proposals, one a thread, for q.
  var counting: (@Sendable () -> any KeyCounting)?
  /// Are proposals held against their bounds?
  var checksBounds = false
  /// How r of pairs is rounded before it is compared.
  var rounding: Rounding?

  /// One thread's: `rows` gets each tile, rounded; those whose tile row is among `own` (of all, without) are collected.
  func collect<Tiles: CorrelationTiles>(
    _ source: inout TileSource<Tiles>, own: Set<Int>? = nil, rounding: Rounding? = nil,
    rows: TilePlacer = { _, _, _ in }
  ) throws -> TileHarvest {
    var harvest = TileHarvest()
    let settler = self.rounding.map { Settler(source.tiles, $0) }
    if leastKey != nil { harvest.keys = FalseDiscovery.Histogram(tolerance: settler?.margin ?? 0) }
    let counting = counting?()
    var part = selection?.makePart(source.tiles.grid, settler)
    var keys = Matrix.Magnitudes(atLeast: leastKey ?? 0)
    while let place = source.next() {
      if checksBounds { source.checkBound(place) }
      if let rounding {
        source.round(place, to: rounding)
        try rows(source.workspace.wholes, place.i, place.j)
      }
      guard own?.contains(place.i) ?? true else { continue }
      harvest.undefined += source.workspace.undefined
      let (rows, columns) = (place.rows, place.columns)
      counting?.count(source.correlations, rows: rows, columns: columns)
      if let leastKey, leastKey > 0 {
        keys.removeAll()
        try part?.add(
          source.correlations, rows: rows, columns: columns, magnitudes: &keys)
        unsafe keys.withValues { unsafe harvest.keys?.add($0) }
      } else {
        if harvest.keys != nil {
          harvest.keys!.add(source.correlations, rows: rows, columns: columns)
          part?.raiseBar(by: harvest.keys!, before: rows.count * columns.count)
        }
        try part?.add(source.correlations, rows: rows, columns: columns)
      }
      if let settler {
        harvest.keys?.settle(source.correlations, rows: rows, columns: columns, atLeast: leastKey ?? 0) {
          settler.settled($0, $1, $2)
        }
      }
    }
    harvest.pairs = [part?.pairs ?? []]
    harvest.counts = counting?.counts
    harvest.decisions = source.workspace.decisions
    if let settler { harvest.decisions += settler.decisions }
    return harvest
  }
}

/// What was collected, of each pair once.
struct TileHarvest: Sendable {
  fileprivate(set) var undefined: UndefinedCounts
  fileprivate(set) var decisions: Decisions
  /// Selected pairs of each thread, in no order.
  fileprivate(set) var pairs: [[MatrixPair]] = []
  fileprivate(set) var keys: FalseDiscovery.Histogram?
  fileprivate(set) var counts: FalseDiscovery.Counts?

  init(undefined: UndefinedCounts = UndefinedCounts(), decisions: Decisions = Decisions()) {
    (self.undefined, self.decisions) = (undefined, decisions)
  }

  /// The pairs, which are then no longer held here.
  mutating func takePairs() -> [[MatrixPair]] {
    defer { pairs = [] }
    return pairs
  }

  mutating func add(_ other: TileHarvest) {
    undefined += other.undefined
    decisions += other.decisions
    pairs += other.pairs
    if counts == nil { counts = other.counts } else { other.counts.map { counts!.merge($0) } }
    guard let theirs = other.keys else { return }
    if keys == nil { keys = theirs } else { keys!.merge(theirs) }
  }
}
