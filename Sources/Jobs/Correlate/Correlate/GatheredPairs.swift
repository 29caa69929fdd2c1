import Correlation
import Distribution
import LinearAlgebra

extension [MatrixPair] {
  /// The best pairs of all ranks, best first, on every rank; `parts` are what this one's threads have. Collective. Throws
  /// `ThreadError`.
  init(
    bestOfAll parts: consuming [[MatrixPair]], _ criterion: PairCriterion, threads: Int,
    _ communicator: Communicator
  ) throws {
    self = try PairSelection.best(of: parts, criterion, threads: threads)
    // Without `top` they may be as much memory as there is.
    parts = []
    guard communicator.size > 1 else { return }
    let words = flatMap { [Int64(bitPattern: $0.r.bitPattern), Int64($0.a) << 32 | Int64($0.b)] }
    let all = communicator.concatenate(words)
    let pairs = stride(from: 0, to: all.count, by: 2).map { i in
      MatrixPair(
        r: Double(bitPattern: UInt64(bitPattern: all[i])), a: UInt32(all[i + 1] >> 32),
        b: UInt32(truncatingIfNeeded: all[i + 1]))
    }
    self = try PairSelection.best(of: [pairs], criterion, threads: threads)
  }
}
