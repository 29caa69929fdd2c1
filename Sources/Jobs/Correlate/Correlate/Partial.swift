import Availability
import Correlation
import Distribution
import LinearAlgebra
import Rendering
import Text
import Workers

/// What is to be said of partial correlations. Stations by number.
struct PartialFindings {
  let covariance: LedoitWolf
  let incomplete: [Int]
  let constant: [Int]
  /// Memory that they took.
  let bytes: Int
}

extension SharedOutput {
  /// `--partial`: shares the profiles of all ranks' stations, and writes the matrix of their partial correlations.
  ///
  /// One matrix has to be factored as a whole: rank 0 does that and writes, the others wait. Returns rank 0's report.
  /// `means` is stations x bins, NaN where a station has no record in a bin.
  mutating func writePartialCorrelations(
    ofMeans means: borrowing Matrix, _ stations: [StationID], format: NumberFormat, memory: Int
  ) throws -> PartialFindings? {
    let grid = TileGrid(size: stations.count, tileSize: Self.tileSize)
    let csv = MatrixCSV(stations: stations, grid: grid, format: format)
    let tileRows = max(1, min(grid.count, Self.bandMemory / max(1, csv.tileRowCapacity)))
    let bandBytes = csv.tileRowCapacity * tileRows

    // Whatever makes it impossible is found by rank 0, and ends every rank.
    _ = job.begin(ProgressStep(.partialCorrelations))
    defer { job.endStep() }
    let (partial, report) = try job.agree { () throws -> (PartialCorrelations?, PartialFindings?) in
      guard job.communicator.isRoot else { return (nil, nil) }
      let profiles = try CompleteProfiles(means)
      let bytes =
        profiles.bytesOfPartialCorrelations + means.rows * means.columns * MemoryLayout<Double>.stride
        + bandBytes
      guard bytes <= memory else {
        throw Failure(tooLarge: bytes, for: "partial correlations", stations: profiles.stations.count, memory)
      }
      let partial = try PartialCorrelations(profiles)
      return (
        partial,
        PartialFindings(
          covariance: partial.covariance, incomplete: profiles.incomplete, constant: profiles.constant,
          bytes: bytes)
      )
    }
    let progress = job.begin(
      ProgressStep(.writingPartial, unit: .numbers, total: grid.size * (grid.size + 1) / 2))
    try append(job.communicator.isRoot ? csv.header : [])
    let memory = partial == nil ? nil : csv.makeMemory(tileRows: tileRows)
    for first in stride(from: 0, to: grid.count, by: tileRows) {
      if let partial, let memory {
        let band = csv.makeBand(grid.rows(first..<min(first + tileRows, grid.count)), in: memory)
        try job.orEnd {
          if let writer = unsafe writer(behind: 0) { try unsafe band.open(writer) }
          try csv.render(band, of: partial, threads: job.threads, progress)
        }
        try append(band)
      } else {
        try append([UInt8]())
      }
    }
    return report
  }

  /// As for the matrix: a tile's text is put into its rows and columns while it is in the cache.
  private static var tileSize: Int { 128 }
  /// Bytes for the text of rows, at least one tile row.
  private static var bandMemory: Int { 64 << 20 }
}

extension MatrixCSV {
  /// Fills a band.
  fileprivate func render(
    _ band: TextBand, of partial: PartialCorrelations, threads: Int, _ progress: Progress
  ) throws {
    let tiles = grid.tiles(touching: band.tileRows)
    let dispenser = Dispenser(0..<tiles.count)
    _ = try concurrently(min(threads, tiles.count)) { _ in
      var tile = Matrix(rows: grid.tileSize, columns: grid.tileSize)
      var fields = makeFields()
      while let next = dispenser.next() {
        let (i, j) = tiles[next]
        partial.fill(&tile, rows: grid.range(i), columns: grid.range(j))
        try place(tile, i, j, in: [band], &fields)
        progress.add(
          i == j ? grid.range(i).count * grid.range(i).count / 2 : grid.range(i).count * grid.range(j).count)
      }
    }
  }
}

extension Failure {
  init(tooLarge bytes: Int, for what: String, stations: Int, _ memory: Int) {
    let needed = (bytes + (1 << 20) - 1) >> 20
    self.init(
      .usage,
      "\(what) of \(Figures.grouped(Int64(stations))) stations need \(Figures.size(bytes)) of memory; "
        + "--memory allows \(Figures.size(memory))",
      advice: "allow it with --memory \(needed)M")
  }

  init(_ error: PartialCorrelationsError) {
    switch error {
    case .tooFewBins(let count):
      self.init(
        .badData, "partial correlations need at least 2 bins with records; there is \(count)",
        advice: "use a longer log")
    case .noStation(let incomplete, let constant):
      self.init(
        .badData,
        "no station for partial correlations: \(incomplete) lack a bin that others have, \(constant) have a "
          + "constant profile",
        advice:
          "--since and --until can leave out hours that few stations have; --bins hour-of-day has the fewest")
    case .singular(let covariance):
      self.init(
        .badData,
        "the covariance of \(covariance.variables) stations over \(covariance.observations) bins has no inverse: "
          + "its Ledoit-Wolf shrinkage is \(Figures.significant(covariance.shrinkage))",
        advice: "more bins help: a longer log, --bins hour-of-week or --bins series")
    }
  }
}
