import Correlation
import Distribution
import LinearAlgebra
import Workers

/// The one loop over tiles: goes over them with all threads of this rank, each tile computed once, by any of them.
struct TileSweep<Tiles: MatrixTiles> {
  let tiles: Tiles
  let threads: Int
  let job: Job
  /// What an earlier sweep has left.
  var kept: KeptTiles?

  /// Runs over the tiles of a list. `thread` is what each thread does with the tiles that it gets; returns what the
  /// threads return. `progress` counts the tiles' numbers. Where something fails, all ranks end.
  func callAsFunction<Result: Sendable>(
    over list: TileList, _ progress: Progress,
    thread: @Sendable (inout TileSource<Tiles>) throws -> Result
  ) throws -> [Result] {
    let dispenser = Dispenser(0..<list.count)
    let (tiles, kept) = (tiles, kept)
    return try job.orEnd {
      try concurrently(max(1, min(threads, list.count))) { _ in
        var source = TileSource(tiles, kept, progress) { dispenser.next().map { list[$0] } }
        return try thread(&source)
      }
    }
  }

  /// Runs over all tiles on and above the diagonal, by this rank alone: a step of its own.
  func whole<Result: Sendable>(
    _ name: RunStep, thread: @Sendable (inout TileSource<Tiles>) throws -> Result
  ) throws -> [Result] {
    try run(name, over: .upper(tiles.grid), ranks: 1, thread: thread)
  }

  /// Runs over this rank's share of the tiles on and above the diagonal: a step of its own.
  func share<Result: Sendable>(
    _ name: RunStep, thread: @Sendable (inout TileSource<Tiles>) throws -> Result
  ) throws -> [Result] {
    let (grid, communicator) = (tiles.grid, job.communicator)
    let mine = WorkSplit.part(communicator.rank, of: communicator.size, count: grid.upperCount)
    return try run(name, over: .upper(grid, mine), ranks: communicator.size, thread: thread)
  }

  private func run<Result: Sendable>(
    _ name: RunStep, over list: TileList, ranks: Int,
    thread: @Sendable (inout TileSource<Tiles>) throws -> Result
  ) throws -> [Result] {
    let step = ProgressStep(name, unit: .numbers, total: list.numbers, scale: ranks)
    return try job.during(step) { try self(over: list, $0, thread: thread) }
  }
}

/// The tiles that one thread gets, one after the other.
struct TileSource<Tiles: MatrixTiles>: ~Copyable {
  let tiles: Tiles
  private let takeNext: () -> (i: Int, j: Int)?
  fileprivate(set) var workspace: TileWorkspace
  private let kept: KeptTiles?
  private let progress: Progress

  init(
    _ tiles: Tiles, _ kept: KeptTiles?, _ progress: Progress,
    _ takeNext: @escaping () -> (i: Int, j: Int)?
  ) {
    (self.tiles, self.kept) = (tiles, kept)
    self.takeNext = takeNext
    self.progress = progress
    workspace = tiles.makeWorkspace()
  }

  /// The tile computed last.
  var correlations: Matrix { _read { yield workspace.correlations } }

  /// Computes the next tile; returns where it is, nil when there is none left.
  mutating func next() -> TilePlace? {
    guard let (i, j) = takeNext() else { return nil }
    let place = TilePlace(i: i, j: j, rows: tiles.grid.range(i), columns: tiles.grid.range(j))
    if kept?.copy(i, j, into: &workspace) != true {
      tiles.compute(i, j, into: &workspace)
      kept?.keep(i, j, workspace)
    }
    progress.add(place.rows.count * place.columns.count)
    return place
  }
}

extension TileSource where Tiles: CorrelationTiles {
  /// Rounds the tile computed last, which is at that place, to `workspace.wholes`.
  mutating func round(_ place: TilePlace, to rounding: Rounding) {
    timed { tiles, workspace in
      workspace.round(place.rows, place.columns, to: rounding, bound: tiles.errorBound)
    }
  }

  /// Counts proposals of the tile computed last that are beyond their bound.
  mutating func checkBound(_ place: TilePlace) {
    workspace.checkBound(place.rows, place.columns, bound: tiles.errorBound)
  }

  private mutating func timed(_ body: (Tiles, inout TileWorkspace) -> Void) {
    let start = ContinuousClock.now
    body(tiles, &workspace)
    let time = (ContinuousClock.now - start).components
    workspace.decisions.nanoseconds += time.seconds * 1_000_000_000 + time.attoseconds / 1_000_000_000
  }
}

/// Tile row and tile column of a tile, and the rows and columns of the matrix in it.
struct TilePlace {
  let i, j: Int
  let rows, columns: Range<Int>
}
