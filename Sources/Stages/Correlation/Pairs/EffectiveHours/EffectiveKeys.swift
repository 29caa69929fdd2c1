/// Keys of very many pairs, row by row: what `PairInference` says of each, in a loop that calls hardly anything.
struct EffectiveKeys: Sendable {
  private let effective: EffectiveHours
  private let table: SignificanceTable
  /// By class of hours: the |r| below which a pair is of no interest.
  private let least: [Double]

  init(_ effective: EffectiveHours, _ table: SignificanceTable, least: [Double]) {
    (self.effective, self.table, self.least) = (effective, table, least)
  }

  /// A row of a tile: what its proposals and products of autocorrelations are, from the column `first` on.
  @unsafe struct Row {
    let station, firstColumn, first: Int
    let proposals, products: UnsafeBufferPointer<Double>
  }

  /// Calls `body` with the other station, r and key of each pair of interest of a row.
  @inline(__always)
  func forEach(_ row: Row, _ settler: Settler?, _ body: (_ b: Int, _ r: Double, _ key: Double) -> Void) {
    let (margin, bar) = (settler?.margin ?? 0, least[least.count - 1])
    let a = unsafe row.station
    for column in unsafe row.first..<row.proposals.count {
      let proposal = unsafe row.proposals[column]
      // Not of a pair without r, which is NaN.
      guard proposal.magnitude + margin >= bar else { continue }
      let b = unsafe row.firstColumn + column
      let hours = unsafe effective.hoursInTile(a, b, product: row.products[column])
      guard proposal.magnitude + margin >= least[HourClass.of(hours)] else { continue }
      let r = settler?.settled(a, b, proposal) ?? proposal
      body(b, r, table.key(of: r, hours: hours))
    }
  }
}

/// Effective hours in 64 classes an octave.
enum HourClass {
  private static let shift = UInt64(46)
  private static let first = (1.0).bitPattern >> shift

  /// Of at least one hour.
  @inline(__always)
  static func of(_ hours: Double) -> Int { Int(hours.bitPattern >> shift - first) }

  /// Where the next class begins.
  static func end(_ number: Int) -> Double { Double(bitPattern: (UInt64(number + 1) + first) << shift) }
}
