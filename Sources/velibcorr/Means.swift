import Availability
import Correlation
import Distribution
import LinearAlgebra
import Workers

extension HourlyProfiles {
  /// The means of all ranks' stations, on every rank: stations x bins, NaN where a station has no record in a bin.
  /// These are the profiles of `block`, this rank's stations.
  ///
  /// Which means are equal to the last bit is told where a method wants to know it: by ranks always; by Pearson's
  /// r, if all stations have all bins, of constant profiles alone.
  func means(
    for method: CorrelationMethod, _ network: Network, threads: Int, on job: Job
  ) throws -> Matrix {
    let communicator = job.communicator
    var means = Matrix(rows: network.stations.count, columns: bins.count)
    try unsafe means.withRows { all in
      let block = network.block(of: communicator.rank)
      let mine = unsafe UnsafeMutableBufferPointer(
        rebasing: all.elements[block.lowerBound * bins.count..<block.upperBound * bins.count])
      try unsafe write(to: mine, for: method, threads: threads, communicator)
      unsafe communicator.shareRows(
        all.elements, rowLength: bins.count, (0..<communicator.size).map { network.block(of: $0).count })
    }
    return means
  }

  private func write(
    to means: UnsafeMutableBufferPointer<Double>, for method: CorrelationMethod, threads: Int,
    _ communicator: Communicator
  ) throws {
    nonisolated(unsafe) let means = unsafe means
    let threads = max(1, min(threads, stations.count))
    let checks = try concurrently(threads) { thread in
      let share = Shares.part(thread, of: threads, count: stations.count)
      return unsafe writeMeans(of: share, to: means)
    }
    let lacksBins = communicator.sum([checks.contains(where: \.lacksBins) ? 1 : 0])[0] > 0
    guard method != .pearson || lacksBins else {
      return unsafe unify(checks.flatMap(\.nearlyConstant), in: means)
    }
    _ = try concurrently(threads) { thread in
      unsafe unify(Shares.part(thread, of: threads, count: stations.count), in: means)
    }
  }
}
