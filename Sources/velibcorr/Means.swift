import Availability
import Correlation
import Distribution
import Workers

extension HourlyProfiles {
  /// The means of all ranks' stations, on every rank: row-major, NaN where a station has no record in a bin.
  ///
  /// Which means are equal to the last bit is told where a method wants to know it: by ranks always; by Pearson's
  /// r, if all stations have all bins, of constant profiles alone.
  func means(for method: CorrelationMethod, threads: Int, on job: Job) throws -> [Double] {
    let communicator = job.communicator
    let threads = max(1, min(threads, stations.count))
    let mine = try unsafe [Double](unsafeUninitializedCapacity: tallies.count) { means, count in
      nonisolated(unsafe) let means = unsafe means
      let checks = try concurrently(threads) { thread in
        let share = Shares.part(thread, of: threads, count: stations.count)
        return unsafe writeMeans(of: share, to: means)
      }
      let lacksBins = communicator.sum([checks.contains(where: \.lacksBins) ? 1 : 0])[0] > 0
      if method != .pearson || lacksBins {
        _ = try concurrently(threads) { thread in
          unsafe unify(Shares.part(thread, of: threads, count: stations.count), in: means)
        }
      } else {
        unsafe unify(checks.flatMap(\.nearlyConstant), in: means)
      }
      count = tallies.count
    }
    return communicator.concatenate(mine)
  }
}
