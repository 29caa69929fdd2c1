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
    let stationCount = network.stations.count
    var rows = Matrix(rows: stationCount, columns: bins)
    var rests = Matrix(
      rows: StandardisedProfiles.keepsRests(stations: stationCount, bins: bins) ? stationCount : 0,
      columns: bins)
    let norms = try unsafe rows.withRows { all in
      try unsafe rests.withRows { rests in
        let block = network.block(of: communicator.rank)
        let places = block.lowerBound * bins..<block.upperBound * bins
        let mine = unsafe UnsafeMutableBufferPointer(rebasing: all.elements[places])
        let mineRests = unsafe rests.elements.isEmpty ? nil : rests.elements.baseAddress! + places.lowerBound
        let norms = try unsafe write(to: mine, mineRests, progress)
        unsafe communicator.shareRows(all.elements, rowLength: bins, stationCounts)
        if norms != nil, unsafe !rests.elements.isEmpty {
          unsafe communicator.shareRows(rests.elements, rowLength: bins, stationCounts)
        }
        return norms
      }
    }
    guard let norms else { return .means(rows) }
    return .standardised(rows, norms: communicator.concatenate(norms), rests: rests)
  }

  /// The tallies of all stations, from which r is decided. Collective.
  func tallies() -> HourlyProfiles {
    let communicator = job.communicator
    guard communicator.size > 1 else { return profiles }
    let (bins, block) = (profiles.bins, network.block(of: communicator.rank))
    let count = network.stations.count * bins.count
    let tallies = unsafe [Tally](unsafeUninitializedCapacity: count) { all, initialized in
      unsafe all.initialize(repeating: Tally())
      profiles.forEachBlock(of: profiles.stations.indices) { stations, tallies in
        let first = (block.lowerBound + stations.lowerBound) * bins.count
        for (place, tally) in zip(first..., tallies) { unsafe all[place] = tally }
      }
      // A tally is as long as two doubles, which are moved as they are.
      unsafe UnsafeMutableRawBufferPointer(all).withMemoryRebound(to: Double.self) {
        unsafe communicator.shareRows($0, rowLength: 2 * bins.count, stationCounts)
      }
      initialized = count
    }
    return HourlyProfiles(bins: bins, stations: network.stations, tallies: tallies)
  }

  /// Stations of each rank.
  private var stationCounts: [Int] {
    (0..<job.communicator.size).map { network.block(of: $0).count }
  }

  /// Writes this rank's rows; returns their norms if they are standardised.
  private func write(
    to rows: UnsafeMutableBufferPointer<Double>, _ rests: UnsafeMutablePointer<Double>?, _ progress: Progress
  ) throws -> [Double]? {
    nonisolated(unsafe) let (rows, rests) = unsafe (rows, rests)
    let stations = profiles.stations.count
    let profiles = profiles
    let standardising = method == .pearson && !wantsMeans
    let threads = max(1, min(job.threads, stations))
    // Several for each thread, so that none waits long for another.
    let size = max(1, min(profiles.blockSize, stations / (4 * threads)))
    let blocks = stride(from: 0, to: stations, by: size).map { $0..<min(stations, $0 + size) }
    let dispenser = Dispenser(blocks.indices)
    let hasGaps = Atomic(!standardising)
    let parts = try concurrently(threads) { _ in
      var standardised: [(stations: Range<Int>, norms: [Double])] = []
      var maker = RowMaker(bins: profiles.bins.count)
      while let number = dispenser.next() {
        let block = blocks[number]
        if !hasGaps.load(ordering: .relaxed),
          let norms = unsafe Self.standardise(block, of: profiles, with: &maker, to: rows, rests)
        {
          standardised.append((block, norms))
        } else {
          hasGaps.store(true, ordering: .relaxed)
          unsafe profiles.writeMeans(of: block, to: rows)
        }
        progress.add(block.count)
      }
      return standardised
    }.flatMap { $0 }
    let someHaveGaps = job.communicator.sum([hasGaps.load(ordering: .relaxed) ? 1 : 0])[0] > 0
    guard someHaveGaps else {
      return parts.sorted { $0.stations.lowerBound < $1.stations.lowerBound }
        .flatMap(\.norms)
    }
    // What was standardised before a gap was found has to be means again.
    for (block, _) in parts { unsafe profiles.writeMeans(of: block, to: rows) }
    _ = try concurrently(threads) { thread in
      unsafe profiles.unify(WorkSplit.part(thread, of: threads, count: stations), in: rows)
    }
    return nil
  }

  /// Writes the rows of some stations; returns their norms, nil where one lacks a bin.
  private static func standardise(
    _ stations: Range<Int>, of profiles: HourlyProfiles, with maker: inout RowMaker,
    to rows: UnsafeMutableBufferPointer<Double>, _ rests: UnsafeMutablePointer<Double>?
  ) -> [Double]? {
    let bins = profiles.bins.count
    var norms: [Double] = []
    var isComplete = true
    profiles.forEachBlock(of: stations) { block, tallies in
      for station in block where isComplete {
        let first = tallies.startIndex + (station - block.lowerBound) * bins
        let own = tallies[first..<first + bins]
        maker.take(own)
        isComplete = maker.present == bins
        guard isComplete else { return }
        let row = unsafe UnsafeMutableBufferPointer(rebasing: rows[station * bins..<(station + 1) * bins])
        let isConstant = maker.mayBeConstant && PreciseMeans.areConstant(own)
        let rest = unsafe rests.map { unsafe $0 + station * bins }
        norms.append(unsafe isConstant ? maker.clear(row) : maker.write(to: row, rests: rest))
      }
    }
    return isComplete ? norms : nil
  }
}
