import CTiles
import LinearAlgebra
import Workers

extension [MatrixPair] {
  /// Sorts by greatest |r|, then by `a` and by `b`, on several threads: cut where better and worse ones meet, each part
  /// is sorted for itself.
  mutating func sortBestFirst(threads: Int) throws {
    try unsafe withUnsafeMutableBufferPointer { try unsafe PairPart(pairs: $0).sort(threads: threads) }
  }
}

/// Pairs that one thread has to itself.
@safe private struct PairPart: @unchecked Sendable {
  private let pairs: UnsafeMutableBufferPointer<MatrixPair>

  init(pairs: UnsafeMutableBufferPointer<MatrixPair>) { unsafe self.pairs = pairs }

  func sort(threads: Int) throws {
    // What is sorted as quickly as a thread is started.
    guard unsafe threads > 1 && pairs.count >= 4096 else {
      unsafe velibcorr_sort_pairs(pairs.baseAddress, pairs.count)
      return
    }
    let first = threads / 2
    let cut = unsafe pairs.count / threads * first
    unsafe velibcorr_select_pairs(pairs.baseAddress, pairs.count, cut)
    let (better, worse) = unsafe (
      PairPart(pairs: UnsafeMutableBufferPointer(rebasing: pairs[..<cut])),
      PairPart(pairs: UnsafeMutableBufferPointer(rebasing: pairs[cut...]))
    )
    _ = try concurrently(2) { half in
      try half == 0 ? better.sort(threads: first) : worse.sort(threads: threads - first)
    }
  }
}
