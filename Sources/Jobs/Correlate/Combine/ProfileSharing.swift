import Availability
import Correlation
import Distribution
import LinearAlgebra
import Synchronization
import Workers

/// Brings the profiles of all ranks' stations to every rank.
struct ProfileSharing {
  /// Those of this rank's stations.
  private let profiles: HourlyProfiles
  private let network: MergedNetwork
  private let method: CorrelationMethod
  private let wantsMeans: Bool
  private let job: Job

  /// `profiles` are those of the stations that this rank owns. `wantsMeans`: are the means themselves wanted?
  init(
    _ profiles: consuming HourlyProfiles, _ network: MergedNetwork, for method: CorrelationMethod,
    wantsMeans: Bool, on job: Job
  ) {
    self.profiles = profiles
    self.network = network
    self.method = method
    self.wantsMeans = wantsMeans
    self.job = job
  }

  /// The rows of all stations. Collective. Throws `ThreadError`.
  ///
  /// Where no bin is missing they are standardised on the way, while they are in the caches, unless the means
  /// themselves are wanted. Which means are equal to the last bit is found out where a method wants to know it: by average
  /// ranks always; by Pearson's r, if all stations have all bins, of constant profiles alone.
  func rows() throws -> ProfileRows {
    let communicator = job.communicator
    let (stations, bins) = (profiles.stations.count, profiles.bins.count)
    let progress = job.begin(
      ProgressStep(.combining, unit: .stations, total: stations, scale: communicator.size))
    defer { job.endStep() }
    var rows = Matrix(rows: network.stations.count, columns: bins)
    let isStandardised = try unsafe rows.withRows { all in
      let block = network.block(of: communicator.rank)
      let mine = unsafe UnsafeMutableBufferPointer(
        rebasing: all.elements[block.lowerBound * bins..<block.upperBound * bins])
      let isStandardised = try unsafe write(to: mine, progress)
      unsafe communicator.shareRows(
        all.elements, rowLength: bins, (0..<communicator.size).map { network.block(of: $0).count })
      return isStandardised
    }
    return isStandardised ? .standardised(rows) : .means(rows)
  }

  /// Writes this rank's rows; are they standardised?
  private func write(to rows: UnsafeMutableBufferPointer<Double>, _ progress: Progress) throws -> Bool {
    nonisolated(unsafe) let rows = unsafe rows
    let (stations, bins) = (profiles.stations.count, profiles.bins.count)
    let profiles = profiles
    let standardising = method == .pearson && !wantsMeans
    let threads = max(1, min(job.threads, stations))
    // Several for each thread, so that none waits long for another.
    let size = max(1, min(profiles.blockSize, stations / (4 * threads)))
    let blocks = stride(from: 0, to: stations, by: size).map { $0..<min(stations, $0 + size) }
    let dispenser = Dispenser(blocks.indices)
    let hasGaps = Atomic(false)
    let parts = try concurrently(threads) { _ in
      var (nearlyConstant, standardised): ([Int], [Range<Int>]) = ([], [])
      while let number = dispenser.next() {
        let check = unsafe profiles.writeMeans(of: blocks[number], to: rows)
        if check.lacksBins { hasGaps.store(true, ordering: .relaxed) }
        if standardising && !hasGaps.load(ordering: .relaxed) {
          unsafe profiles.unify(check.nearlyConstant, in: rows)
          for station in blocks[number] {
            unsafe StandardisedProfiles.standardise(
              UnsafeMutableBufferPointer(rebasing: rows[station * bins..<(station + 1) * bins]))
          }
          standardised.append(blocks[number])
        } else {
          nearlyConstant += check.nearlyConstant
        }
        progress.add(blocks[number].count)
      }
      return (nearlyConstant: nearlyConstant, standardised: standardised)
    }
    let someHaveGaps = job.communicator.sum([hasGaps.load(ordering: .relaxed) ? 1 : 0])[0] > 0
    if standardising && !someHaveGaps { return true }
    // What was standardised before a gap was found has to be means again.
    for block in parts.flatMap(\.standardised) { unsafe profiles.writeMeans(of: block, to: rows) }
    guard method != .pearson || someHaveGaps else {
      unsafe profiles.unify(parts.flatMap(\.nearlyConstant), in: rows)
      return false
    }
    _ = try concurrently(threads) { thread in
      unsafe profiles.unify(WorkSplit.part(thread, of: threads, count: stations), in: rows)
    }
    return false
  }
}
