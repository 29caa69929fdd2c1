import Availability
import Correlation
import LinearAlgebra
import Rendering
import Text

/// The means of all stations, kept for pictures: stations x bins, NaN where a station has no record in a bin.
final class MeanProfiles: Sendable {
  let bins: HourBins
  let means: Matrix

  init(bins: HourBins, means: consuming Matrix) {
    self.bins = bins
    self.means = means
  }
}

extension MatrixRun {
  /// `--plot-profiles`: the mean profile of each cluster.
  func profilesPicture(of groups: StationGroups, _ plot: PlotOutput) throws -> [UInt8] {
    let profiles = request.profiles!
    func words(_ count: Int) -> String { count == 1 ? "1 station" : "\(Figures.grouped(count)) stations" }
    let clusters = groups.profiles(in: profiles.means).enumerated().map { number, profile in
      let isFew = profile.stations.count < ProfilesPicture.leastForQuartiles
      return ProfilesPicture.Cluster(
        number: number, stationCount: profile.stations.count, words: words(profile.stations.count),
        mean: profile.mean, lower: profile.lower, upper: profile.upper,
        members: isFew
          ? profile.stations.map { station in
            (0..<profiles.bins.count).map { profiles.means[station, $0] }
          } : [])
    }
    let apart = tiles.grid.size - groups.order.count
    let subtitle = [
      words(tiles.grid.size), request.caption,
      clusters.count == 1 ? "1 cluster" : "\(clusters.count) clusters",
      apart == 0 ? nil : "\(Figures.grouped(apart)) in none",
    ]
    return try ProfilesPicture(
      bins: profiles.bins, clusters: clusters,
      all: ClusterProfile(Array(0..<tiles.grid.size), in: profiles.means).mean,
      title: "The mean \(profiles.bins.kind == .hourOfWeek ? "week" : "day") of stations that go together",
      subtitle: subtitle.compactMap(\.self).joined(separator: " \u{B7} ")
    ).draw(plot.kind)
  }
}
