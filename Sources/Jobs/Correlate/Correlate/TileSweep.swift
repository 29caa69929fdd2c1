import Correlation
import Distribution
import LinearAlgebra
import Workers

/// Goes over tiles with all threads of this rank: each tile is computed once, by any of them.
struct TileSweep<Tiles: CorrelationTiles> {
  let tiles: Tiles
  let threads: Int
  let job: Job

  /// The numbers in `count` tiles.
  func numbers(_ count: Int, place: (Int) -> (i: Int, j: Int)) -> Int {
    (0..<count).reduce(0) { numbers, number in
      let (i, j) = place(number)
      return numbers + tiles.grid.range(i).count * tiles.grid.range(j).count
    }
  }

  /// Runs over `count` tiles; `place` tells tile row and tile column of each. `thread` is what each thread does with
  /// the tiles that it gets; returns what the threads return. `progress` counts their numbers.
  func callAsFunction<Result: Sendable>(
    _ count: Int, _ progress: Progress, place: @Sendable (Int) -> (i: Int, j: Int),
    thread: @Sendable (inout TileSource<Tiles>) throws -> Result
  ) throws -> [Result] {
    let dispenser = Dispenser(0..<count)
    let tiles = tiles
    return try job.orEnd {
      try concurrently(max(1, min(threads, count))) { _ in
        try withoutActuallyEscaping(place) { place in
          var source = TileSource(tiles, progress) { dispenser.next().map(place) }
          return try thread(&source)
        }
      }
    }
  }

  /// This rank's share of the tiles on and above the diagonal: a stage of its own.
  func upper<Result: Sendable>(
    _ name: RunStep, thread: @Sendable (inout TileSource<Tiles>) throws -> Result
  ) throws -> [Result] {
    let grid = tiles.grid
    let communicator = job.communicator
    let mine = WorkSplit.part(communicator.rank, of: communicator.size, count: grid.upperCount)
    let place = { @Sendable number in grid.upper(mine.lowerBound + number) }
    let step = ProgressStep(
      name, unit: .numbers, total: numbers(mine.count, place: place), scale: communicator.size)
    return try job.during(step) { try self(mine.count, $0, place: place, thread: thread) }
  }
}

/// The tiles that one thread gets, one after the other.
struct TileSource<Tiles: CorrelationTiles>: ~Copyable {
  let tiles: Tiles
  private let takeNext: () -> (i: Int, j: Int)?
  private(set) var workspace: TileWorkspace
  private let progress: Progress

  init(_ tiles: Tiles, _ progress: Progress, _ takeNext: @escaping () -> (i: Int, j: Int)?) {
    self.tiles = tiles
    self.takeNext = takeNext
    self.progress = progress
    workspace = tiles.makeWorkspace()
  }

  var correlations: Matrix { _read { yield workspace.correlations } }

  /// Computes the next tile; returns its tile row and tile column, nil when there is none left.
  mutating func next() -> (i: Int, j: Int)? {
    guard let (i, j) = takeNext() else { return nil }
    tiles.compute(i, j, into: &workspace)
    progress.add(tiles.grid.range(i).count * tiles.grid.range(j).count)
    return (i, j)
  }
}
