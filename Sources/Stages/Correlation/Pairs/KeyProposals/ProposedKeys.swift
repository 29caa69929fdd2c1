import CCorrelation
import LinearAlgebra

/// Keys of the pairs of tiles, each proposed, and decided where its proposal leaves open what is asked. Working memory of
/// one thread.
package struct ProposedKeys<Tiles: CorrelationTiles>: ~Copyable {
  private let inference: PairInference<Tiles>
  private let proposer: KeyProposer
  private let settler: Settler
  private let isComplete: Bool
  private var products: Matrix
  private var proposals, common, decided: [Double]
  private var places: [UInt32]

  /// r is rounded before it is used.
  package init(_ inference: PairInference<Tiles>, _ proposer: KeyProposer, _ rounding: Rounding) {
    (self.inference, self.proposer) = (inference, proposer)
    settler = Settler(inference.tiles, rounding)
    let size = inference.tiles.grid.tileSize
    products = Matrix(rows: inference.effective == nil ? 1 : size, columns: size)
    proposals = [Double](repeating: 0, count: size)
    isComplete = inference.tiles.isComplete
    common = [Double](repeating: Double(inference.tiles.bins), count: size)
    decided = []
    places = [UInt32](repeating: 0, count: size)
  }

  /// Counts the pairs of the tile whose rows and columns are these stations, rows <= columns.
  package mutating func count(
    _ tile: borrowing Matrix, rows: Range<Int>, columns: Range<Int>, into counts: inout FalseDiscovery.Counts
  ) {
    let tolerance = proposer.tolerance
    unsafe decide(tile, rows, columns) { proposals, count, places in
      unsafe counts.add(proposals, count, tolerance: tolerance, places)
    } _: { keys in
      for key in keys { counts.add(key) }
    }
  }

  /// Calls `body` with keys of such a tile: with all that a pass looks into, and with others.
  package mutating func pick(
    _ tile: borrowing Matrix, rows: Range<Int>, columns: Range<Int>, for open: FalseDiscovery.OpenCells,
    _ body: ([Double]) -> Void
  ) {
    let tolerance = proposer.tolerance
    unsafe decide(tile, rows, columns) { proposals, count, places in
      unsafe open.pick(proposals, count, tolerance: tolerance, places)
    } _: { keys in
      body(keys)
    }
  }

  /// `look` writes the places of proposals of a row that are to be decided, and returns how many they are; `take` gets
  /// their keys, row by row.
  private mutating func decide(
    _ tile: borrowing Matrix, _ rows: Range<Int>, _ columns: Range<Int>,
    _ look: (UnsafePointer<Double>, _ count: Int, UnsafeMutablePointer<UInt32>) -> Int,
    _ take: ([Double]) -> Void
  ) {
    let (inference, settler, tiles) = (inference, settler, inference.tiles)
    inference.effective?.multiply(rows, columns, into: &products)
    for (row, a) in rows.enumerated() {
      let first = rows == columns ? row + 1 : 0
      let count = columns.count - first
      guard count > 0 else { continue }
      let others = columns.lowerBound + first..<columns.upperBound
      if !isComplete { unsafe tiles.writeCommonBins(of: a, with: others, to: &common) }
      decided.removeAll(keepingCapacity: true)
      unsafe tile.withRow(row) { r in
        unsafe products.withRow(inference.effective == nil ? 0 : row) { products in
          let products = unsafe products.baseAddress! + first
          unsafe proposer.propose(
            r.baseAddress! + first, inference.effective == nil ? nil : products, common, count,
            to: &proposals)
          let found = unsafe look(proposals, count, &places)
          for i in 0..<found {
            let place = Int(places[i])
            unsafe decided.append(
              inference.key(
                a, others.lowerBound + place, proposal: r[first + place], product: products[place],
                common: Int(common[place]), settler))
          }
        }
      }
      if !decided.isEmpty { take(decided) }
    }
  }
}

extension PairInference {
  /// The key of a pair whose r is proposed, and the product of whose autocorrelations is known.
  fileprivate func key(
    _ a: Int, _ b: Int, proposal: Double, product: Double, common: Int, _ settler: Settler
  ) -> Double {
    let r = settler.settled(a, b, proposal)
    guard let effective else { return key(of: r, tiles.evidence(a, b, r: r)) }
    let hours = effective.hours(a, b, product: product, common: common)
    return key(of: r, tiles.evidence(a, b, r: r, hours: hours))
  }
}
