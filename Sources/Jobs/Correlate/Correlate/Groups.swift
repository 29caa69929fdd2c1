import Availability
import Correlation
import Distribution
import LinearAlgebra
import Rendering
import Text
import Workers

/// What is to be said of groups.
struct GroupsFindings {
  let clusters: Int
  let silhouette: Double?
  /// Stations without correlations, which are in none.
  let apart: Int
  /// Memory that they took.
  let bytes: Int
}

extension Outputs {
  /// `--groups`, `--plot`, `--plot-profiles` and `--report`: returns rank 0's report.
  ///
  /// One tree is made of all pairs, so rank 0 computes and draws, the others wait.
  mutating func writeGroups<Tiles>(of run: MatrixRun<Tiles>) throws -> GroupsFindings? {
    guard hasGroups else { return nil }
    let plot = self[.plot].map { PlotOutput(path: $0.path) }
    let plotProfiles = self[.plotProfiles].map { PlotOutput(path: $0.path) }
    let (results, report) = try run.job.agree { () throws -> ([OutputKind: [UInt8]], GroupsFindings?) in
      guard run.communicator.isRoot else { return ([:], nil) }
      let (groups, picture, bytes) = try run.makeGroups(drawing: plot)
      var results: [OutputKind: [UInt8]] = [:]
      if has(.groups) { results[.groups] = run.text(of: groups) }
      results[.plot] = picture
      if let plotProfiles {
        results[.plotProfiles] = try run.job.during(ProgressStep(.drawing)) { _ in
          try run.profilesPicture(of: groups, plotProfiles)
        }
      }
      if let facts = run.request.facts { results[.report] = try run.report(of: groups, facts) }
      return (
        results,
        GroupsFindings(
          clusters: groups.clusterCount, silhouette: groups.silhouette,
          apart: run.tiles.grid.size - groups.order.count, bytes: bytes)
      )
    }
    for kind in OutputKind.ofGroups { try self[kind]?.append(results[kind] ?? []) }
    return report
  }
}

extension MatrixRun {
  /// Of so many stations the distances of all pairs are kept: 64 MiB. Of more, vectors take their place where r is
  /// their product and they are less.
  private static var fewStations: Int { 4_096 }

  fileprivate func makeGroups(
    drawing plot: PlotOutput?
  ) throws -> (groups: StationGroups, picture: [UInt8]?, bytes: Int) {
    let apart = Set(tiles.constantStations + tiles.shortStations)
    let stations = (0..<tiles.grid.size).filter { !apart.contains($0) }
    func finish(
      _ tree: Dendrogram, _ distances: borrowing some PairDistances & ~Copyable, bytes: Int
    ) throws -> (StationGroups, [UInt8]?, Int) {
      let comparing = job.begin(ProgressStep(.comparingGroups, unit: .stations, total: stations.count))
      defer { job.endStep() }
      let groups = try StationGroups(
        tree, distances, clusters: request.clusters, threads: request.threads, progress: comparing)
      guard let plot else { return (groups, nil, bytes) }
      let drawing = job.begin(ProgressStep(.drawing, unit: .stations, total: stations.count))
      return (groups, try picture(of: groups, distances, plot, progress: drawing), bytes)
    }
    let grouping = ProgressStep(.grouping, unit: .stations, total: stations.count)
    let pairBytes = StationDistances.bytes(of: stations.count)
    let vectorBytes = StationVectors.bytes(of: stations.count, coordinates: tiles.bins)
    if stations.count > Self.fewStations, vectorBytes < pairBytes, vectorBytes <= request.memory,
      let vectors = tiles.vectors(of: stations)
    {
      let tree = Dendrogram(averageLinkage: vectors, progress: job.begin(grouping))
      return try finish(tree, vectors, bytes: vectorBytes)
    }
    guard pairBytes <= request.memory else {
      throw Failure(tooLarge: pairBytes, for: "groups", stations: stations.count, request.memory)
    }
    var distances = StationDistances(stations: stations, of: tiles.grid.size)
    try fill(distances)
    let tree = Dendrogram(averageLinkage: &distances, progress: job.begin(grouping))
    // The tree has used them up.
    try fill(distances)
    return try finish(tree, distances, bytes: pairBytes)
  }

  private func fill(_ distances: borrowing StationDistances) throws {
    let grid = tiles.grid
    let total = sweep.numbers(grid.upperCount) { grid.upper($0) }
    _ = try job.during(ProgressStep(.correlating, unit: .numbers, total: total)) { progress in
      try sweep(
        grid.upperCount, progress, place: { grid.upper($0) },
        thread: { source in
          while let (i, j) = source.next() {
            distances.enter(source.correlations, rows: grid.range(i), columns: grid.range(j))
          }
        })
    }
  }

  fileprivate func text(of groups: StationGroups) -> [UInt8] {
    let rows = zip(request.stations, groups.groups(of: tiles.grid.size)).map { station, group in
      GroupsCSV.Row(station: station, group: group, details: request.details[station] ?? StationDetails())
    }
    return GroupsCSV.header + GroupsCSV.text(rows)
  }

  /// All stations by number: those of the groups in their order, then the others.
  func stationsSideBySide(_ groups: StationGroups) -> [Int] {
    let leaves = groups.order.map { groups.tree.stations[$0] }
    let inTree = Set(leaves)
    return leaves + (0..<tiles.grid.size).filter { !inTree.contains($0) }
  }

  fileprivate func picture(
    of groups: StationGroups, _ distances: borrowing some PairDistances & ~Copyable, _ plot: PlotOutput,
    progress: Progress
  ) throws -> [UInt8] {
    let labels = stationsSideBySide(groups).map { number in
      let station = "\(request.stations[number])"
      guard let name = request.details[request.stations[number]]?.name else { return station }
      // Many names begin with the number.
      return name.contains(station) ? name : "\(station)  \(name)"
    }
    let count = Figures.grouped(Int64(tiles.grid.size))
    let clusters = groups.clusterCount == 1 ? "1 cluster" : "\(groups.clusterCount) clusters"
    let picture = MatrixPicture(
      labels: labels, joins: groups.joinsByPlace, clusters: groups.clusters,
      title: "Which stations fill and empty together",
      subtitle: ["\(count) stations", request.caption, clusters].joined(separator: " \u{B7} "))
    let raster = MatrixRaster(stations: labels.count, defined: groups.order.count) { rows, body in
      distances.forEachBlock(of: groups.order, rows: rows) { places, r in
        body(places, r)
        progress.add(places.count)
      }
    }
    return try picture.draw(plot.kind, raster)
  }
}

extension StationGroups {
  /// The joins of the tree by places in the order.
  fileprivate var joinsByPlace: [MatrixPicture.Join] {
    var places = [Int](repeating: 0, count: order.count)
    for (place, leaf) in order.enumerated() { places[leaf] = place }
    // Of each node where it begins.
    var starts = places
    return tree.merges.map { merge in
      func node(_ number: Int) -> Int { number < order.count ? places[number] : number }
      let isInOrder = starts[merge.a] < starts[merge.b]
      starts.append(min(starts[merge.a], starts[merge.b]))
      let (left, right) = isInOrder ? (merge.a, merge.b) : (merge.b, merge.a)
      return MatrixPicture.Join(left: node(left), right: node(right), height: merge.height)
    }
  }
}

/// Where a picture goes.
package struct PlotOutput {
  let kind: PictureKind

  /// The kind is the extension's; standard output gets a PNG.
  init(path: String) {
    kind = Self.kind(of: path) ?? .png
  }

  package static let extensions = PictureKind.allCases.map(\.rawValue)

  package static func kind(of path: String) -> PictureKind? {
    guard let point = path.lastIndex(of: ".") else { return nil }
    return PictureKind(rawValue: path[path.index(after: point)...].lowercased())
  }
}
