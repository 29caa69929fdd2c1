import LinearAlgebra

/// One large random matrix, the one that `Inverse` makes, inverted with BLAS's threads: by LAPACK on one rank, on
/// several by ScaLAPACK, all of them together.
package final class SingleInverse: Subject {
  package let name = "inverse"
  package let problem: String
  /// Rows and columns of the matrix.
  package let order: Int
  private let seed: UInt64
  private let isPositiveDefinite: Bool
  private let block: Int
  private let grids: [Int: ProcessGrid]
  /// The work of one rank alone.
  private lazy var serial = TaskSubject(
    Inverse(count: 1, order: order, seed: seed, method: isPositiveDefinite ? .cholesky : .lu),
    problem: problem)
  /// This rank's part of the matrix, then of its inverse.
  private var part: DistributedMatrix?
  private var distributedVerdict: Verdict?

  /// Of the blocks that are dealt over the ranks. Orders 1,000, 2,000 and 4,000 over two ranks take 38, 232 and 1,570 ms
  /// with 96; 49, 251 and 1,923 ms with 32; 43, 241 and 1,668 ms with 64; 45, 291 and 1,640 ms with 256.
  package static let defaultBlock = 96

  /// To be made by every rank of the job alike; for several ranks MPI must have been initialised.
  ///
  /// - Parameters:
  ///   - ranks: the numbers of ranks that it will be run on.
  ///   - block: the order of the blocks that are dealt over the ranks.
  package init(
    order: Int, seed: UInt64, positiveDefinite: Bool = false, ranks: Set<Int>, block: Int = defaultBlock,
    problem: String
  ) {
    precondition(order > 0 && block > 0)
    self.order = order
    self.seed = seed
    self.problem = problem
    self.block = block
    isPositiveDefinite = positiveDefinite
    var grids: [Int: ProcessGrid] = [:]
    for count in ranks.sorted() where count > 1 { grids[count] = ProcessGrid(ranks: count) }
    self.grids = grids
  }

  package var usesBLASThreads: Bool { true }
  package var failures: [TaskFailure] { [] }

  /// 2 n^3 operations by LU, n^3 by Cholesky, as of `Inverse`.
  package func amount(_ configuration: Configuration) -> Amount {
    let cube = Double(order) * Double(order) * Double(order)
    return Amount(items: 1, unit: "matrices", flops: isPositiveDefinite ? cube : 2 * cube)
  }

  package func prepare(_ configuration: Configuration, on ranks: any Ranks) {
    distributedVerdict = nil
    // The last one goes before the next one comes.
    part = nil
    guard ranks.size > 1 else { return serial.prepare(.serial, on: ranks) }
    part = makeMatrix(on: grids[ranks.size]!)
  }

  package func run(
    _ configuration: Configuration, on ranks: any Ranks, since start: ContinuousClock.Instant
  ) throws -> RankTimes {
    guard ranks.size > 1 else { return try serial.run(.serial, on: ranks, since: start) }
    let hasInverse = isPositiveDefinite ? part!.invertPositiveDefinite() : part!.invert()
    var times = RankTimes()
    times.arrival = seconds(start, .now)
    // Communication too: ScaLAPACK does not report it.
    times.computing = times.arrival
    if !hasInverse { part = nil }
    return times
  }

  /// Of a distributed inverse, adds 1 to the last diagonal element, wherever that is.
  package func spoil(_ configuration: Configuration, on ranks: any Ranks) {
    guard ranks.size > 1 else { return serial.spoil(.serial, on: ranks) }
    part?.add(1, toRow: order - 1, column: order - 1)
  }

  /// The residual of a distributed inverse, by ScaLAPACK: that of the two which its method keeps small (as of
  /// `Inverter`, to which the matrix is transposed).
  package func check(_ configuration: Configuration, on ranks: any Ranks) {
    guard ranks.size > 1 else { return }
    guard let inverse = part.take() else {
      // That a random matrix has no inverse is not believed.
      distributedVerdict = Self.verdict(.infinity, remarks: ["1 singular matrix"])
      return
    }
    let grid = grids[ranks.size]!
    let a = makeMatrix(on: grid)
    var difference = DistributedMatrix(order: order, block: block, on: grid)
    difference.fill { $0 == $1 ? 1 : 0 }
    difference.subtract(fromProductOf: inverse, a, symmetric: isPositiveDefinite)
    let condition = a.norm() * (isPositiveDefinite ? inverse.normOfSymmetric() : inverse.norm())
    distributedVerdict = Self.verdict(
      difference.norm() / (Double(order) * InverseResidual.epsilon * condition))
  }

  package func verdict() -> Verdict { distributedVerdict ?? serial.verdict() }

  private static func verdict(_ residual: Double, remarks: [String] = []) -> Verdict {
    Verdict(
      "||X A - I|| / (n eps cond A)", value: residual, limit: InverseResidual.limit, remarks: remarks)
  }

  /// Each rank makes the elements that it needs.
  private func makeMatrix(on grid: ProcessGrid) -> DistributedMatrix {
    let stream = UniformStream(seed: seed)
    var matrix = DistributedMatrix(order: order, block: block, on: grid)
    matrix.fill { row, column in
      let uniform = stream[row * order + column]
      guard isPositiveDefinite else { return uniform }
      return row == column ? uniform + Double(order) : (uniform + stream[column * order + row]) / 2
    }
    return matrix
  }
}
