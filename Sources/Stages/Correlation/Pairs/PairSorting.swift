import LinearAlgebra
import Workers

extension [MatrixPair] {
  /// The best `top` pairs of some lists, sorted by several threads: by greatest |r|, then by `a` and by `b`.
  init(bestOf lists: [[MatrixPair]], top: Int, threads: Int) throws {
    let buckets = PairBuckets(lists, top: top)
    unsafe self.init(unsafeUninitializedCapacity: buckets.pairCount) { pairs, count in
      unsafe buckets.fill(pairs, from: lists)
      count = buckets.pairCount
    }
    // What is sorted as quickly as a thread is started.
    let shares = buckets.shares(count < 4096 ? 1 : threads)
    try unsafe withUnsafeMutableBufferPointer { pairs in
      let pairs = unsafe BucketedPairs(pairs: pairs, buckets: buckets)
      _ = try concurrently(shares.count) { pairs.sort(shares[$0]) }
    }
    removeLast(Swift.max(0, count - top))
  }
}

/// Buckets by falling |r|: equal widths from the greatest finite |r| to the least. What is to be sorted in each is short,
/// and for any thread. Keys in the place of r may be infinite, those of p = 0: they are in the first.
private struct PairBuckets: Sendable {
  private let greatest, scale: Double
  private let last: Int
  /// The first place of each wanted bucket, and the end of the last.
  private var starts = [0]

  /// Of all buckets those that have the best `top` pairs are wanted.
  init(_ lists: [[MatrixPair]], top: Int) {
    var (least, greatest, total) = (Double.infinity, 0.0, 0)
    for list in lists {
      for pair in list where pair.r.magnitude < .infinity {
        least = min(least, pair.r.magnitude)
        greatest = max(greatest, pair.r.magnitude)
      }
      total += list.count
    }
    last = total / Self.pairsEach
    let scale = Double(last) / (greatest - least)
    self.scale = scale.isFinite ? scale : 0
    self.greatest = greatest
    var counts = [Int](repeating: 0, count: last + 1)
    for list in lists {
      for pair in list { counts[bucket(of: pair)] += 1 }
    }
    for count in counts where pairCount < top { starts.append(pairCount + count) }
  }

  private static let pairsEach = 8

  @inline(__always)
  private func bucket(of pair: MatrixPair) -> Int {
    pair.r.magnitude < .infinity ? min(last, Int((greatest - pair.r.magnitude) * scale)) : 0
  }

  private var count: Int { starts.count - 1 }

  /// Pairs in the wanted buckets.
  var pairCount: Int { starts[count] }

  func places(of bucket: Int) -> Range<Int> { starts[bucket]..<starts[bucket + 1] }

  /// Puts the pairs of the wanted buckets into their places.
  func fill(_ pairs: UnsafeMutableBufferPointer<MatrixPair>, from lists: [[MatrixPair]]) {
    var next = starts
    for list in lists {
      for pair in list {
        let bucket = bucket(of: pair)
        guard bucket < count else { continue }
        unsafe pairs.initializeElement(at: next[bucket], to: pair)
        next[bucket] += 1
      }
    }
  }

  /// Consecutive buckets of about as many pairs for each of so many.
  func shares(_ count: Int) -> [Range<Int>] {
    let cuts = (0...count).map { part in starts.firstIndex { $0 >= pairCount * part / count }! }
    return zip(cuts, cuts.dropFirst()).map { $0..<$1 }
  }
}

@safe private struct BucketedPairs: @unchecked Sendable {
  private let pairs: UnsafeMutableBufferPointer<MatrixPair>
  private let buckets: PairBuckets

  init(pairs: UnsafeMutableBufferPointer<MatrixPair>, buckets: PairBuckets) {
    unsafe self.pairs = pairs
    self.buckets = buckets
  }

  /// Each bucket belongs to one thread.
  func sort(_ share: Range<Int>) {
    for bucket in share {
      unsafe UnsafeMutableBufferPointer(rebasing: pairs[buckets.places(of: bucket)]).sortBestFirst()
    }
  }
}
