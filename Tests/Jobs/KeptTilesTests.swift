import Availability
import Correlation
import Jobs
import LinearAlgebra
import Testing

@Suite("KeptTiles: tiles that are not computed twice")
struct KeptTilesTests {
  /// Tiles of 4 of the r of so many stations, of which the first does not vary.
  private static func tiles(_ stations: Int, bins: Int) throws -> PearsonTiles {
    let tallies = (0..<stations * bins).map { place in
      let (station, bin) = (place / bins, place % bins)
      let share = station == 0 ? 7 : (station * 31 + bin * bin * 17 + bin * station) % 101
      return Tally(packed: 1 << Tally.countShift | UInt128(share) << 50)
    }
    let profiles = HourlyProfiles(
      bins: .series(0..<bins), stations: (0..<stations).map { StationID("\($0)") }, tallies: tallies)
    let means = Matrix(tallies.map { $0.mean ?? .nan }, columns: bins)
    return PearsonTiles(try StandardisedProfiles(means, of: profiles), minimumBins: 3, tileSize: 4)
  }

  @Test("a tile that was kept comes back, with its undefined pairs, and no other")
  func copies() throws {
    let tiles = try Self.tiles(9, bins: 1_000)
    let kept = try #require(KeptTiles(tiles.grid, bins: tiles.bins, memory: 1 << 20))
    var computed = tiles.makeWorkspace()
    var copied = tiles.makeWorkspace()
    let places = [(0, 0), (0, 2), (1, 1), (2, 2)]
    for (i, j) in places {
      tiles.compute(i, j, into: &computed)
      kept.keep(i, j, computed)
    }
    for (i, j) in places.reversed() {
      #expect(kept.copy(i, j, into: &copied))
      tiles.compute(i, j, into: &computed)
      #expect(copied.undefined == computed.undefined)
      for row in tiles.grid.range(i).indices.map({ $0 - tiles.grid.range(i).lowerBound }) {
        for column in (i == j ? row : 0)..<tiles.grid.range(j).count {
          #expect(
            copied.correlations[row, column].bitPattern == computed.correlations[row, column].bitPattern)
        }
      }
    }
    #expect(!kept.copy(0, 1, into: &copied) && !kept.copy(1, 2, into: &copied))
  }

  @Test("none is kept of short profiles, of more numbers than profiles have, or beyond the memory")
  func whether() {
    let grid = TileGrid(size: 2_000, tileSize: 500)
    #expect(KeptTiles(grid, bins: 1_250, memory: 1 << 30) != nil)
    #expect(KeptTiles(grid, bins: 1_249, memory: 1 << 30) == nil)
    #expect(KeptTiles(grid, bins: 1_250, memory: 19_999_999) == nil)
    #expect(KeptTiles(TileGrid(size: 4, tileSize: 4), bins: 999, memory: 1 << 30) == nil)
  }
}
