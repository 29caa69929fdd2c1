/// The ranks of a job, as far as benchmarks need them: the tool connects them by MPI, tests by threads.
///
/// But for `fetchAndAdd`, calls are collective (every rank makes them, in the same order) or come in pairs of a
/// sender and a receiver, and are made by the thread that joined the job.
package protocol Ranks: AnyObject {
  /// The number of this rank, from 0 on.
  var rank: Int { get }
  /// How many ranks there are.
  var size: Int { get }
  /// Whose clock this rank goes by: ranks on one host have the same number.
  var clock: UInt64 { get }

  /// Returns when all ranks have come here.
  func barrier()
  /// The bytes of all ranks, by rank; each may have as many as it likes.
  func allGather(_ bytes: [UInt8]) -> [[UInt8]]
  /// Sends pieces of an array, as one message.
  func send(_ pieces: [Range<Int>], of numbers: UnsafeMutableBufferPointer<Double>, to rank: Int)
  /// Receives them, where pieces that are together as long belong.
  func receive(_ pieces: [Range<Int>], of numbers: UnsafeMutableBufferPointer<Double>, from rank: Int)

  /// Adds to a counter that the ranks share, and returns what it was. Any thread may call it at any time.
  func fetchAndAdd(_ amount: Int) -> Int
  /// Does work in which any rank may call `fetchAndAdd`, and nothing else.
  func whileSharing<R>(_ work: () throws -> R) rethrows -> R
  /// Sets that counter to 0. Collective; when a rank returns, it is 0 for all.
  func resetCounter()
}

extension Ranks {
  package func whileSharing<R>(_ work: () throws -> R) rethrows -> R { try work() }
}
