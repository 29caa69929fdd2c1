import Availability
import Correlation
import Distribution
import LinearAlgebra
import Synchronization
import Workers

/// All stations' profiles as correlations are made of them: stations x bins.
enum ProfileRows: ~Copyable {
  /// NaN where a station has no record in a bin.
  case means(Matrix)
  /// As Pearson's r wants them. No bin is missing.
  case standardised(Matrix)

  /// The means; they must have been wanted.
  func withMeans<R>(_ body: (borrowing Matrix) throws -> R) rethrows -> R {
    switch self {
    case .means(let means): try body(means)
    case .standardised: preconditionFailure("the means are standardised")
    }
  }
}

extension HourlyProfiles {
  /// The profiles of all ranks' stations, on every rank. These are those of `block`, this rank's stations.
  ///
  /// Where no bin is missing they are standardised on the way, while they are in the caches, unless the means
  /// themselves are wanted. Which means are equal to the last bit is told where a method wants to know it: by ranks
  /// always; by Pearson's r, if all stations have all bins, of constant profiles alone.
  func rows(
    for method: CorrelationMethod, wantsMeans: Bool, _ network: MergedNetwork, on job: Job
  ) throws -> ProfileRows {
    let progress = job.begin(
      ProgressStep(.combining, unit: .stations, total: stations.count, scale: job.communicator.size))
    defer { job.endStep() }
    let communicator = job.communicator
    let threads = job.threads
    var rows = Matrix(rows: network.stations.count, columns: bins.count)
    let isStandardised = try unsafe rows.withRows { all in
      let block = network.block(of: communicator.rank)
      let mine = unsafe UnsafeMutableBufferPointer(
        rebasing: all.elements[block.lowerBound * bins.count..<block.upperBound * bins.count])
      let isStandardised = try unsafe write(
        to: mine, for: method, standardising: method == .pearson && !wantsMeans, threads: threads,
        progress, communicator)
      unsafe communicator.shareRows(
        all.elements, rowLength: bins.count, (0..<communicator.size).map { network.block(of: $0).count })
      return isStandardised
    }
    return isStandardised ? .standardised(rows) : .means(rows)
  }

  /// Are they standardised?
  private func write(
    to rows: UnsafeMutableBufferPointer<Double>, for method: CorrelationMethod, standardising: Bool,
    threads: Int, _ progress: Progress, _ communicator: Communicator
  ) throws -> Bool {
    nonisolated(unsafe) let rows = unsafe rows
    let threads = max(1, min(threads, stations.count))
    // Several for each thread, so that none waits long for another.
    let size = max(1, min(blockSize, stations.count / (4 * threads)))
    let blocks = stride(from: 0, to: stations.count, by: size).map { $0..<min(stations.count, $0 + size) }
    let dispenser = Dispenser(blocks.indices)
    let hasGaps = Atomic(false)
    let parts = try concurrently(threads) { _ in
      var (nearlyConstant, standardised): ([Int], [Range<Int>]) = ([], [])
      while let number = dispenser.next() {
        let check = unsafe writeMeans(of: blocks[number], to: rows)
        if check.lacksBins { hasGaps.store(true, ordering: .relaxed) }
        if standardising && !hasGaps.load(ordering: .relaxed) {
          unsafe unify(check.nearlyConstant, in: rows)
          for station in blocks[number] {
            unsafe StandardisedProfiles.standardise(
              UnsafeMutableBufferPointer(rebasing: rows[station * bins.count..<(station + 1) * bins.count]))
          }
          standardised.append(blocks[number])
        } else {
          nearlyConstant += check.nearlyConstant
        }
        progress.add(blocks[number].count)
      }
      return (nearlyConstant: nearlyConstant, standardised: standardised)
    }
    let someHaveGaps = communicator.sum([hasGaps.load(ordering: .relaxed) ? 1 : 0])[0] > 0
    if standardising && !someHaveGaps { return true }
    // What was standardised before a gap was found has to be means again.
    for block in parts.flatMap(\.standardised) { unsafe writeMeans(of: block, to: rows) }
    guard method != .pearson || someHaveGaps else {
      unsafe unify(parts.flatMap(\.nearlyConstant), in: rows)
      return false
    }
    _ = try concurrently(threads) { thread in
      unsafe unify(WorkSplit.part(thread, of: threads, count: stations.count), in: rows)
    }
    return false
  }
}
