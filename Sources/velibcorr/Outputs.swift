import Availability
import Correlation
import Distribution
import LinearAlgebra
import Rendering
import Synchronization

/// The outputs of a run, opened before the long work, named when all of it is done.
struct Outputs {
  var matrix: SharedOutput
  var profiles: SharedOutput?

  init(_ paths: [String], on job: Job) throws {
    matrix = try SharedOutput(paths[0], number: 0, on: job)
    profiles = try paths.count > 1 ? SharedOutput(paths[1], number: 1, on: job) : nil
  }

  var sizes: [(path: String, bytes: Int)] {
    [matrix, profiles].compactMap { $0.map { ($0.path, $0.byteCount) } }
  }

  func commit() throws {
    try matrix.commit()
    try profiles?.commit()
  }
}

extension SharedOutput {
  /// Writes the profiles of all ranks' stations.
  mutating func write(_ profiles: HourlyProfiles, format: NumberFormat) throws {
    let csv = ProfilesCSV(format: format)
    if job.communicator.isRoot {
      try append(csv.header + csv.rows(profiles))
    } else {
      try append(csv.rows(profiles))
    }
  }

  /// Computes and writes the matrix: in each round every rank renders a band of tile rows, and the bands
  /// go to their places in the file. Memory is bounded by the band, not by the matrix.
  mutating func write(
    _ tiles: borrowing PearsonTiles, stations: [StationID], format: NumberFormat, threads: Int
  ) throws -> UndefinedCounts {
    let csv = MatrixCSV(stations: stations, grid: tiles.grid, format: format)
    let communicator = job.communicator
    let undefined = Mutex(UndefinedCounts())
    try append(communicator.isRoot ? csv.header : [])

    let tileRows = max(1, Self.bandMemory / max(1, csv.rowCapacity * tiles.grid.tileSize))
    let rounds = (tiles.grid.count + tileRows * communicator.size - 1) / (tileRows * communicator.size)
    for round in 0..<rounds {
      let band = Shares.part(
        round * communicator.size + communicator.rank, of: rounds * communicator.size, count: tiles.grid.count
      )
      let rows = try csv.render(tileRows: band, threads: threads) { use in
        var workspace = PearsonTiles.Workspace()
        use { i, j, place in
          tiles.compute(i, j, into: &workspace)
          if band.contains(i) { undefined.withLock { $0 += workspace.undefined } }
          place(workspace.correlations)
        }
      }
      try unsafe rows.withPieces { try unsafe append($0) }
    }
    let sums = communicator.sum(undefined.withLock { [Int64($0.tooFewBins), Int64($0.constant)] })
    return UndefinedCounts(tooFewBins: Int(sums[0]), constant: Int(sums[1]))
  }

  /// Bytes that a rank may use for rendered rows, at least one tile row.
  private static let bandMemory = 64 << 20
}
