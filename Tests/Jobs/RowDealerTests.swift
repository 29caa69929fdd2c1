import Jobs
import LinearAlgebra
import Testing

@Suite("RowDealer: the rows of the matrix, dealt to ranks")
struct RowDealerTests {
  private static let networks: [(size: Int, tileRows: Int, bins: Int)] = [
    (1, 1, 24), (2, 4, 24), (257, 1, 24), (1_230, 3, 24), (1_230, 100, 8_760), (5_000, 2, 168),
  ]

  @Test(
    "every row is dealt once, whatever the ranks, the memory and the bins", arguments: [1, 2, 3, 4, 7, 16])
  func partition(ranks: Int) {
    for network in Self.networks {
      let grid = TileGrid(size: network.size, tileSize: 128)
      let dealer = RowDealer(grid: grid, ranks: ranks, tileRows: network.tileRows, bins: network.bins)
      var rows: [Int] = []
      for sweep in 0..<dealer.sweeps {
        for turn in 0..<dealer.turns {
          // In the order in which the file has them: turn by turn, in each the ranks in their order.
          for rank in 0..<ranks { rows += dealer.bands(of: rank, sweep: sweep)[turn] }
        }
      }
      #expect(rows == Array(0..<network.size), "\(network) by \(ranks) ranks")
    }
  }

  @Test("of few tile rows the last turn's are cut anywhere, so that no rank has a row more than another")
  func even() {
    let grid = TileGrid(size: 1_230, tileSize: 128)
    let dealer = RowDealer(grid: grid, ranks: 3, tileRows: 10, bins: 24)
    let counts = (0..<3).map { rank in
      (0..<dealer.sweeps).reduce(0) { $0 + dealer.bands(of: rank, sweep: $1).reduce(0) { $0 + $1.count } }
    }
    #expect(dealer.cutsTiles)
    #expect(counts.max()! - counts.min()! <= 1)
  }

  @Test("long profiles are dealt by whole tile rows, which cost more to compute than to format")
  func wholeTiles() {
    let grid = TileGrid(size: 1_230, tileSize: 128)
    let dealer = RowDealer(grid: grid, ranks: 3, tileRows: 10, bins: 8_760)
    #expect(!dealer.cutsTiles)
    for rank in 0..<3 {
      for band in dealer.bands(of: rank, sweep: 0) where !band.isEmpty {
        #expect(band.lowerBound % 128 == 0)
      }
    }
  }
}
