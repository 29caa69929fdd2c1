import Availability
import Correlation
import Distribution
import LinearAlgebra
import Rendering
import Synchronization

/// Where the outputs of a run go.
struct OutputPaths {
  var matrix: String?
  var profiles: String?
  var rejects: String?

  typealias Named = (path: String, option: String)

  /// Those that are asked for, with their options; their places are the outputs' numbers.
  var all: [Named] {
    [(matrix, "-o FILE"), (profiles, "--profiles FILE"), (rejects, "--rejects FILE")].compactMap {
      path, option in
      path.map { ($0, option) }
    }
  }
}

/// The outputs of a run, opened before the long work, named when all of it is done.
struct Outputs {
  var matrix: SharedOutput?
  var profiles: SharedOutput?
  var rejects: SharedOutput?

  init(_ paths: OutputPaths, on job: Job) throws {
    let opened = try paths.all.enumerated().map { number, output in
      (output.option, try SharedOutput(output, number: number, on: job))
    }
    func named(_ option: String) -> SharedOutput? { opened.first { $0.0.hasPrefix(option) }?.1 }
    (matrix, profiles, rejects) = (named("-o"), named("--profiles"), named("--rejects"))
  }

  private var all: [SharedOutput] { [matrix, profiles, rejects].compactMap { $0 } }

  var sizes: [(path: String, bytes: Int)] { all.map { ($0.path, $0.byteCount) } }

  func commit() throws {
    for output in all { try output.commit() }
  }
}

extension SharedOutput {
  /// Writes the profiles of all ranks' stations.
  mutating func write(_ profiles: HourlyProfiles, format: NumberFormat, threads: Int) throws {
    let csv = ProfilesCSV(format: format)
    let communicator = job.communicator
    // The checksum is a sum, with wrap-around, over all rows of all ranks.
    let (rows, checksum) = try csv.measure(profiles, threads: threads)
    let sums = communicator.sum([Int64(rows), Int64(bitPattern: checksum)])
    let file = ProfileFile(
      bins: profiles.bins.kind, rows: Int(sums[0]), checksum: UInt64(bitPattern: sums[1]))
    try append(communicator.isRoot ? csv.header(file) : [])
    // Rank by rank, as each owns a block of the stations, and some stations at a time.
    let step = max(1, Self.profileRows / profiles.bins.count)
    let pieces = (profiles.stations.count + step - 1) / step
    for (rank, count) in communicator.allGather([Int64(pieces)]).enumerated() {
      for piece in 0..<Int(count[0]) {
        let stations = piece * step..<min(profiles.stations.count, (piece + 1) * step)
        let text =
          rank == communicator.rank
          ? try csv.text(profiles, stations: stations, threads: threads).reduce(into: [], +=) : []
        try append(text)
      }
    }
  }

  /// Rows of profiles that are turned into text at a time.
  private static let profileRows = 1 << 16

  /// Shares the profiles with all ranks, then computes and writes the matrix: in each round every rank renders
  /// a band of tile rows, and the bands go to their places in the file. Memory is bounded by the band, not
  /// by the matrix.
  mutating func writeMatrix(
    of profiles: HourlyProfiles, _ stations: [StationID], minimumBins: Int, format: NumberFormat, threads: Int
  ) throws -> Correlations {
    let standardised = StandardisedProfiles(
      means: job.communicator.concatenate(profiles.means), bins: profiles.bins.count)
    let constant = standardised.constantStations
    let short = standardised.stations(withFewerBinsThan: minimumBins)
    let tiles = PearsonTiles(standardised, minimumBins: minimumBins)
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
        var workspace = tiles.makeWorkspace()
        use { i, j, place in
          tiles.compute(i, j, into: &workspace)
          if band.contains(i) { undefined.withLock { $0 += workspace.undefined } }
          place(workspace.correlations)
        }
      }
      try unsafe rows.withPieces { try unsafe append($0) }
    }
    let sums = communicator.sum(undefined.withLock { [Int64($0.tooFewBins), Int64($0.constant)] })
    return Correlations(
      undefined: UndefinedCounts(tooFewBins: Int(sums[0]), constant: Int(sums[1])), constant: constant,
      short: short)
  }

  /// Bytes that a rank may use for rendered rows, at least one tile row.
  private static let bandMemory = 64 << 20
}

/// What is to be said of a matrix.
struct Correlations {
  let undefined: UndefinedCounts
  /// Numbers of stations with a constant profile, and of those with too few bins.
  let constant: [Int]
  let short: [Int]
}
