import LinearAlgebra

/// Keys of pairs of tiles where they are |r|: those that a pass looks into. One thread's part.
package struct MagnitudeKeys: ~Copyable {
  private let settler: Settler
  private let open: FalseDiscovery.OpenCells
  private var places: [UInt32]
  private var keys: [Double] = []
  /// The pass, with the keys of this thread's pairs.
  package private(set) var sweep: FalseDiscovery.Sweep

  /// Of tiles of such a grid. r is rounded by `settler` before it is used.
  package init(
    _ pass: FalseDiscovery.Sweep, _ open: FalseDiscovery.OpenCells, _ grid: TileGrid, _ settler: Settler
  ) {
    (sweep, self.open, self.settler) = (pass, open, settler)
    places = [UInt32](repeating: 0, count: grid.tileSize)
  }

  /// Takes the pairs of the tile whose rows and columns are these stations, rows <= columns.
  package mutating func add(_ tile: borrowing Matrix, rows: Range<Int>, columns: Range<Int>) {
    let (settler, open, margin) = (settler, open, settler.margin)
    let (least, greatest) = (open.least - margin, open.greatest + margin)
    var (keys, places): ([Double], [UInt32]) = ([], [])
    swap(&keys, &self.keys)
    swap(&places, &self.places)
    for (row, a) in rows.enumerated() {
      keys.removeAll(keepingCapacity: true)
      let first = rows == columns ? row + 1 : 0
      tile.select(row: row, columns: first..<columns.count, atLeast: least, places: &places) {
        column, proposal in
        let magnitude = proposal.magnitude
        guard magnitude <= greatest, open.mayHold(magnitude, margin: margin) else { return }
        keys.append(settler.settled(a, columns.lowerBound + column, proposal).magnitude)
      }
      unsafe keys.withUnsafeBufferPointer { unsafe sweep.add($0) }
    }
    swap(&keys, &self.keys)
    swap(&places, &self.places)
  }
}
