import Availability
import Correlation
import LinearAlgebra
import TestSupport
import Testing

@Suite("Numbers that are rounded once")
struct RoundingTests {
  @Test("decimals follow from the bins")
  func decimals() {
    for (bins, decimals) in [
      (1, 13), (5, 13), (24, 13), (25, 13), (26, 12), (168, 12), (744, 11), (8_760, 10),
    ] {
      #expect(Rounding(bins: bins).decimals == decimals, "\(bins)")
    }
  }

  @Test("a ratio lies at a boundary: the even number; beside it: the nearer one")
  func boundaries() {
    // 5 / sqrt(10^2), with one decimal and none in the way: 0.5 -> 0, 1.5 -> 2 units of the last place.
    for (units, due) in [(5, 0), (15, 2), (25, 2), (35, 4), (-5, 0), (-15, -2)] as [(Int, Int64)] {
      #expect(RootRatio(product: units, squareA: 100, squareB: 100).nearest(decimals: 1) == due)
    }
    // 3 / sqrt(36 10^12 +- 1): one part in 10^13 beside 0.5 10^-6.
    #expect(RootRatio(product: 3, squareA: 35_999_999_999_999, squareB: 1).nearest(decimals: 6) == 1)
    #expect(RootRatio(product: 3, squareA: 36_000_000_000_000, squareB: 1).nearest(decimals: 6) == 0)
    #expect(RootRatio(product: 9, squareA: 36_000_000_000_000, squareB: 1).nearest(decimals: 6) == 2)
    #expect(RootRatio(product: 9, squareA: 36_000_000_000_001, squareB: 1).nearest(decimals: 6) == 1)
  }

  @Test("the double nearest to a quotient is that of the division")
  func doubles() {
    var random = SeededGenerator(seed: 4)
    for _ in 0..<2_000 {
      let divisor = Int.random(in: 1...(1 << 30), using: &random)
      let product = Int.random(in: -divisor...divisor, using: &random)
      let ratio = RootRatio(product: product, squareA: divisor, squareB: divisor)
      #expect(ratio.nearestDouble == Double(product) / Double(divisor))
      let bar = Double.random(in: 0...1, using: &random)
      let quotient = abs(Double(product) / Double(divisor))
      if quotient != bar { #expect((ratio.compareMagnitude(to: bar) < 0) == (quotient < bar)) }
    }
    #expect(RootRatio(product: 1, squareA: 2, squareB: 2).compareMagnitude(to: 0.5) == 0)
    #expect(RootRatio(product: 0, squareA: 2, squareB: 2).compareMagnitude(to: 0) == 0)
  }

  @Test("whole numbers are the decimals of the doubles that they become")
  func wholes() {
    #expect(Rounding(decimals: 13).double(1_234_567_890_123) == 0.1234567890123)
    #expect(Rounding(decimals: 17).double(12_345_678_901_234_567) == 0.12345678901234567)
    #expect(Rounding(decimals: 17).double(Rounding(decimals: 17).one) == 1)
    #expect(Rounding(decimals: 3).double(.min).isNaN)
  }
}

/// Numbers that lie so near a boundary that nothing but whole numbers can decide.
@Suite("Numbers at the edge")
struct EdgeTests {
  /// Profiles of 2^30 records an hour: a unit more in one sum moves r by some 1e-27.
  private static func profiles(_ stations: Int, _ random: inout SeededGenerator) -> [[Tally]] {
    (0..<stations).map { _ in
      (0..<24).map { _ in
        let sum = UInt128(UInt64.random(in: 0..<1 << 60, using: &random)) << 30
        return Tally(packed: 1 << (Tally.countShift + 30) | sum)
      }
    }
  }

  private static func tiles(_ profiles: [[Tally]], tileSize: Int? = nil) throws -> PearsonTiles {
    let all = HourlyProfiles(
      bins: .hourOfDay, stations: profiles.indices.map { StationID("\($0)") },
      tallies: profiles.flatMap { $0 })
    return PearsonTiles(
      try StandardisedProfiles(Matrix(all.means, columns: 24), of: all), minimumBins: 3, tileSize: tileSize)
  }

  private static func exact(_ a: [Tally], _ b: [Tally]) throws -> RootRatio {
    try tiles([a, b]).makeReferee().exact(0, 1, proposal: 0)
  }

  @Test("the nearer number on either side of a boundary, 1e-27 apart", arguments: 1...12)
  func boundary(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let profiles = Self.profiles(2, &random)
    func moved(_ units: UInt128) -> [Tally] {
      var profile = profiles[1]
      profile[5] = Tally(packed: profile[5].packed + units)
      return profile
    }
    // Two places of the sum between which the rounded number changes, then nearer and nearer.
    let start = try Self.exact(profiles[0], profiles[1]).nearest(decimals: 13)
    var (low, high): (UInt128, UInt128) = (0, 1 << 40)
    while try Self.exact(profiles[0], moved(high)).nearest(decimals: 13) == start { high <<= 1 }
    while high - low > 1 {
      let middle = (low + high) / 2
      if try Self.exact(profiles[0], moved(middle)).nearest(decimals: 13) == start {
        low = middle
      } else {
        high = middle
      }
    }
    for units in [low, high] {
      let tiles = try Self.tiles([profiles[0], moved(units)])
      var workspace = tiles.makeWorkspace()
      tiles.compute(0, 0, into: &workspace)
      workspace.round(0..<2, 0..<2, to: Rounding(decimals: 13), bound: tiles.errorBound)
      let due = try Self.exact(profiles[0], moved(units)).nearest(decimals: 13)
      #expect(workspace.wholes[0, 1] == due && (due == start) == (units == low))
      #expect(workspace.decisions.exact + workspace.decisions.precise == 1)
    }
  }

  @Test("stations whose means differ by some units of a double's last place from hour to hour")
  func delicate() throws {
    var random = SeededGenerator(seed: 10)
    // Of three records, so that no double has the mean; nearer means would be equal as doubles, and so constant.
    let flat = (0..<20).map { _ in
      (0..<24).map { _ in Tally(count: 3, sum: 3 << 59 + 200 * UInt128.random(in: 0..<8, using: &random))! }
    }
    let profiles = flat + Self.profiles(4, &random)
    let tiles = try Self.tiles(profiles)
    var workspace = tiles.makeWorkspace()
    tiles.compute(0, 0, into: &workspace)
    workspace.round(0..<24, 0..<24, to: Rounding(decimals: 13), bound: tiles.errorBound)
    // No product of rows is near enough to be one's bound: each pair with one of the 20 is decided otherwise.
    #expect(workspace.decisions.precise + workspace.decisions.exact >= 20 * 19 / 2 + 20 * 4)
    for a in 0..<24 {
      for b in a + 1..<24 {
        let due = try Self.exact(profiles[a], profiles[b]).nearest(decimals: 13)
        #expect(workspace.wholes[a, b] == due, "\(a), \(b)")
      }
    }
  }

  @Test("the numbers are the same whatever the size of tiles, and no proposal is beyond its bound")
  func tileSizes() throws {
    var random = SeededGenerator(seed: 9)
    var profiles = Self.profiles(300, &random)
    for station in stride(from: 0, to: 300, by: 7) { profiles[station][station % 24] = Tally() }
    func wholes(_ tileSize: Int) throws -> [Int64] {
      let tiles = try Self.tiles(profiles, tileSize: tileSize)
      var workspace = tiles.makeWorkspace()
      var found = [Int64](repeating: 0, count: 300 * 300)
      for k in 0..<tiles.grid.upperCount {
        let (i, j) = tiles.grid.upper(k)
        let (rows, columns) = (tiles.grid.range(i), tiles.grid.range(j))
        tiles.compute(i, j, into: &workspace)
        workspace.checkBound(rows, columns, bound: tiles.errorBound)
        workspace.round(rows, columns, to: Rounding(decimals: 13), bound: tiles.errorBound)
        for (row, a) in rows.enumerated() {
          for (column, b) in columns.enumerated() where a <= b {
            found[a * 300 + b] = workspace.wholes[row, column]
          }
        }
      }
      #expect(workspace.decisions.beyond == 0)
      return found
    }
    let due = try wholes(64)
    for size in [1, 37, 128, 300, 2_048] { #expect(try wholes(size) == due, "\(size)") }
  }
}
