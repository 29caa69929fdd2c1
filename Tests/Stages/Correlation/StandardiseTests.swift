import Availability
import CCorrelation
import Correlation
import LinearAlgebra
import TestSupport
import Testing
import WholeNumbers

/// Rows and products of two doubles a number, against whole numbers.
@Suite("Standardising a profile")
struct StandardiseTests {
  /// Tallies of up to `records` records, a part of them empty.
  private static func tallies(
    _ count: Int, records: UInt64, spread: UInt64, missing: Double, _ random: inout SeededGenerator
  ) -> [Tally] {
    (0..<count).map { bin in
      guard bin < 2 || Double.random(in: 0..<1, using: &random) >= missing else { return Tally() }
      var tally = Tally()
      for _ in 0..<UInt64.random(in: 1...records, using: &random) {
        tally.add(Share(fixedPoint: 1 << 59 + UInt64.random(in: 0...spread, using: &random)))
      }
      return tally
    }
  }

  @Test(
    "proposals and precise numbers are within their bounds of the exact r",
    arguments: [(3, 0.0), (24, 0), (24, 0.2), (168, 0.05), (1_001, 0)], [60, 40, 20])
  func bounds(_ size: (bins: Int, missing: Double), spread: Int) throws {
    var random = SeededGenerator(seed: UInt64(size.bins + spread))
    let stations = 12
    let tallies = (0..<stations).flatMap { _ in
      Self.tallies(
        size.bins, records: 9, spread: 1 << UInt64(spread) - 1, missing: size.missing, &random)
    }
    let profiles = HourlyProfiles(
      bins: .series(0..<size.bins), stations: (0..<stations).map { StationID("\($0)") }, tallies: tallies)
    let tiles = PearsonTiles(
      try StandardisedProfiles(Matrix(profiles.means, columns: size.bins), of: profiles), minimumBins: 2)
    var workspace = tiles.makeWorkspace()
    tiles.compute(0, 0, into: &workspace)
    let referee = tiles.makeReferee()
    for a in 0..<stations {
      for b in a + 1..<stations where !workspace.correlations[a, b].isNaN {
        let r = workspace.correlations[a, b]
        let exact = referee.exact(a, b, proposal: r)
        // r 10^17 as a whole number is exact to 5e-18.
        let units = Double(exact.nearest(decimals: 17))
        #expect(abs(r * 1e17 - units) <= tiles.errorBound * 1e17 + 32, "\(a) \(b) \(r)")
        let precise = referee.precise(a, b, proposal: r)
        if precise.error < 1e-25 {
          #expect(precise.nearest(decimals: 17) ?? Int64(units) == exact.nearest(decimals: 17))
          #expect(precise.nearestDouble ?? exact.nearestDouble == exact.nearestDouble)
        }
        if let (careful, error) = referee.careful(a, b, proposal: r) {
          #expect(abs(careful - exact.nearestDouble) <= error + 0x1p-53)
        }
      }
    }
  }

  @Test("tiles are rounded to the exact numbers", arguments: [0.0, 0.02, 0.3], [1, 12, 13, 15, 17])
  func rounding(missing: Double, decimals: Int) throws {
    var random = SeededGenerator(seed: UInt64(decimals) + 100)
    let tallies = (0..<150).flatMap { _ in
      Self.tallies(24, records: 4, spread: 1 << 58, missing: missing, &random)
    }
    let profiles = HourlyProfiles(
      bins: .hourOfDay, stations: (0..<150).map { StationID("\($0)") }, tallies: tallies)
    let tiles = PearsonTiles(
      try StandardisedProfiles(Matrix(profiles.means, columns: 24), of: profiles), minimumBins: 3)
    let (referee, rounding) = (tiles.makeReferee(), Rounding(decimals: decimals))
    var workspace = tiles.makeWorkspace()
    for k in 0..<tiles.grid.upperCount {
      let (i, j) = tiles.grid.upper(k)
      tiles.compute(i, j, into: &workspace)
      let (rows, columns) = (tiles.grid.range(i), tiles.grid.range(j))
      workspace.round(rows, columns, to: rounding, bound: tiles.errorBound)
      for (row, a) in rows.enumerated() {
        for (column, b) in columns.enumerated() where a < b {
          let r = workspace.correlations[row, column]
          let due = r.isNaN ? WholeMatrix.none : referee.exact(a, b, proposal: r).nearest(decimals: decimals)
          #expect(workspace.wholes[row, column] == due, "\(a) \(b)")
        }
      }
      let settler = Settler(tiles, Rounding(decimals: 13))
      for (row, a) in rows.enumerated() {
        for (column, b) in columns.enumerated() where a < b && workspace.correlations[row, column] >= 0.5 {
          let r = workspace.correlations[row, column]
          #expect(
            settler.settled(a, b, r) == Double(referee.exact(a, b, proposal: r).nearest(decimals: 13)) / 1e13)
        }
      }
    }
  }

  @Test("equal profiles give 1, mirrored ones -1, whatever the numbers of records")
  func whole() throws {
    var random = SeededGenerator(seed: 8)
    for bins in [3, 24, 168] {
      let profile = Self.tallies(bins, records: 1, spread: 1 << 59, missing: 0, &random)
      let twice = profile.map { Tally(packed: $0.packed + $0.packed) }
      let mirrored = profile.map { Tally(packed: 1 << Tally.countShift | (1 << 60 - $0.sum)) }
      let profiles = HourlyProfiles(
        bins: .series(0..<bins), stations: ["a", "b", "c"].map { StationID($0) },
        tallies: profile + twice + mirrored)
      let tiles = PearsonTiles(
        try StandardisedProfiles(Matrix(profiles.means, columns: bins), of: profiles), minimumBins: 3)
      var workspace = tiles.makeWorkspace()
      tiles.compute(0, 0, into: &workspace)
      workspace.round(0..<3, 0..<3, to: Rounding(decimals: 17), bound: tiles.errorBound)
      let one = Rounding(decimals: 17).one
      #expect(
        workspace.wholes[0, 1] == one && workspace.wholes[0, 2] == -one && workspace.wholes[1, 2] == -one)
      var order = TrueOrder(tiles.makeReferee())
      #expect(order.nearestDouble(0, 1, proposal: 1) == 1 && order.nearestDouble(0, 2, proposal: -1) == -1)
    }
  }
}
