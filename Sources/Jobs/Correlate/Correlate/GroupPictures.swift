import Availability
import Correlation
import Rendering
import Text
import Workers

/// Pictures of groups of stations: `--plot` and `--plot-profiles`.
struct GroupPictures {
  private let groups: StationGroups
  private let request: MatrixRequest
  /// Of the whole matrix.
  private var stations: Int { request.stations.count }

  init(_ groups: StationGroups, _ request: MatrixRequest) {
    self.groups = groups
    self.request = request
  }

  /// The matrix in the order of the groups, with their tree. `progress` counts stations. Throws `PictureError`.
  func matrix(
    _ distances: borrowing some PairDistances & ~Copyable, _ plot: PlotOutput, progress: Progress
  ) throws -> [UInt8] {
    let count = Figures.grouped(Int64(stations))
    let number = groups.count == 1 ? "1 group" : "\(groups.count) groups"
    let picture = MatrixPicture(
      labels: labels, joins: joins, groups: groups.groups, title: "Which stations fill and empty together",
      subtitle: ["\(count) stations", request.caption, number].joined(separator: " \u{B7} "))
    let raster = MatrixRaster(stations: stations, defined: groups.order.count) { rows, body in
      distances.forEachBlock(of: groups.order, rows: rows) { places, r in
        body(places, r)
        progress.add(places.count)
      }
    }
    return try picture.draw(plot.kind, raster, size: request.pictureSize)
  }

  private var labels: [String] {
    groups.sideBySide(of: stations).map { number in
      let station = "\(request.stations[number])"
      guard let name = request.details[request.stations[number]]?.name else { return station }
      // Many names begin with the number, some with zeros before it.
      let isNumbered = [name[...], name.drop { $0 == "0" }].contains { text in
        text.hasPrefix(station)
          && !(text.dropFirst(station.count).first.map { $0.isLetter || $0.isNumber } ?? false)
      }
      return isNumbered ? name : "\(station)  \(name)"
    }
  }

  /// The joins of the tree by places in the order.
  private var joins: [MatrixPicture.Join] {
    let (order, tree) = (groups.order, groups.tree)
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

  /// The mean profile of each group. The request must have profiles. Throws `PictureError`.
  func profiles(_ plot: PlotOutput) throws -> [UInt8] {
    let profiles = request.profiles!
    let found = groups.profiles(in: profiles.means)
    let colours = Colour.ofGroups(found.map(\.stations.count))
    let panels = found.indices.map { panel($0, found[$0], colours[$0], profiles) }
    let apart = stations - groups.order.count
    let subtitle = [
      Self.words(stations), request.caption,
      panels.count == 1 ? "1 group" : "\(panels.count) groups",
      apart == 0 ? nil : "\(Figures.grouped(apart)) in none",
    ]
    return try ProfilesPicture(
      bins: profiles.bins, groups: panels,
      all: GroupProfile(Array(0..<stations), in: profiles.means).mean,
      title: "The mean \(profiles.bins.kind == .hourOfWeek ? "week" : "day") of stations that go together",
      subtitle: subtitle.compactMap(\.self).joined(separator: " \u{B7} ")
    ).draw(plot.kind, size: request.pictureSize)
  }

  private func panel(
    _ number: Int, _ profile: GroupProfile, _ colour: Colour, _ profiles: MeanProfiles
  ) -> ProfilesPicture.Group {
    let stations = profile.stations
    let isFew = stations.count < GroupProfile.leastForQuartiles
    return ProfilesPicture.Group(
      number: number, colour, stationCount: stations.count, words: Self.words(stations.count),
      curves: .init(mean: profile.mean, lower: profile.lower, upper: profile.upper),
      members: isFew
        ? stations.map { station in (0..<profiles.bins.count).map { profiles.means[station, $0] } } : [])
  }

  private static func words(_ count: Int) -> String {
    count == 1 ? "1 station" : "\(Figures.grouped(count)) stations"
  }
}
