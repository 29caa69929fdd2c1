import Availability
import Correlation
import Distribution
import LinearAlgebra
import Rendering
import Text
import Workers

/// What a run says of partial correlations. Stations by number.
struct PartialFindings {
  let covariance: LedoitWolf
  let incomplete: [Int]
  let constant: [Int]
  /// Memory that they took.
  let bytes: Int

  /// What is to be said of what they are worth.
  var notes: [String] {
    let (bins, stations) = (covariance.observations, covariance.variables)
    guard bins < 2 * stations else { return [] }
    return [
      "partial correlations of \(Figures.grouped(stations)) stations from \(Figures.grouped(bins)) bins are mostly noise: "
        + "two halves of a log hardly agree; believe them from twice as many bins as stations on, as --bins series may have"
    ]
  }
}

/// `--partial`: the matrix of partial correlations.
///
/// One matrix has to be factored as a whole: rank 0 does that and writes, the others wait.
struct PartialRun {
  private let network: MergedNetwork
  private let csv: MatrixCSV
  /// Bytes that all of it may take.
  private let memory: Int
  private let job: Job

  init(_ network: MergedNetwork, _ settings: CorrelateSettings, on job: Job) {
    self.network = network
    let grid = PartialCorrelations.grid(stations: network.stations.count)
    csv = MatrixCSV(stations: network.stations, grid: grid, format: settings.output.format)
    memory = settings.running.memory
    self.job = job
  }

  /// Writes the matrix; returns what rank 0 has found. `means` is stations x bins, NaN where a station has no record in a
  /// bin. Throws `Failure` on every rank where the matrix is impossible or too large, and what the output throws.
  func write(ofMeans means: borrowing Matrix, to output: inout SharedOutput) throws -> PartialFindings? {
    _ = job.begin(ProgressStep(.partialCorrelations))
    defer { job.endStep() }
    // Whatever makes it impossible is found by rank 0, and ends every rank.
    let (correlations, findings) = try job.agree { () throws -> Found in
      job.communicator.isRoot ? try find(ofMeans: means) : (nil, nil)
    }
    let grid = csv.grid
    let progress = job.begin(
      ProgressStep(.writingPartial, unit: .numbers, total: TileList.upper(grid).numbers))
    try output.append(job.communicator.isRoot ? csv.header : [])
    let sweep = correlations.map { TileSweep(tiles: $0, threads: job.threads, job: job) }
    let text = sweep.map { _ in csv.makeMemory(tileRows: tileRows) }
    for first in stride(from: 0, to: grid.count, by: tileRows) {
      guard let sweep, let text else {
        try output.append([UInt8]())
        continue
      }
      let band = csv.makeBand(grid.rows(first..<min(first + tileRows, grid.count)), in: text)
      if let writer = unsafe output.writer(after: 0) { try job.orEnd { try unsafe band.open(writer) } }
      try fill(band, by: sweep, progress)
      try output.append(band)
    }
    return findings
  }

  private typealias Found = (correlations: PartialCorrelations?, findings: PartialFindings?)

  private func find(ofMeans means: borrowing Matrix) throws -> Found {
    let profiles = try CompleteProfiles(means)
    let bytes =
      profiles.bytesOfPartialCorrelations + means.rows * means.columns * MemoryLayout<Double>.stride
      + csv.tileRowCapacity * tileRows
    guard bytes <= memory else {
      throw Failure(tooLarge: bytes, for: "partial correlations", stations: profiles.stations.count, memory)
    }
    let correlations = try PartialCorrelations(profiles)
    let findings = PartialFindings(
      covariance: correlations.covariance, incomplete: profiles.incomplete, constant: profiles.constant,
      bytes: bytes)
    return (correlations, findings)
  }

  private func fill(
    _ band: TextBand, by sweep: TileSweep<PartialCorrelations>, _ progress: Progress
  ) throws {
    let csv = csv
    _ = try sweep(over: .touching(band.tileRows, of: csv.grid), progress) { source in
      var fields = csv.makeFields()
      while let place = source.next() {
        try csv.place(source.correlations, place.i, place.j, in: [band], &fields)
      }
    }
  }

  /// Tile rows whose text is made at a time.
  private var tileRows: Int {
    max(1, min(csv.grid.count, Self.bandMemory / max(1, csv.tileRowCapacity)))
  }

  /// Bytes for the text of rows, at least one tile row.
  private static let bandMemory = 64 << 20
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
