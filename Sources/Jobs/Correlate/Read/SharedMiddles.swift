import Distribution
import Ingestion
import Workers

/// What neighbouring ranks of one host, 0 and 1, 2 and 3 and so on, share of the files that both read: the middle, from
/// both sides, so that the one whose core is faster reads more, and neither waits long for the other.
struct SharedMiddles {
  private let counters: HostCounters
  private let rank: Int
  private let ranks: Int

  /// Nil where ranks have no such neighbours, or nothing worth it to share. Collective.
  init?(of inputs: Inputs, on job: Job) {
    ranks = job.communicator.size
    rank = job.communicator.rank
    let most = inputs.files.map { $0?.log?.blockCount ?? 0 }.max() ?? 0
    guard most >= Self.halfShare * ranks,
      let counters = job.communicator.makeHostCounters(inputs.files.count * ranks)
    else { return nil }
    self.counters = counters
  }

  /// Of so many blocks of an input, those that are this rank's, and those that it shares.
  func blocks(of input: Int, count: Int) -> (own: Range<Int>, shared: SharedBlocks?) {
    let own = WorkSplit.part(rank, of: ranks, count: count)
    let isFirst = rank % 2 == 0
    let first = isFirst ? rank : rank - 1
    guard first + 1 < ranks else { return (own, nil) }
    let second = WorkSplit.part(first + 1, of: ranks, count: count)
    let (middle, width) = (second.lowerBound, second.count / Self.halfShare)
    let shared = middle - width..<middle + width
    let (counters, place) = (counters, input * ranks + first)
    return (
      isFirst ? own.lowerBound..<shared.lowerBound : shared.upperBound..<own.upperBound,
      SharedBlocks(shared, fromEnd: !isFirst) { counters.fetchAndAdd(1, to: place) < shared.count }
    )
  }

  /// Either side of the middle is this part of a rank's blocks: cores differ by less.
  private static let halfShare = 8
}
