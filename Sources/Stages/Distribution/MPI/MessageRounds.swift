import CMPI

/// Ways in which ranks pass messages on, round after round.
package enum MessagePattern: String, Sendable, CaseIterable {
  /// From rank 0 to rank 1, from there to rank 2 and so on until it comes back (`MPI_Send`, `MPI_Recv`).
  case ring
  /// From rank 0 to rank 1 and back; other ranks look on.
  case pingPong = "ping-pong"
  /// Every rank gets the sums of what all ranks have, word by word (`MPI_Allreduce`).
  case allReduce = "allreduce"

  /// How many messages one waits for after the other in a round.
  package func hops(ranks: Int) -> Int {
    switch self {
    case .ring: ranks
    case .pingPong: 2
    case .allReduce: 1
    }
  }
}

/// A message of 64-bit words that goes round the ranks, and says at the end where it was.
///
/// The first word is a checksum: to it each rank that hands the message on adds its number and 1. The others are what
/// rank 0 has set them to, their place in the message. For sums, each rank puts up its number and 1 in the first word,
/// and the place in the others. All ranks must call the same methods.
@safe package final class MessageRounds {
  /// The way that the message takes.
  package let pattern: MessagePattern
  private let communicator: Communicator
  private var message: [Int64]
  private var sums: [Int64]
  private var rounds = 0

  /// - Parameters:
  ///   - words: of 8 bytes, at least one.
  ///   - communicator: of two ranks or more.
  package init(_ pattern: MessagePattern, words: Int, on communicator: Communicator) {
    precondition(words > 0 && words <= Int32.max && communicator.size > 1)
    self.pattern = pattern
    self.communicator = communicator
    message = Array(repeating: 0, count: words)
    sums = Array(repeating: 0, count: pattern == .allReduce ? words : 0)
    reset()
  }

  /// Begins anew, with nothing passed on yet.
  package func reset() {
    rounds = 0
    let hasMessage = communicator.isRoot || pattern == .allReduce
    for i in message.indices { message[i] = hasMessage ? Int64(i) : 0 }
    for i in sums.indices { sums[i] = 0 }
    if pattern == .allReduce { message[0] = Int64(communicator.rank + 1) }
  }

  /// Changes a word of what this rank holds: a message that has been damaged, and is passed on.
  package func spoil() { message[message.count - 1] += 1 }

  /// Goes so many rounds. Collective.
  package func run(_ count: Int) {
    rounds += count
    let (rank, size) = (communicator.rank, communicator.size)
    switch pattern {
    case .ring: pass(count, from: (rank + size - 1) % size, to: (rank + 1) % size)
    case .pingPong: if rank < 2 { pass(count, from: 1 - rank, to: 1 - rank) }
    case .allReduce: add(count)
    }
  }

  /// How many words of this rank are not what the rounds so far must have left.
  package func wrongWords() -> Int {
    guard rounds > 0, pattern != .pingPong || communicator.rank < 2 else { return 0 }
    let words = pattern == .allReduce ? sums : message
    var wrong = words[0] == checksum ? 0 : 1
    for i in 1..<max(1, words.count) {
      if words[i] != Int64(pattern == .allReduce ? i * communicator.size : i) { wrong += 1 }
    }
    return wrong
  }

  /// Each round adds the numbers of the ranks that take part. Rank 0 is its last, which the others have not seen.
  private var checksum: Int64 {
    func sum(_ ranks: Int) -> Int { ranks * (ranks + 1) / 2 }
    if pattern == .allReduce { return Int64(sum(communicator.size)) }
    let round = sum(pattern == .ring ? communicator.size : 2)
    return Int64(
      communicator.isRoot ? rounds * round : (rounds - 1) * round + sum(communicator.rank + 1) - 1)
  }

  /// Rank 0 adds its number when the message comes back, the others before they hand it on.
  private func pass(_ count: Int, from previous: Int, to next: Int) {
    let (type, handle) = unsafe (velibcorr_mpi_int64(), communicator.handle)
    let isFirst = communicator.isRoot
    unsafe message.withUnsafeMutableBufferPointer { message in
      let words = Int32(message.count)
      for _ in 0..<count {
        if isFirst { unsafe MPI_Send(message.baseAddress, words, type, Int32(next), 0, handle) }
        unsafe MPI_Recv(
          message.baseAddress, words, type, Int32(previous), 0, handle, velibcorr_mpi_status_ignore())
        unsafe message[0] += Int64(communicator.rank + 1)
        if !isFirst { unsafe MPI_Send(message.baseAddress, words, type, Int32(next), 0, handle) }
      }
    }
  }

  private func add(_ count: Int) {
    for _ in 0..<count {
      unsafe MPI_Allreduce(
        message, &sums, Int32(message.count), velibcorr_mpi_int64(), velibcorr_mpi_sum(), communicator.handle)
    }
  }
}
