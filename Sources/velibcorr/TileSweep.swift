import Correlation
import Distribution
import LinearAlgebra
import Workers

/// Goes over tiles with all threads of this rank: each tile is computed once, by any of them.
struct TileSweep<Tiles: CorrelationTiles> {
  let tiles: Tiles
  let threads: Int
  let job: Job

  /// Runs over `count` tiles; `place` tells tile row and tile column of each. `thread` is what each thread does with
  /// the tiles that it gets; returns what the threads return.
  func callAsFunction<Result: Sendable>(
    _ count: Int, place: @Sendable (Int) -> (i: Int, j: Int),
    thread: @Sendable (inout TileSource<Tiles>) throws -> Result
  ) throws -> [Result] {
    let dispenser = Dispenser(0..<count)
    let tiles = tiles
    return try job.orEnd {
      try concurrently(max(1, min(threads, count))) { _ in
        try withoutActuallyEscaping(place) { place in
          var source = TileSource(tiles) { dispenser.next().map(place) }
          return try thread(&source)
        }
      }
    }
  }

  /// This rank's share of the tiles on and above the diagonal.
  func upper<Result: Sendable>(
    thread: @Sendable (inout TileSource<Tiles>) throws -> Result
  ) throws -> [Result] {
    let grid = tiles.grid
    let communicator = job.communicator
    let mine = Shares.part(communicator.rank, of: communicator.size, count: grid.upperCount)
    return try self(mine.count, place: { grid.upper(mine.lowerBound + $0) }, thread: thread)
  }
}

/// The tiles that one thread gets, one after the other.
struct TileSource<Tiles: CorrelationTiles>: ~Copyable {
  let tiles: Tiles
  private let takeNext: () -> (i: Int, j: Int)?
  private(set) var workspace: TileWorkspace

  init(_ tiles: Tiles, _ takeNext: @escaping () -> (i: Int, j: Int)?) {
    self.tiles = tiles
    self.takeNext = takeNext
    workspace = tiles.makeWorkspace()
  }

  var correlations: Matrix { _read { yield workspace.correlations } }

  /// Computes the next tile; returns its tile row and tile column, nil when there is none left.
  mutating func next() -> (i: Int, j: Int)? {
    guard let (i, j) = takeNext() else { return nil }
    tiles.compute(i, j, into: &workspace)
    return (i, j)
  }
}
