import Availability
import Distribution
import Rendering
import Text

/// `--profiles`: writes the profiles of all ranks' stations into one file, with what is known of them beside the sums.
struct ProfilesWriter {
  private let contents: ProfileContents
  private let format: NumberFormat
  private let job: Job

  init(_ contents: ProfileContents, _ format: NumberFormat, on job: Job) {
    (self.contents, self.format, self.job) = (contents, format, job)
  }

  /// Writes this rank's profiles in its turn, and those of rank 0 that are of closed records alone. Collective. Throws
  /// `Failure`, `ThreadError`.
  func write(to output: inout SharedOutput) throws {
    let communicator = job.communicator
    let own = try table(contents.profiles, contents.closed)
    let always = try table(contents.closedProfiles, contents.alwaysClosed)
    let counts = communicator.allGather([own.rowCount, always.rowCount].map { Int64($0) })
    let (rows, closedRows) = (counts.map { Int($0[0]) }, Int(counts[0][1]))
    let total = rows.reduce(0, +) + closedRows
    let before = rows[..<communicator.rank].reduce(0, +)
    let cells = ProvenanceCell.cells(contents.provenance, rows: total)
    try output.append(communicator.isRoot ? ProfilesCSV.header : [])
    var checksum: UInt64 = 0
    var isLast = false
    func append(_ table: ProfilesCSV, _ stations: Range<Int>, after before: Int) throws -> [[UInt8]] {
      var (pieces, check) = try table.text(
        stations: stations, cells: cells, after: before, threads: job.threads)
      checksum &+= check
      // The last row's last field comes when the checksum is known.
      if isLast, let end = pieces.lastIndex(where: { !$0.isEmpty }) { pieces[end].removeLast() }
      return pieces
    }
    let last = closedRows > 0 ? nil : rows.lastIndex { $0 > 0 }
    try forEachPiece { rank, stations, isEnd in
      isLast = rank == last && isEnd
      try output.append(rank == communicator.rank ? append(own, stations, after: before) : [])
    }
    isLast = true
    let closed = contents.alwaysClosed.rows.indices
    try output.append(communicator.isRoot ? append(always, closed, after: total - closedRows) : [])
    let sum = communicator.sum([Int64(bitPattern: checksum)])[0]
    let field = ProvenanceCell.last(
      contents.provenance, rows: total,
      checksum: UInt64(bitPattern: sum) &+ contents.provenance.check)
    try output.append(communicator.isRoot ? CSVText.field(field) + [UInt8(ascii: "\n")] : [])
  }

  private func table(_ profiles: HourlyProfiles, _ closed: ClosedBins) throws -> ProfilesCSV {
    try ProfilesCSV(profiles, closed: closed, details: contents.details, format: format, threads: job.threads)
  }

  /// Rank by rank, as each owns a block of the stations, and some stations at a time. `body` gets the stations, by their
  /// places in the block of `rank`, and whether they are its last.
  private func forEachPiece(_ body: (_ rank: Int, _ stations: Range<Int>, _ isEnd: Bool) throws -> Void)
    throws
  {
    let communicator = job.communicator
    let step = max(1, Self.rows / contents.profiles.bins.count)
    let counts = communicator.allGather([Int64(contents.profiles.stations.count)]).map { Int($0[0]) }
    let writing = ProgressStep(.writingProfiles, unit: .stations, total: counts.reduce(0, +))
    try job.during(writing) { progress in
      for (rank, count) in counts.enumerated() {
        for start in stride(from: 0, to: count, by: step) {
          let end = min(count, start + step)
          try body(rank, start..<end, end == count)
          progress.add(end - start)
        }
      }
    }
  }

  /// Rows of profiles that are turned into text at a time.
  private static let rows = 1 << 16
}
