import Availability
import Correlation
import Distribution
import LinearAlgebra
import Rendering

/// What is to be said of groups.
struct GroupsReport {
  let clusters: Int
  let silhouette: Double?
  /// Stations without correlations, which are in none.
  let apart: Int
  /// Memory that they took.
  let bytes: Int
}

extension SharedOutput {
  /// `--groups`: returns rank 0's report.
  mutating func writeGroups<Tiles>(of run: MatrixRun<Tiles>) throws -> GroupsReport? {
    let (text, report) = try run.makeGroups()
    try append(text)
    return report
  }
}

extension MatrixRun {
  /// One tree is made of all pairs, so rank 0 computes, the others wait.
  fileprivate func makeGroups() throws -> (text: [UInt8], GroupsReport?) {
    let (groups, report) = try job.agree { () throws -> (StationGroups?, GroupsReport?) in
      guard communicator.isRoot else { return (nil, nil) }
      let apart = Set(tiles.constantStations + tiles.shortStations)
      let stations = (0..<tiles.grid.size).filter { !apart.contains($0) }
      let bytes = StationGroups.bytes(stations: stations.count)
      guard bytes <= request.memory else {
        throw Failure(tooLarge: bytes, for: "groups", stations: stations.count, request.memory)
      }
      let groups = try StationGroups(
        try distances(of: stations), clusters: request.clusters, threads: request.threads)
      return (
        groups,
        GroupsReport(
          clusters: groups.clusterCount, silhouette: groups.silhouette, apart: apart.count, bytes: bytes)
      )
    }
    guard let groups else { return ([], nil) }
    let rows = zip(request.stations, groups.groups(of: tiles.grid.size)).map { station, group in
      GroupsCSV.Row(station: station, group: group, details: request.details[station] ?? StationDetails())
    }
    return (GroupsCSV.header + GroupsCSV.text(rows), report)
  }

  private func distances(of stations: [Int]) throws -> StationDistances {
    let distances = StationDistances(stations: stations, of: tiles.grid.size)
    let grid = tiles.grid
    try fill(distances, grid)
    return distances
  }

  private func fill(_ distances: borrowing StationDistances, _ grid: TileGrid) throws {
    _ = try sweep(
      grid.upperCount, place: { grid.upper($0) },
      thread: { source in
        while let (i, j) = source.next() {
          distances.enter(source.correlations, rows: grid.range(i), columns: grid.range(j))
        }
      })
  }
}
