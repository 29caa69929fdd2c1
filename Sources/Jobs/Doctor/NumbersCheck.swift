import Availability
import Correlation
import Digests
import LinearAlgebra
import Rendering

/// The matrix of a built-in network, which is the same on every machine.
struct NumbersCheck {
  /// The SHA-256 that its CSV must have.
  static let due = "01856c29ee0d3379a2831ac6de840516116dbe6396f42c126f41b98fcdc71258"

  /// Throws `ThreadError`.
  static func finding() throws -> Finding {
    let hash = SHA256()
    try unsafe csv().withUnsafeBytes { unsafe hash.update($0) }
    let found = hash.digest.sha256
    guard found == due else {
      return .warning(
        "numbers", "the matrix of a built-in network has the SHA-256 \(found), and should have \(due)",
        cure:
          "report it with the output of velibcorr doctor: correlations of this machine are not to be relied on"
      )
    }
    return .ok("numbers", "the matrix of a built-in network has the SHA-256 that it must have, \(found)")
  }

  private static let stations = 150

  /// Some counts of records and sums of shares; a few bins are empty, two profiles equal, one nearly constant.
  private static var profiles: HourlyProfiles {
    var state: UInt64 = 1
    /// Below `limit`, by a multiplicative generator of 64 bits (D. Knuth's MMIX).
    func next(_ limit: UInt64) -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return (state >> 33) % limit
    }
    var tallies: [Tally] = []
    for station in 0..<stations {
      for _ in 0..<HourBins.hourOfDay.count {
        var tally = Tally()
        for _ in 0..<(station % 7 == 6 ? next(4) : 1 + next(9)) {
          let docks = 20 + UInt32(next(20))
          let free = station == 3 ? docks - UInt32(next(2)) : UInt32(next(UInt64(docks)))
          tally.add(Share(free: free, bikes: docks - free)!)
        }
        tallies.append(tally)
      }
    }
    let bins = HourBins.hourOfDay.count
    tallies.replaceSubrange(bins..<2 * bins, with: tallies[..<bins])
    return HourlyProfiles(
      bins: .hourOfDay, stations: (1...stations).map { StationID("\($0)") }, tallies: tallies)
  }

  private static func csv() throws -> [UInt8] {
    let profiles = profiles
    var means = Matrix(rows: stations, columns: profiles.bins.count)
    unsafe means.withRows {
      unsafe profiles.writeMeans(of: 0..<stations, to: $0.elements)
      unsafe profiles.unify(0..<stations, in: $0.elements)
    }
    let tiles = PearsonTiles(try StandardisedProfiles(means, of: profiles), minimumBins: 3)
    let rounding = Rounding(bins: tiles.bins)
    let csv = MatrixCSV(
      stations: profiles.stations, grid: tiles.grid, format: .decimals(rounding.decimals))
    let band = csv.makeBand(0..<stations, in: csv.makeMemory(tileRows: tiles.grid.count))
    var workspace = tiles.makeWorkspace()
    var fields = csv.makeFields()
    for k in 0..<tiles.grid.upperCount {
      let (i, j) = tiles.grid.upper(k)
      tiles.compute(i, j, into: &workspace)
      workspace.round(tiles.grid.range(i), tiles.grid.range(j), to: rounding, bound: tiles.errorBound)
      try csv.place(workspace.wholes, i, j, in: [band], &fields)
    }
    return unsafe band.withText { pieces in unsafe pieces.reduce(into: csv.header) { unsafe $0 += $1 } }
  }
}
